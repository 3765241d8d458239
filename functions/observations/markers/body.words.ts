import type { Explanations } from './explanation.ts';

export const bodyWords: Explanations = {
  weight: {
    en: [
      'It is how heavy you are.',
      'It goes down if you eat less or are ill.',
      'It goes up with food, rest or water in the body.',
      'Use the same scale, in the morning. Look at weeks, not days.',
    ],
    hi: [
      'यह आपके शरीर का भार है।',
      'कम खाने या बीमारी में यह घटता है।',
      'खाने, आराम या शरीर में पानी से यह बढ़ता है।',
      'सुबह, एक ही मशीन पर नापें। दिन नहीं, हफ़्ते देखें।',
    ],
  },
  height: {
    en: [
      'It is how tall you are.',
      'Grown-ups lose a little with age.',
      'Children grow at their own speed.',
      'Measure without shoes, back to the wall.',
    ],
    hi: ['यह सिर से पैर तक की लंबाई है।', 'बड़ों में उम्र के साथ यह थोड़ी घटती है।', 'बच्चे अपनी-अपनी रफ़्तार से बढ़ते हैं।', 'बिना जूते, दीवार से पीठ लगाकर नापें।'],
  },
  bmi: {
    en: [
      'It sets your weight against your height.',
      'It can be low if you eat little or are ill.',
      'Muscle counts as weight too, so it can mislead.',
      'It is not meant for children or in pregnancy.',
    ],
    hi: [
      'यह वज़न को लंबाई के हिसाब से देखता है।',
      'कम खाने या बीमारी में यह कम हो सकता है।',
      'मांसपेशियाँ भी वज़न हैं, इसलिए यह भ्रम दे सकता है।',
      'यह बच्चों या गर्भावस्था के लिए नहीं है।',
    ],
  },
  'fundal-height': {
    en: [
      'It shows how high the womb has grown.',
      'It grows by about 1 cm a week.',
      'It can differ by some cm from one nurse to the next.',
      'Your doctor or nurse measures it at each visit.',
    ],
    hi: [
      'यह बताता है कि बच्चेदानी कितनी ऊपर तक बढ़ी है।',
      'यह हफ़्ते में लगभग 1 सेमी बढ़ती है।',
      'नापने वाले के हिसाब से कुछ सेमी का फ़र्क हो सकता है।',
      'डॉक्टर या नर्स हर मुलाक़ात में इसे नापते हैं।',
    ],
  },
  'gestational-age': {
    en: [
      'It is how long the pregnancy has lasted.',
      'It counts from the first day of the last period.',
      'An early scan can make it more exact.',
      'It tells when your next visit is due.',
    ],
    hi: [
      'यह बताता है कि गर्भ कितने समय का है।',
      'यह पिछली माहवारी के पहले दिन से गिना जाता है।',
      'शुरू के अल्ट्रासाउंड से यह और सही पता चलता है।',
      'इससे पता चलता है कि अगली मुलाक़ात कब है।',
    ],
  },
  gravida: {
    en: [
      'It is how often you have been pregnant.',
      'This pregnancy counts too.',
      'A pregnancy that ended early counts too.',
      'It helps your doctor to plan your care.',
    ],
    hi: [
      'यह बताता है कि आप कितनी बार गर्भवती हुईं।',
      'यह गर्भ भी गिना जाता है।',
      'जो गर्भ जल्दी ख़त्म हुआ, वह भी गिना जाता है।',
      'इससे डॉक्टर आपकी देखभाल की योजना बनाते हैं।',
    ],
  },
  parity: {
    en: [
      'It is how often you have given birth.',
      'Twins count as one birth.',
      'Early losses do not count here.',
      'It helps your doctor to plan your care.',
    ],
    hi: [
      'यह बताता है कि आपने कितनी बार जन्म दिया है।',
      'जुड़वाँ एक ही जन्म गिने जाते हैं।',
      'शुरू में ख़त्म हुए गर्भ यहाँ नहीं गिने जाते।',
      'इससे डॉक्टर आपकी देखभाल की योजना बनाते हैं।',
    ],
  },
};
