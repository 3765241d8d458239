import { ASK, type Explanations } from './explanation.ts';

export const glucoseWords: Explanations = {
  'fasting-glucose': {
    en: [
      'It is the sugar in your blood after a night without food.',
      'It can be low if you eat too little or take sugar medicine.',
      'It can be high with stress, illness or if you ate before.',
      'Talk about it at your next visit. A second test often follows.',
    ],
    hi: [
      'यह रात भर कुछ न खाने के बाद ख़ून की शुगर है।',
      'कम खाने या शुगर की दवा से यह कम हो सकती है।',
      'तनाव, बीमारी या पहले कुछ खा लेने से यह ज़्यादा हो सकती है।',
      'अगली मुलाक़ात में बात करें। अक्सर दूसरी जाँच होती है।',
    ],
  },
  'random-glucose': {
    en: [
      'It is the sugar in your blood at any time of day.',
      'It can be low if you eat too little or take sugar medicine.',
      'It goes up after food, with stress or illness.',
      'Do you shake or sweat? Take something sweet and call your doctor.',
    ],
    hi: [
      'यह दिन में किसी भी समय ख़ून की शुगर है।',
      'कम खाने या शुगर की दवा से यह कम हो सकती है।',
      'खाने के बाद, तनाव या बीमारी में यह बढ़ती है।',
      'कँपकँपी या पसीना है? कुछ मीठा लें और डॉक्टर को फ़ोन करें।',
    ],
  },
  'glucose-after-meal': {
    en: [
      'It is the sugar in your blood 2 hours after food.',
      'It can be low if you take sugar medicine.',
      'It depends on what you ate and when.',
      'Write down when you ate. Talk about it at your next visit.',
    ],
    hi: [
      'यह खाने के 2 घंटे बाद ख़ून की शुगर है।',
      'शुगर की दवा लेने से यह कम हो सकती है।',
      'यह इस पर निर्भर है कि क्या और कब खाया।',
      'खाने का समय लिख लें। अगली मुलाक़ात में बात करें।',
    ],
  },
  'glucose-tolerance': {
    en: [
      'You drink glucose. The test is made 2 hours later.',
      'It tells how well your body uses sugar.',
      'In pregnancy it is done for every mother.',
      'Is it above the range? Talk to your doctor this week.',
    ],
    hi: [
      'आप ग्लूकोज़ पीते हैं। जाँच 2 घंटे बाद होती है।',
      'यह बताता है कि शरीर शुगर का कितना अच्छा इस्तेमाल करता है।',
      'गर्भावस्था में यह हर माँ के लिए होती है।',
      'सीमा से ज़्यादा है? इसी हफ़्ते डॉक्टर से बात करें।',
    ],
  },
  hba1c: {
    en: [
      'It shows your average sugar over about three months.',
      'It can look low after blood loss or in pregnancy.',
      'It can look high if you lack iron.',
      'Your doctor tells you your own goal.',
    ],
    hi: [
      'यह लगभग तीन महीने की औसत शुगर दिखाता है।',
      'ख़ून बहने के बाद या गर्भावस्था में यह कम दिख सकता है।',
      'आयरन की कमी में यह ज़्यादा दिख सकता है।',
      'आपका लक्ष्य डॉक्टर बताते हैं।',
    ],
  },
  insulin: {
    en: [
      'Insulin helps sugar to get from blood into the body.',
      'It is low after a night without food.',
      'It goes up after food and with more weight.',
      ASK.en,
    ],
    hi: ['इंसुलिन शुगर को ख़ून से शरीर में पहुँचाता है।', 'रात भर कुछ न खाने पर यह कम रहता है।', 'खाने के बाद और वज़न बढ़ने पर यह बढ़ता है।', ASK.hi],
  },
};
