import type { Translation } from '../../shared/i18n/words.ts';
import type english from './landing.en.ts';

export default {
  title: 'नमस्ते',
  'language.choose': 'भाषा चुनें',
  headline: 'डॉक्टर ने क्या कहा, आसान शब्दों में',
  lead: 'आरोग्य आपकी सब मुलाक़ातें एक जगह रखता है। पढ़ें, सुनें, और देखें कि किसने देखा।',
  'sign-in': 'साइन इन करें या नया खाता बनाएँ',
  doctor: 'डॉक्टर यहाँ आएँ',
  admin: 'एडमिन यहाँ आएँ',
  'point.letter': 'हर मुलाक़ात के बाद आसान शब्दों में चिट्ठी',
  'point.seen-by': 'आपका रिकॉर्ड किसने देखा, यह आपको दिखेगा',
  'point.share': 'आपके कोड के बिना कोई डॉक्टर आपकी जानकारी नहीं देखेगा',
  'sample.label': 'चिट्ठी का नमूना',
  'sample.doctor': 'डॉ. मीरा अय्यर',
  'sample.date': 'सोम 16 नवंबर 2026, वीडियो कॉल',
  'sample.line-1': 'आपको 3 दिन से बुख़ार और सूखी खाँसी है।',
  'sample.line-2': 'छाती साफ़ है।',
  'sample.line-3': 'बुख़ार आने पर पैरासिटामोल 650 mg लें, दिन में 3 बार तक।',
  'sample.line-4': '3 दिन बाद फिर दिखाएँ। साँस लेने में तकलीफ़ हो, तो पहले आएँ।',
  'sample.signed': 'डॉक्टर के दस्तख़त के साथ',
  'finish.title': 'साइन इन हो रहा है',
  'finish.failed.title': 'साइन इन नहीं हुआ',
  'finish.failed.text': 'अभी साइन इन नहीं है। कुछ भी बदला नहीं। एक बार फिर कोशिश करें।',
  'finish.again': 'फिर साइन इन करें',
} satisfies Translation<typeof english>;
