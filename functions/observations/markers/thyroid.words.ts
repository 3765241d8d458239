import type { Explanations } from './explanation.ts';

export const thyroidWords: Explanations = {
  tsh: {
    en: [
      'The brain sends it to tell the thyroid to work.',
      'It is low when the thyroid makes a lot.',
      'It is high when the thyroid makes little.',
      'In pregnancy other ranges count. Ask your doctor.',
    ],
    hi: [
      'दिमाग़ इसे भेजकर थायरॉइड को काम करने को कहता है।',
      'थायरॉइड ज़्यादा बनाए तो यह कम होता है।',
      'थायरॉइड कम बनाए तो यह ज़्यादा होता है।',
      'गर्भावस्था में दूसरी सीमाएँ होती हैं। डॉक्टर से पूछें।',
    ],
  },
  'free-t4': {
    en: [
      'It is the thyroid hormone that is ready for use.',
      'It can be low when the thyroid works slowly.',
      'It can be high when the thyroid works fast.',
      'Your doctor reads it with your TSH.',
    ],
    hi: [
      'यह थायरॉइड का इस्तेमाल के लिए तैयार हार्मोन है।',
      'थायरॉइड धीमा चले तो यह कम हो सकता है।',
      'थायरॉइड तेज़ चले तो यह ज़्यादा हो सकता है।',
      'डॉक्टर इसे TSH के साथ पढ़ते हैं।',
    ],
  },
  'free-t3': {
    en: [
      'It is the most active thyroid hormone.',
      'It can be low when you are ill or eat little.',
      'It can be high when the thyroid works fast.',
      'Your doctor reads it with your TSH.',
    ],
    hi: [
      'यह थायरॉइड का सबसे असरदार हार्मोन है।',
      'बीमारी में या कम खाने से यह कम हो सकता है।',
      'थायरॉइड तेज़ चले तो यह ज़्यादा हो सकता है।',
      'डॉक्टर इसे TSH के साथ पढ़ते हैं।',
    ],
  },
  t4: {
    en: [
      'It is all the T4 that the thyroid has made.',
      'It can be low when the thyroid works slowly.',
      'It can be high in pregnancy or with the pill.',
      'Your doctor reads it with your TSH.',
    ],
    hi: [
      'यह थायरॉइड का बनाया सारा T4 है।',
      'थायरॉइड धीमा चले तो यह कम हो सकता है।',
      'गर्भावस्था या गर्भनिरोधक गोली में यह ज़्यादा हो सकता है।',
      'डॉक्टर इसे TSH के साथ पढ़ते हैं।',
    ],
  },
  t3: {
    en: [
      'It is all the T3 in your blood.',
      'It can be low when you are ill or eat little.',
      'It can be high in pregnancy or with the pill.',
      'Your doctor reads it with your TSH.',
    ],
    hi: [
      'यह ख़ून का सारा T3 है।',
      'बीमारी में या कम खाने से यह कम हो सकता है।',
      'गर्भावस्था या गर्भनिरोधक गोली में यह ज़्यादा हो सकता है।',
      'डॉक्टर इसे TSH के साथ पढ़ते हैं।',
    ],
  },
};
