import type { Language } from '../../shared/i18n/language.ts';

/** States and union territories of India (ISO 3166-2:IN), as they are saved and as they read in Hindi. */
const states: readonly (readonly [name: string, hindi: string])[] = [
  ['Andaman and Nicobar Islands', 'अंडमान और निकोबार द्वीपसमूह'],
  ['Andhra Pradesh', 'आंध्र प्रदेश'],
  ['Arunachal Pradesh', 'अरुणाचल प्रदेश'],
  ['Assam', 'असम'],
  ['Bihar', 'बिहार'],
  ['Chandigarh', 'चंडीगढ़'],
  ['Chhattisgarh', 'छत्तीसगढ़'],
  ['Dadra and Nagar Haveli and Daman and Diu', 'दादरा और नगर हवेली और दमन और दीव'],
  ['Delhi', 'दिल्ली'],
  ['Goa', 'गोवा'],
  ['Gujarat', 'गुजरात'],
  ['Haryana', 'हरियाणा'],
  ['Himachal Pradesh', 'हिमाचल प्रदेश'],
  ['Jammu and Kashmir', 'जम्मू और कश्मीर'],
  ['Jharkhand', 'झारखंड'],
  ['Karnataka', 'कर्नाटक'],
  ['Kerala', 'केरल'],
  ['Ladakh', 'लद्दाख'],
  ['Lakshadweep', 'लक्षद्वीप'],
  ['Madhya Pradesh', 'मध्य प्रदेश'],
  ['Maharashtra', 'महाराष्ट्र'],
  ['Manipur', 'मणिपुर'],
  ['Meghalaya', 'मेघालय'],
  ['Mizoram', 'मिज़ोरम'],
  ['Nagaland', 'नागालैंड'],
  ['Odisha', 'ओडिशा'],
  ['Puducherry', 'पुडुचेरी'],
  ['Punjab', 'पंजाब'],
  ['Rajasthan', 'राजस्थान'],
  ['Sikkim', 'सिक्किम'],
  ['Tamil Nadu', 'तमिलनाडु'],
  ['Telangana', 'तेलंगाना'],
  ['Tripura', 'त्रिपुरा'],
  ['Uttar Pradesh', 'उत्तर प्रदेश'],
  ['Uttarakhand', 'उत्तराखंड'],
  ['West Bengal', 'पश्चिम बंगाल'],
];

/** Choices for a select, with what was saved, should it be none of them. */
export const stateOptions = (language: Language, saved: string): readonly { value: string; label: string }[] => [
  ...(saved === '' || states.some(([name]) => name === saved) ? [] : [{ value: saved, label: saved }]),
  ...states.map(([name, hindi]) => ({ value: name, label: language === 'hi' ? hindi : name })),
];
