import { ASK, type Explanations } from './explanation.ts';

export const kidneyWords: Explanations = {
  creatinine: {
    en: [
      'It is waste from muscles that the kidneys take out.',
      'It can be low if you have little muscle.',
      'It can be high if the kidneys work less or you drink little.',
      'Ask before you take pain tablets often.',
    ],
    hi: [
      'यह मांसपेशियों का कचरा है, जिसे गुर्दे निकालते हैं।',
      'मांसपेशियाँ कम हों तो यह कम हो सकता है।',
      'गुर्दे कम काम करें या पानी कम पिएँ तो यह बढ़ सकता है।',
      'दर्द की गोली बार-बार लेने से पहले पूछ लें।',
    ],
  },
  egfr: {
    en: [
      'It shows how much blood the kidneys clean in a minute.',
      'It goes down slowly as you grow old.',
      'A higher number is mostly good.',
      'Your doctor looks at several results over months.',
    ],
    hi: [
      'यह बताता है कि गुर्दे एक मिनट में कितना ख़ून साफ़ करते हैं।',
      'उम्र के साथ यह धीरे-धीरे घटता है।',
      'इसका ज़्यादा होना ज़्यादातर अच्छा है।',
      'डॉक्टर महीनों के कई नतीजे देखते हैं।',
    ],
  },
  'urea-nitrogen': {
    en: [
      'It is waste from protein that the kidneys take out.',
      'It can be low if you eat little protein.',
      'It can be high if you drink little or the kidneys work less.',
      'Your doctor reads it with your creatinine.',
    ],
    hi: [
      'यह प्रोटीन का कचरा है, जिसे गुर्दे निकालते हैं।',
      'प्रोटीन कम खाने से यह कम हो सकता है।',
      'पानी कम पीने या गुर्दे कम काम करने से यह बढ़ सकता है।',
      'डॉक्टर इसे क्रिएटिनिन के साथ पढ़ते हैं।',
    ],
  },
  urea: {
    en: [
      'It is waste from protein that the kidneys take out.',
      'It can be low if you eat little protein.',
      'It can be high if you drink little or the kidneys work less.',
      'Your doctor reads it with your creatinine.',
    ],
    hi: [
      'यह प्रोटीन का कचरा है, जिसे गुर्दे निकालते हैं।',
      'प्रोटीन कम खाने से यह कम हो सकता है।',
      'पानी कम पीने या गुर्दे कम काम करने से यह बढ़ सकता है।',
      'डॉक्टर इसे क्रिएटिनिन के साथ पढ़ते हैं।',
    ],
  },
  'uric-acid': {
    en: [
      'It is waste from food and from old cells.',
      'A low number is rarely a worry.',
      'It can be high with meat, alcohol or if you drink little water.',
      'Does a joint hurt or swell? Tell your doctor.',
    ],
    hi: [
      'यह खाने और पुरानी कोशिकाओं का कचरा है।',
      'इसका कम होना कम ही चिंता की बात है।',
      'मांस, शराब या पानी कम पीने से यह बढ़ सकता है।',
      'जोड़ में दर्द या सूजन है? डॉक्टर को बताएँ।',
    ],
  },
  sodium: {
    en: [
      'It is a salt that keeps water in balance.',
      'It can be low with vomiting, loose motions or some BP tablets.',
      'It can be high if you drink too little.',
      'Do you feel confused or very weak? Call your doctor today.',
    ],
    hi: [
      'यह एक लवण है जो शरीर में पानी का संतुलन रखता है।',
      'उल्टी, दस्त या बीपी की कुछ गोलियों से यह कम हो सकता है।',
      'पानी बहुत कम पीने से यह बढ़ सकता है।',
      'उलझन या बहुत कमज़ोरी है? आज ही डॉक्टर को फ़ोन करें।',
    ],
  },
  potassium: {
    en: [
      'It is a salt that muscles and the heart need.',
      'It can be low with vomiting, loose motions or water tablets.',
      'It can look high if the sample was handled roughly.',
      'Does your heart beat oddly? Call your doctor today.',
    ],
    hi: [
      'यह एक लवण है जो मांसपेशियों और दिल को चाहिए।',
      'उल्टी, दस्त या पेशाब की दवा से यह कम हो सकता है।',
      'नमूना ठीक से न रखा हो तो यह ज़्यादा दिख सकता है।',
      'धड़कन अजीब लगती है? आज ही डॉक्टर को फ़ोन करें।',
    ],
  },
  chloride: {
    en: [
      'It is a salt that goes with sodium.',
      'It can be low with vomiting.',
      'It can be high with loose motions.',
      'Your doctor reads it with your sodium.',
    ],
    hi: ['यह एक लवण है जो सोडियम के साथ चलता है।', 'उल्टी से यह कम हो सकता है।', 'दस्त से यह बढ़ सकता है।', 'डॉक्टर इसे सोडियम के साथ पढ़ते हैं।'],
  },
  bicarbonate: {
    en: ['It keeps your blood from getting sour.', 'It can be low with loose motions.', 'It can be high with vomiting.', ASK.en],
    hi: ['यह ख़ून को खट्टा होने से बचाता है।', 'दस्त से यह कम हो सकता है।', 'उल्टी से यह बढ़ सकता है।', ASK.hi],
  },
  calcium: {
    en: [
      'Bones, muscles and nerves need it.',
      'It can be low if you lack vitamin D.',
      'It can be high with too many calcium tablets.',
      'Tell your doctor which tablets you take.',
    ],
    hi: [
      'हड्डियों, मांसपेशियों और नसों को यह चाहिए।',
      'विटामिन D की कमी से यह कम हो सकता है।',
      'कैल्शियम की बहुत गोलियों से यह बढ़ सकता है।',
      'डॉक्टर को बताएँ कि कौन-सी गोलियाँ चल रही हैं।',
    ],
  },
  phosphate: {
    en: [
      'Bones and every cell need it.',
      'It can be low if you eat little.',
      'It can be high if the kidneys work less.',
      'Your doctor reads it with your calcium.',
    ],
    hi: ['हड्डियों और हर कोशिका को यह चाहिए।', 'कम खाने से यह कम हो सकता है।', 'गुर्दे कम काम करें तो यह बढ़ सकता है।', 'डॉक्टर इसे कैल्शियम के साथ पढ़ते हैं।'],
  },
  magnesium: {
    en: [
      'Muscles and nerves need it.',
      'It can be low with loose motions or some tablets.',
      'It can be high if the kidneys work less.',
      ASK.en,
    ],
    hi: ['मांसपेशियों और नसों को यह चाहिए।', 'दस्त या कुछ गोलियों से यह कम हो सकता है।', 'गुर्दे कम काम करें तो यह बढ़ सकता है।', ASK.hi],
  },
  psa: {
    en: [
      'The prostate makes it. Only men have a prostate.',
      'A low number is no cause for worry.',
      'It goes up with age, an infection or after cycling.',
      'A high number has many causes. Ask your doctor what is next.',
    ],
    hi: [
      'इसे प्रोस्टेट बनाता है। प्रोस्टेट केवल पुरुषों में होता है।',
      'इसका कम होना चिंता की बात नहीं।',
      'उम्र, संक्रमण या साइकिल चलाने से यह बढ़ता है।',
      'ज़्यादा होने के कई कारण होते हैं। डॉक्टर से पूछें कि आगे क्या करें।',
    ],
  },
  'urine-albumin-creatinine': {
    en: [
      'It shows how much protein slips through the kidneys.',
      'A low number is good.',
      'It can go up with fever, sport or an infection.',
      'Your doctor may test it again after some weeks.',
    ],
    hi: [
      'यह बताता है कि गुर्दों से कितना प्रोटीन निकल जाता है।',
      'इसका कम होना अच्छा है।',
      'बुख़ार, कसरत या संक्रमण में यह बढ़ सकता है।',
      'डॉक्टर कुछ हफ़्तों बाद फिर जाँच कर सकते हैं।',
    ],
  },
  'urine-protein': {
    en: [
      'A strip shows if there is protein in urine.',
      'Mostly there is none.',
      'Fever, sport or an infection can bring some.',
      'Are you pregnant? Show it to your doctor today.',
    ],
    hi: [
      'एक पट्टी दिखाती है कि पेशाब में प्रोटीन है या नहीं।',
      'ज़्यादातर नहीं होता।',
      'बुख़ार, कसरत या संक्रमण में थोड़ा आ सकता है।',
      'गर्भावस्था है? आज ही डॉक्टर को दिखाएँ।',
    ],
  },
  'urine-glucose': {
    en: [
      'A strip shows if there is sugar in urine.',
      'Mostly there is none.',
      'Some tablets bring sugar into urine on purpose.',
      'A blood test tells more. Ask your doctor.',
    ],
    hi: [
      'एक पट्टी दिखाती है कि पेशाब में शुगर है या नहीं।',
      'ज़्यादातर नहीं होती।',
      'कुछ गोलियाँ जान-बूझकर पेशाब में शुगर लाती हैं।',
      'ख़ून की जाँच से ज़्यादा पता चलता है। डॉक्टर से पूछें।',
    ],
  },
};
