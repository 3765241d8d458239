import type { Explanations } from './explanation.ts';

export const vitalsWords: Explanations = {
  systolic: {
    en: [
      'It is the push of blood when the heart beats.',
      'It can be low if you drink little or stand up fast.',
      'It can be high with stress, pain, coffee or salt.',
      'Sit for 5 minutes, then measure twice. Show both to your doctor.',
    ],
    hi: [
      'यह दिल धड़कते समय ख़ून का दबाव है।',
      'पानी कम पीने या जल्दी खड़े होने से यह कम हो सकता है।',
      'तनाव, दर्द, कॉफ़ी या नमक से यह बढ़ सकता है।',
      '5 मिनट बैठें, फिर दो बार नापें। दोनों नंबर डॉक्टर को दिखाएँ।',
    ],
  },
  diastolic: {
    en: [
      'It is the push of blood between two beats.',
      'It can be low if you drink little or stand up fast.',
      'It can be high with stress, pain, coffee or salt.',
      'Sit for 5 minutes, then measure twice. Show both to your doctor.',
    ],
    hi: [
      'यह दो धड़कनों के बीच ख़ून का दबाव है।',
      'पानी कम पीने या जल्दी खड़े होने से यह कम हो सकता है।',
      'तनाव, दर्द, कॉफ़ी या नमक से यह बढ़ सकता है।',
      '5 मिनट बैठें, फिर दो बार नापें। दोनों नंबर डॉक्टर को दिखाएँ।',
    ],
  },
  pulse: {
    en: [
      'It is how often your heart beats in a minute.',
      'It can be low in people who do much sport.',
      'It goes up with work, fever, fear or coffee.',
      'Measure it at rest. Do you faint or feel chest pain? Call 112.',
    ],
    hi: [
      'यह बताता है कि दिल एक मिनट में कितनी बार धड़कता है।',
      'बहुत कसरत करने वालों में यह कम हो सकता है।',
      'मेहनत, बुख़ार, डर या कॉफ़ी से यह बढ़ता है।',
      'आराम में नापें। बेहोशी या सीने में दर्द है? 112 पर फ़ोन करें।',
    ],
  },
  'breathing-rate': {
    en: [
      'It is how often you breathe in a minute.',
      'It goes down in sleep.',
      'It goes up with work, fever or fear. Babies breathe faster.',
      'Is breathing hard? Call 112.',
    ],
    hi: [
      'यह बताता है कि एक मिनट में कितनी साँसें चलती हैं।',
      'नींद में यह घटता है।',
      'मेहनत, बुख़ार या डर से यह बढ़ता है। शिशुओं की साँस तेज़ चलती है।',
      'साँस लेने में तकलीफ़ है? 112 पर फ़ोन करें।',
    ],
  },
  oxygen: {
    en: [
      'It shows how much oxygen your blood carries.',
      'It can look low with cold fingers or nail polish.',
      'A number near 100 is good.',
      'Warm the finger and measure again. Is breathing hard? Call 112.',
    ],
    hi: [
      'यह बताता है कि ख़ून कितनी ऑक्सीजन ले जा रहा है।',
      'ठंडी उँगली या नेल पॉलिश से यह कम दिख सकता है।',
      '100 के पास का नंबर अच्छा है।',
      'उँगली गरम करें और फिर नापें। साँस में तकलीफ़ है? 112 पर फ़ोन करें।',
    ],
  },
  temperature: {
    en: [
      'It is how warm your body is.',
      'It can be low in the cold and in small babies.',
      'It goes up with infection, heat and work.',
      'Is a baby hot, cold or not feeding? Go to a doctor now.',
    ],
    hi: [
      'यह बताता है कि शरीर कितना गरम है।',
      'ठंड में और छोटे शिशुओं में यह कम हो सकता है।',
      'संक्रमण, गरमी और मेहनत से यह बढ़ता है।',
      'शिशु गरम है, ठंडा है या दूध नहीं पीता? अभी डॉक्टर के पास जाएँ।',
    ],
  },
  'fetal-heart-rate': {
    en: [
      'It is how often the baby’s heart beats in a minute.',
      'It goes down for a moment now and then.',
      'It goes up when the baby moves.',
      'Does the baby move less? Go to the hospital now.',
    ],
    hi: [
      'यह बताता है कि बच्चे का दिल एक मिनट में कितनी बार धड़कता है।',
      'कभी-कभी यह थोड़ी देर के लिए घटता है।',
      'बच्चा हिलता है तो यह बढ़ता है।',
      'बच्चा कम हिल रहा है? अभी अस्पताल जाएँ।',
    ],
  },
};
