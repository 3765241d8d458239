import { ASK, type Explanations } from './explanation.ts';

export const liverWords: Explanations = {
  ast: {
    en: [
      'It is in liver and muscle cells.',
      'A low number is no cause for worry.',
      'It can go up with alcohol, some tablets or hard work.',
      ASK.en,
    ],
    hi: [
      'यह लिवर और मांसपेशियों की कोशिकाओं में होता है।',
      'इसका कम होना चिंता की बात नहीं।',
      'शराब, कुछ गोलियों या कड़ी मेहनत से यह बढ़ सकता है।',
      ASK.hi,
    ],
  },
  alt: {
    en: [
      'It is mainly in liver cells.',
      'A low number is no cause for worry.',
      'It can go up with fat in the liver, a virus or tablets.',
      'Tell your doctor which tablets and herbs you take.',
    ],
    hi: [
      'यह ज़्यादातर लिवर की कोशिकाओं में होता है।',
      'इसका कम होना चिंता की बात नहीं।',
      'लिवर में चर्बी, वायरस या गोलियों से यह बढ़ सकता है।',
      'डॉक्टर को बताएँ कि कौन-सी गोलियाँ और जड़ी-बूटियाँ चल रही हैं।',
    ],
  },
  alp: {
    en: ['Liver and bones make it.', 'A low number is rarely a worry.', 'It is higher in growing children and in pregnancy.', ASK.en],
    hi: ['इसे लिवर और हड्डियाँ बनाती हैं।', 'इसका कम होना कम ही चिंता की बात है।', 'बढ़ते बच्चों और गर्भावस्था में यह ज़्यादा रहता है।', ASK.hi],
  },
  ggt: {
    en: [
      'It is in the liver and its small tubes.',
      'A low number is no cause for worry.',
      'It can go up with alcohol, some tablets or more weight.',
      ASK.en,
    ],
    hi: ['यह लिवर और उसकी छोटी नलियों में होता है।', 'इसका कम होना चिंता की बात नहीं।', 'शराब, कुछ गोलियों या वज़न बढ़ने से यह बढ़ सकता है।', ASK.hi],
  },
  'bilirubin-total': {
    en: [
      'It is yellow waste from old red cells.',
      'A low number is no cause for worry.',
      'It can be high if you eat nothing or the liver is slow.',
      'Are eyes or skin yellow? See your doctor soon.',
    ],
    hi: [
      'यह पुरानी लाल कोशिकाओं का पीला कचरा है।',
      'इसका कम होना चिंता की बात नहीं।',
      'भूखे रहने या लिवर के धीमा होने से यह बढ़ सकता है।',
      'आँखें या त्वचा पीली हैं? जल्दी डॉक्टर को दिखाएँ।',
    ],
  },
  'bilirubin-direct': {
    en: [
      'It is the part of bilirubin that the liver has worked on.',
      'A low number is no cause for worry.',
      'It can be high if bile flows slowly.',
      'Your doctor reads it with total bilirubin.',
    ],
    hi: [
      'यह बिलिरुबिन का वह हिस्सा है जिस पर लिवर काम कर चुका है।',
      'इसका कम होना चिंता की बात नहीं।',
      'पित्त धीरे बहे तो यह बढ़ सकता है।',
      'डॉक्टर इसे कुल बिलिरुबिन के साथ पढ़ते हैं।',
    ],
  },
  'bilirubin-indirect': {
    en: [
      'It is the part of bilirubin that waits for the liver.',
      'A low number is no cause for worry.',
      'It can be high if you eat nothing or red cells break fast.',
      'Your doctor reads it with total bilirubin.',
    ],
    hi: [
      'यह बिलिरुबिन का वह हिस्सा है जो लिवर का इंतज़ार करता है।',
      'इसका कम होना चिंता की बात नहीं।',
      'भूखे रहने या लाल कोशिकाएँ जल्दी टूटने से यह बढ़ सकता है।',
      'डॉक्टर इसे कुल बिलिरुबिन के साथ पढ़ते हैं।',
    ],
  },
  albumin: {
    en: [
      'It is the main protein in blood. The liver makes it.',
      'It can be low if you eat little protein or are ill.',
      'It can be high if you drink too little.',
      'Do your feet swell? Tell your doctor.',
    ],
    hi: [
      'यह ख़ून का मुख्य प्रोटीन है। इसे लिवर बनाता है।',
      'प्रोटीन कम खाने या बीमारी में यह कम हो सकता है।',
      'पानी बहुत कम पीने से यह बढ़ सकता है।',
      'पैरों में सूजन है? डॉक्टर को बताएँ।',
    ],
  },
  'total-protein': {
    en: [
      'It is all the protein in your blood.',
      'It can be low if you eat little protein.',
      'It can be high if you drink too little or have an infection.',
      'Your doctor reads it with your albumin.',
    ],
    hi: [
      'यह ख़ून का सारा प्रोटीन है।',
      'प्रोटीन कम खाने से यह कम हो सकता है।',
      'पानी कम पीने या संक्रमण में यह बढ़ सकता है।',
      'डॉक्टर इसे एल्ब्यूमिन के साथ पढ़ते हैं।',
    ],
  },
  globulin: {
    en: [
      'These proteins help to fight germs.',
      'They can be low if the body makes fewer.',
      'They can be high with a long infection.',
      'Your doctor reads it with your albumin.',
    ],
    hi: ['ये प्रोटीन कीटाणुओं से लड़ने में मदद करते हैं।', 'शरीर कम बनाए तो ये कम हो सकते हैं।', 'लंबे संक्रमण में ये बढ़ सकते हैं।', 'डॉक्टर इसे एल्ब्यूमिन के साथ पढ़ते हैं।'],
  },
  'albumin-globulin-ratio': {
    en: [
      'It compares two kinds of protein in your blood.',
      'It can be low if albumin is low or globulin high.',
      'A high number is rarely a worry.',
      'Your doctor reads it with your albumin.',
    ],
    hi: [
      'यह ख़ून के दो तरह के प्रोटीन की तुलना करता है।',
      'एल्ब्यूमिन कम या ग्लोब्युलिन ज़्यादा हो तो यह कम हो सकता है।',
      'इसका ज़्यादा होना कम ही चिंता की बात है।',
      'डॉक्टर इसे एल्ब्यूमिन के साथ पढ़ते हैं।',
    ],
  },
  amylase: {
    en: [
      'It helps to digest food. The pancreas makes it.',
      'A low number is rarely a worry.',
      'It can be high if the pancreas or mouth glands are sore.',
      'Is there strong belly pain? See a doctor today.',
    ],
    hi: [
      'यह खाना पचाने में मदद करता है। इसे अग्न्याशय बनाता है।',
      'इसका कम होना कम ही चिंता की बात है।',
      'अग्न्याशय या मुँह की ग्रंथियों में सूजन से यह बढ़ सकता है।',
      'पेट में तेज़ दर्द है? आज ही डॉक्टर को दिखाएँ।',
    ],
  },
};
