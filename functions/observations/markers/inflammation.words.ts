import { ASK, type Explanations } from './explanation.ts';

export const inflammationWords: Explanations = {
  esr: {
    en: [
      'It tells how fast red cells sink in a glass tube.',
      'A low number is no cause for worry.',
      'It goes up with infection, age and in pregnancy.',
      ASK.en,
    ],
    hi: [
      'यह बताता है कि नली में लाल कोशिकाएँ कितनी जल्दी बैठती हैं।',
      'इसका कम होना चिंता की बात नहीं।',
      'संक्रमण, उम्र और गर्भावस्था में यह बढ़ता है।',
      ASK.hi,
    ],
  },
  crp: {
    en: [
      'It shows swelling or infection somewhere in the body.',
      'A low number is good.',
      'It can rise in hours, even with a bad cold.',
      'Do you have fever too? Talk to your doctor soon.',
    ],
    hi: [
      'यह शरीर में कहीं सूजन या संक्रमण दिखाता है।',
      'इसका कम होना अच्छा है।',
      'यह कुछ घंटों में बढ़ सकता है, तेज़ ज़ुकाम में भी।',
      'साथ में बुख़ार है? जल्दी डॉक्टर से बात करें।',
    ],
  },
  'hs-crp': {
    en: [
      'It is a fine test for small swelling in blood vessels.',
      'A low number is good.',
      'It can be high for some weeks after any cold.',
      'Your doctor reads it with BP and cholesterol.',
    ],
    hi: [
      'यह नसों की हल्की सूजन की बारीक जाँच है।',
      'इसका कम होना अच्छा है।',
      'ज़ुकाम के बाद कुछ हफ़्ते यह ज़्यादा रह सकता है।',
      'डॉक्टर इसे बीपी और कोलेस्ट्रॉल के साथ पढ़ते हैं।',
    ],
  },
  hbsag: {
    en: [
      'It looks for the hepatitis B virus in blood.',
      'Not found is the usual result.',
      'A first test can be wrong. A second one makes sure.',
      'Talk to a doctor. There is treatment, and a vaccine for family.',
    ],
    hi: [
      'यह ख़ून में हेपेटाइटिस बी का वायरस देखती है।',
      'ज़्यादातर नतीजा होता है: नहीं मिला।',
      'पहली जाँच ग़लत हो सकती है। दूसरी से पक्का होता है।',
      'डॉक्टर से बात करें। इलाज है, और परिवार के लिए टीका है।',
    ],
  },
  hiv: {
    en: [
      'It looks for signs of the HIV virus in blood.',
      'Just after contact it may not show yet.',
      'A first test can be wrong. More tests make sure.',
      'Your result is private. Talk to a doctor. There is treatment.',
    ],
    hi: [
      'यह ख़ून में एचआईवी वायरस के निशान देखती है।',
      'संपर्क के तुरंत बाद यह न दिखे, ऐसा हो सकता है।',
      'पहली जाँच ग़लत हो सकती है। और जाँचों से पक्का होता है।',
      'आपका नतीजा निजी है। डॉक्टर से बात करें। इसका इलाज है।',
    ],
  },
  rpr: {
    en: [
      'It looks for signs of syphilis in blood.',
      'Not found is the usual result.',
      'Other causes can make it react. A second test makes sure.',
      'Talk to a doctor. There is treatment.',
    ],
    hi: [
      'यह ख़ून में सिफलिस के निशान देखती है।',
      'ज़्यादातर नतीजा होता है: नहीं मिला।',
      'दूसरे कारणों से भी यह असर दिखा सकती है। दूसरी जाँच से पक्का होता है।',
      'डॉक्टर से बात करें। इसका इलाज है।',
    ],
  },
  vdrl: {
    en: [
      'It looks for signs of syphilis in blood.',
      'Not found is the usual result.',
      'Other causes can make it react. A second test makes sure.',
      'Talk to a doctor. There is treatment.',
    ],
    hi: [
      'यह ख़ून में सिफलिस के निशान देखती है।',
      'ज़्यादातर नतीजा होता है: नहीं मिला।',
      'दूसरे कारणों से भी यह असर दिखा सकती है। दूसरी जाँच से पक्का होता है।',
      'डॉक्टर से बात करें। इसका इलाज है।',
    ],
  },
};
