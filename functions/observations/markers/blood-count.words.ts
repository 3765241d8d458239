import { ASK, type Explanations } from './explanation.ts';

export const bloodCountWords: Explanations = {
  haemoglobin: {
    en: [
      'It is in red blood cells and carries oxygen.',
      'It can be low if you lack iron or have lost blood.',
      'It can be high in smokers, on high hills, or if you drink little.',
      ASK.en,
    ],
    hi: [
      'यह लाल रक्त कोशिकाओं में होता है और ऑक्सीजन ले जाता है।',
      'आयरन की कमी या ख़ून बहने से यह कम हो सकता है।',
      'धूम्रपान, पहाड़ी ऊँचाई या पानी कम पीने से यह ज़्यादा हो सकता है।',
      ASK.hi,
    ],
  },
  haematocrit: {
    en: [
      'It is the share of red cells in your blood.',
      'It can be low if you lack iron or have lost blood.',
      'It can be high if you drink too little water.',
      ASK.en,
    ],
    hi: [
      'यह बताता है कि ख़ून का कितना हिस्सा लाल कोशिकाएँ हैं।',
      'आयरन की कमी या ख़ून बहने से यह कम हो सकता है।',
      'पानी कम पीने से यह ज़्यादा हो सकता है।',
      ASK.hi,
    ],
  },
  'red-cells': {
    en: [
      'It is the number of red cells, which carry oxygen.',
      'It can be low if you lack iron or vitamins.',
      'It can be high in smokers or on high hills.',
      ASK.en,
    ],
    hi: [
      'यह लाल कोशिकाओं की गिनती है, जो ऑक्सीजन ले जाती हैं।',
      'आयरन या विटामिन की कमी से यह कम हो सकती है।',
      'धूम्रपान या पहाड़ी ऊँचाई पर यह ज़्यादा हो सकती है।',
      ASK.hi,
    ],
  },
  mcv: {
    en: [
      'It tells how big your red cells are.',
      'They can be small if you lack iron.',
      'They can be big if you lack vitamin B12 or folic acid.',
      'Your doctor reads it with your haemoglobin.',
    ],
    hi: [
      'यह बताता है कि लाल कोशिकाएँ कितनी बड़ी हैं।',
      'आयरन की कमी से ये छोटी हो सकती हैं।',
      'विटामिन B12 या फोलिक एसिड की कमी से ये बड़ी हो सकती हैं।',
      'डॉक्टर इसे हीमोग्लोबिन के साथ पढ़ते हैं।',
    ],
  },
  mch: {
    en: [
      'It tells how much haemoglobin one red cell holds.',
      'It can be low if you lack iron.',
      'It can be high if you lack vitamin B12 or folic acid.',
      'Your doctor reads it with your haemoglobin.',
    ],
    hi: [
      'यह बताता है कि एक लाल कोशिका में कितना हीमोग्लोबिन है।',
      'आयरन की कमी से यह कम हो सकता है।',
      'विटामिन B12 या फोलिक एसिड की कमी से यह ज़्यादा हो सकता है।',
      'डॉक्टर इसे हीमोग्लोबिन के साथ पढ़ते हैं।',
    ],
  },
  mchc: {
    en: [
      'It tells how strongly red cells are filled with haemoglobin.',
      'It can be low if you lack iron.',
      'A high number is rare. It can come from the sample.',
      'Your doctor reads it with your haemoglobin.',
    ],
    hi: [
      'यह बताता है कि लाल कोशिकाओं में हीमोग्लोबिन कितना गाढ़ा है।',
      'आयरन की कमी से यह कम हो सकता है।',
      'यह कम ही ज़्यादा होता है। ऐसा ख़ून के नमूने से भी हो सकता है।',
      'डॉक्टर इसे हीमोग्लोबिन के साथ पढ़ते हैं।',
    ],
  },
  rdw: {
    en: [
      'It tells how much your red cells differ in size.',
      'A low number is no cause for worry.',
      'It can be high if you lack iron or vitamins.',
      'Your doctor reads it with the size of red cells.',
    ],
    hi: [
      'यह बताता है कि लाल कोशिकाओं के आकार में कितना फ़र्क है।',
      'इसका कम होना चिंता की बात नहीं।',
      'आयरन या विटामिन की कमी से यह ज़्यादा हो सकता है।',
      'डॉक्टर इसे लाल कोशिकाओं के आकार के साथ पढ़ते हैं।',
    ],
  },
  'white-cells': {
    en: [
      'It is the number of white cells, which fight germs.',
      'It can be low after a virus or with some medicines.',
      'It can be high with an infection, stress or some medicines.',
      'Do you have fever too? Talk to your doctor soon.',
    ],
    hi: [
      'यह सफ़ेद कोशिकाओं की गिनती है, जो कीटाणुओं से लड़ती हैं।',
      'वायरस के बाद या कुछ दवाओं से यह कम हो सकती है।',
      'संक्रमण, तनाव या कुछ दवाओं से यह ज़्यादा हो सकती है।',
      'साथ में बुख़ार है? जल्दी डॉक्टर से बात करें।',
    ],
  },
  neutrophils: {
    en: [
      'These white cells fight mainly bacteria. This is their share.',
      'The share can be low after a virus.',
      'It can be high with an infection or stress.',
      ASK.en,
    ],
    hi: [
      'ये सफ़ेद कोशिकाएँ ज़्यादातर बैक्टीरिया से लड़ती हैं। यह उनका हिस्सा है।',
      'वायरस के बाद यह हिस्सा कम हो सकता है।',
      'संक्रमण या तनाव में यह ज़्यादा हो सकता है।',
      ASK.hi,
    ],
  },
  lymphocytes: {
    en: [
      'These white cells fight mainly viruses. This is their share.',
      'The share can be low with stress or some medicines.',
      'It can be high during or after a virus.',
      ASK.en,
    ],
    hi: [
      'ये सफ़ेद कोशिकाएँ ज़्यादातर वायरस से लड़ती हैं। यह उनका हिस्सा है।',
      'तनाव या कुछ दवाओं से यह हिस्सा कम हो सकता है।',
      'वायरस के समय या बाद में यह ज़्यादा हो सकता है।',
      ASK.hi,
    ],
  },
  monocytes: {
    en: [
      'These white cells clean up after germs. This is their share.',
      'A low share is rarely a worry.',
      'It can be high while you get over an infection.',
      ASK.en,
    ],
    hi: [
      'ये सफ़ेद कोशिकाएँ कीटाणुओं के बाद सफ़ाई करती हैं। यह उनका हिस्सा है।',
      'इसका कम होना कम ही चिंता की बात है।',
      'संक्रमण से ठीक होते समय यह ज़्यादा हो सकता है।',
      ASK.hi,
    ],
  },
  eosinophils: {
    en: [
      'These white cells react to allergy and worms. This is their share.',
      'A low share is no cause for worry.',
      'It can be high with allergy, asthma or worms.',
      ASK.en,
    ],
    hi: [
      'ये सफ़ेद कोशिकाएँ एलर्जी और पेट के कीड़ों पर असर करती हैं। यह उनका हिस्सा है।',
      'इसका कम होना चिंता की बात नहीं।',
      'एलर्जी, दमा या कीड़ों से यह ज़्यादा हो सकता है।',
      ASK.hi,
    ],
  },
  basophils: {
    en: [
      'These are the rarest white cells. This is their share.',
      'A low share, even none, is no cause for worry.',
      'It can be a bit high with allergy.',
      ASK.en,
    ],
    hi: [
      'ये सबसे कम मिलने वाली सफ़ेद कोशिकाएँ हैं। यह उनका हिस्सा है।',
      'इसका कम होना या न होना चिंता की बात नहीं।',
      'एलर्जी में यह थोड़ा ज़्यादा हो सकता है।',
      ASK.hi,
    ],
  },
  'neutrophil-count': {
    en: [
      'It is the number of white cells that fight bacteria.',
      'It can be low after a virus or with some medicines.',
      'It can be high with an infection or stress.',
      'Is it low and do you have fever? Call your doctor today.',
    ],
    hi: [
      'यह बैक्टीरिया से लड़ने वाली सफ़ेद कोशिकाओं की गिनती है।',
      'वायरस के बाद या कुछ दवाओं से यह कम हो सकती है।',
      'संक्रमण या तनाव में यह ज़्यादा हो सकती है।',
      'यह कम है और बुख़ार भी है? आज ही डॉक्टर को फ़ोन करें।',
    ],
  },
  'lymphocyte-count': {
    en: [
      'It is the number of white cells that fight viruses.',
      'It can be low with stress or some medicines.',
      'It can be high during or after a virus.',
      ASK.en,
    ],
    hi: [
      'यह वायरस से लड़ने वाली सफ़ेद कोशिकाओं की गिनती है।',
      'तनाव या कुछ दवाओं से यह कम हो सकती है।',
      'वायरस के समय या बाद में यह ज़्यादा हो सकती है।',
      ASK.hi,
    ],
  },
  'eosinophil-count': {
    en: [
      'It is the number of white cells that react to allergy and worms.',
      'A low number is no cause for worry.',
      'It can be high with allergy, asthma or worms.',
      ASK.en,
    ],
    hi: [
      'यह एलर्जी और कीड़ों पर असर करने वाली सफ़ेद कोशिकाओं की गिनती है।',
      'इसका कम होना चिंता की बात नहीं।',
      'एलर्जी, दमा या कीड़ों से यह ज़्यादा हो सकती है।',
      ASK.hi,
    ],
  },
  platelets: {
    en: [
      'These tiny cells help to stop bleeding.',
      'They can be low with dengue, other viruses or some medicines.',
      'They can be high after an infection or if you lack iron.',
      'Are they low and do you bleed? Go to a doctor now.',
    ],
    hi: [
      'ये छोटी कोशिकाएँ ख़ून बहना रोकती हैं।',
      'डेंगू, दूसरे वायरस या कुछ दवाओं से ये कम हो सकती हैं।',
      'संक्रमण के बाद या आयरन की कमी से ये ज़्यादा हो सकती हैं।',
      'ये कम हैं और ख़ून बह रहा है? अभी डॉक्टर के पास जाएँ।',
    ],
  },
  mpv: {
    en: [
      'It tells how big your platelets are.',
      'They can be small when fewer new ones are made.',
      'They can be big when many new ones are made.',
      'Your doctor reads it with your platelet count.',
    ],
    hi: [
      'यह बताता है कि प्लेटलेट कितने बड़े हैं।',
      'नए प्लेटलेट कम बनने पर ये छोटे हो सकते हैं।',
      'नए प्लेटलेट ज़्यादा बनने पर ये बड़े हो सकते हैं।',
      'डॉक्टर इसे प्लेटलेट की गिनती के साथ पढ़ते हैं।',
    ],
  },
  'prothrombin-time': {
    en: [
      'It tells how many seconds your blood takes to clot.',
      'A short time is rarely a worry.',
      'It can be long with blood thinners or a tired liver.',
      'Do you take a blood thinner? Keep the dose until your doctor changes it.',
    ],
    hi: [
      'यह बताता है कि ख़ून जमने में कितने सेकंड लगते हैं।',
      'कम समय कम ही चिंता की बात है।',
      'ख़ून पतला करने की दवा या कमज़ोर लिवर से यह बढ़ सकता है।',
      'ख़ून पतला करने की दवा चल रही है? डॉक्टर के कहे बिना ख़ुराक न बदलें।',
    ],
  },
  inr: {
    en: [
      'It compares how fast your blood clots with other people’s.',
      'A low number means that it clots faster.',
      'It is kept higher on purpose with some blood thinners.',
      'Your doctor tells you your own goal.',
    ],
    hi: [
      'यह आपके ख़ून के जमने की रफ़्तार की दूसरों से तुलना करता है।',
      'कम नंबर का मतलब है कि ख़ून जल्दी जमता है।',
      'ख़ून पतला करने की कुछ दवाओं में इसे जान-बूझकर ज़्यादा रखते हैं।',
      'आपका लक्ष्य डॉक्टर बताते हैं।',
    ],
  },
  'blood-group': {
    en: [
      'It is the type of your blood: A, B, AB or O.',
      'Plus or minus is the Rh type.',
      'It stays the same for life. No type is better.',
      'It is tested again each time before blood is given.',
    ],
    hi: [
      'यह आपके ख़ून का प्रकार है: A, B, AB या O।',
      'प्लस या माइनस Rh प्रकार है।',
      'यह जीवन भर एक ही रहता है। कोई ग्रुप बेहतर नहीं होता।',
      'ख़ून चढ़ाने से पहले हर बार इसकी फिर जाँच होती है।',
    ],
  },
};
