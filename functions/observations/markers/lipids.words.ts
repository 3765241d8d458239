import { ASK, type Explanations } from './explanation.ts';

export const lipidsWords: Explanations = {
  'total-cholesterol': {
    en: [
      'It is all the cholesterol in your blood, good and bad.',
      'It can be low if you eat little or are ill.',
      'It can be high by birth, by food or with little exercise.',
      ASK.en,
    ],
    hi: [
      'यह ख़ून का सारा कोलेस्ट्रॉल है, अच्छा और बुरा।',
      'कम खाने या बीमारी में यह कम हो सकता है।',
      'जन्म से, खाने से या कम कसरत से यह ज़्यादा हो सकता है।',
      ASK.hi,
    ],
  },
  'ldl-cholesterol': {
    en: [
      'It is called bad: too much can settle in blood vessels.',
      'A low number is mostly good.',
      'It can be high by birth, by food or with little exercise.',
      'Your doctor tells you your own goal.',
    ],
    hi: [
      'इसे बुरा कहते हैं: ज़्यादा होने पर यह नसों में जम सकता है।',
      'इसका कम होना ज़्यादातर अच्छा है।',
      'जन्म से, खाने से या कम कसरत से यह ज़्यादा हो सकता है।',
      'आपका लक्ष्य डॉक्टर बताते हैं।',
    ],
  },
  'hdl-cholesterol': {
    en: [
      'It is called good: it carries fat out of blood vessels.',
      'It can be low in smokers or with little exercise.',
      'A higher number is mostly good.',
      'Walking each day can help it.',
    ],
    hi: [
      'इसे अच्छा कहते हैं: यह नसों से चर्बी हटाता है।',
      'धूम्रपान या कम कसरत से यह कम हो सकता है।',
      'इसका ज़्यादा होना ज़्यादातर अच्छा है।',
      'रोज़ टहलना इसमें मदद कर सकता है।',
    ],
  },
  triglycerides: {
    en: [
      'It is fat from food that your blood carries.',
      'A low number is no cause for worry.',
      'It goes up after food, sweets and alcohol.',
      'It is best tested after a night without food.',
    ],
    hi: [
      'यह खाने की चर्बी है जो ख़ून में चलती है।',
      'इसका कम होना चिंता की बात नहीं।',
      'खाने, मिठाई और शराब के बाद यह बढ़ता है।',
      'इसकी जाँच रात भर कुछ न खाकर सबसे अच्छी होती है।',
    ],
  },
  'vldl-cholesterol': {
    en: [
      'It carries fat from the liver to the body.',
      'A low number is no cause for worry.',
      'It mostly goes up with triglycerides.',
      'Your doctor reads it with your triglycerides.',
    ],
    hi: [
      'यह लिवर से शरीर तक चर्बी ले जाता है।',
      'इसका कम होना चिंता की बात नहीं।',
      'यह ज़्यादातर ट्राइग्लिसराइड के साथ बढ़ता है।',
      'डॉक्टर इसे ट्राइग्लिसराइड के साथ पढ़ते हैं।',
    ],
  },
  'non-hdl-cholesterol': {
    en: [
      'It is all cholesterol but the good one.',
      'A low number is mostly good.',
      'It can be high by birth, by food or with little exercise.',
      'Your doctor tells you your own goal.',
    ],
    hi: [
      'यह अच्छे को छोड़कर सारा कोलेस्ट्रॉल है।',
      'इसका कम होना ज़्यादातर अच्छा है।',
      'जन्म से, खाने से या कम कसरत से यह ज़्यादा हो सकता है।',
      'आपका लक्ष्य डॉक्टर बताते हैं।',
    ],
  },
  'cholesterol-hdl-ratio': {
    en: [
      'It is all cholesterol divided by the good one.',
      'A lower number is mostly better.',
      'It goes up if the good one is low.',
      'Your doctor reads it with your cholesterol.',
    ],
    hi: [
      'यह कुल कोलेस्ट्रॉल को अच्छे कोलेस्ट्रॉल से भाग देकर निकलता है।',
      'कम नंबर ज़्यादातर बेहतर है।',
      'अच्छा कोलेस्ट्रॉल कम हो तो यह बढ़ता है।',
      'डॉक्टर इसे कोलेस्ट्रॉल के साथ पढ़ते हैं।',
    ],
  },
};
