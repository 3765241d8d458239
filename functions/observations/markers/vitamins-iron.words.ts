import { ASK, type Explanations } from './explanation.ts';

export const vitaminsIronWords: Explanations = {
  ferritin: {
    en: [
      'It shows how much iron your body has in store.',
      'It is low when the stores are nearly empty.',
      'It goes up with any infection or swelling.',
      'Ask before you take iron tablets.',
    ],
    hi: [
      'यह बताता है कि शरीर में आयरन का कितना भंडार है।',
      'भंडार लगभग ख़ाली हो तो यह कम होता है।',
      'किसी भी संक्रमण या सूजन में यह बढ़ता है।',
      'आयरन की गोली लेने से पहले पूछ लें।',
    ],
  },
  iron: {
    en: [
      'It is the iron in your blood at this hour.',
      'It can be low if food has little iron.',
      'It goes up after iron tablets and changes through the day.',
      'Your doctor reads it with your ferritin.',
    ],
    hi: [
      'यह इस घंटे ख़ून में मौजूद आयरन है।',
      'खाने में आयरन कम हो तो यह कम हो सकता है।',
      'आयरन की गोली के बाद यह बढ़ता है और दिन भर बदलता है।',
      'डॉक्टर इसे फेरिटिन के साथ पढ़ते हैं।',
    ],
  },
  tibc: {
    en: [
      'It shows how much iron your blood could carry.',
      'It can be low when you are ill.',
      'It is high when the body looks for more iron.',
      'Your doctor reads it with your iron.',
    ],
    hi: [
      'यह बताता है कि ख़ून कितना आयरन ले जा सकता है।',
      'बीमारी में यह कम हो सकता है।',
      'शरीर को और आयरन चाहिए हो तो यह ज़्यादा होता है।',
      'डॉक्टर इसे आयरन के साथ पढ़ते हैं।',
    ],
  },
  'transferrin-saturation': {
    en: [
      'It shows how full the iron carriers in blood are.',
      'It is low when iron runs short.',
      'It can be high with many iron tablets.',
      'Your doctor reads it with your ferritin.',
    ],
    hi: [
      'यह बताता है कि ख़ून में आयरन के वाहक कितने भरे हैं।',
      'आयरन की कमी में यह कम होता है।',
      'आयरन की बहुत गोलियों से यह ज़्यादा हो सकता है।',
      'डॉक्टर इसे फेरिटिन के साथ पढ़ते हैं।',
    ],
  },
  'vitamin-b12': {
    en: [
      'Blood and nerves need it. It comes from milk, eggs and meat.',
      'It can be low without animal food or with some sugar tablets.',
      'It is high after B12 tablets or shots.',
      'Do hands or feet tingle? Tell your doctor.',
    ],
    hi: [
      'ख़ून और नसों को यह चाहिए। यह दूध, अंडे और मांस से मिलता है।',
      'ये चीज़ें न खाने या शुगर की कुछ गोलियों से यह कम हो सकता है।',
      'B12 की गोली या सुई के बाद यह ज़्यादा होता है।',
      'हाथ-पैर में झनझनाहट है? डॉक्टर को बताएँ।',
    ],
  },
  folate: {
    en: [
      'The body needs it to make new cells.',
      'It can be low if you eat few green leaves and pulses.',
      'It is high after folic acid tablets.',
      'Do you plan a baby? Ask your doctor about folic acid.',
    ],
    hi: [
      'नई कोशिकाएँ बनाने के लिए शरीर को यह चाहिए।',
      'हरी सब्ज़ी और दालें कम खाने से यह कम हो सकता है।',
      'फोलिक एसिड की गोली के बाद यह ज़्यादा होता है।',
      'बच्चे की योजना है? डॉक्टर से फोलिक एसिड के बारे में पूछें।',
    ],
  },
  'vitamin-d': {
    en: [
      'Bones need it. Sun on the skin makes it.',
      'It can be low if you get little sun.',
      'It can be high with too many tablets.',
      'Ask your doctor how much to take.',
    ],
    hi: [
      'हड्डियों को यह चाहिए। यह त्वचा पर धूप से बनता है।',
      'धूप कम मिले तो यह कम हो सकता है।',
      'बहुत गोलियों से यह ज़्यादा हो सकता है।',
      'डॉक्टर से पूछें कि कितना लें।',
    ],
  },
  homocysteine: {
    en: [
      'The body makes it from protein and clears it with vitamins.',
      'A low number is no cause for worry.',
      'It can be high if you lack B12 or folic acid.',
      ASK.en,
    ],
    hi: [
      'शरीर इसे प्रोटीन से बनाता है और विटामिन से साफ़ करता है।',
      'इसका कम होना चिंता की बात नहीं।',
      'B12 या फोलिक एसिड की कमी से यह बढ़ सकता है।',
      ASK.hi,
    ],
  },
};
