import { type Nothing, template } from './template.ts';

type Time = { readonly time: string };
type Person = { readonly person: string };

const caregivers = () => '/medicines/caregivers';

/** To a caregiver: somebody has not answered an important dose. Never which medicine. */
export const caregiverAlert = template<Time, Person>({
  topic: 'caring',
  page: caregivers,
  urgent: true,
  inbox: {
    title: { en: () => 'A medicine was not answered', hi: () => 'एक दवा का जवाब नहीं आया' },
    body: {
      en: ({ person, time }) => `${person} has not answered the ${time} medicine. Please call and ask.`,
      hi: ({ person, time }) => `${person}: ${time} की दवा का जवाब नहीं आया। कृपया फ़ोन करके पूछें।`,
    },
  },
  push: {
    plain: {
      title: { en: () => 'Somebody may need you', hi: () => 'किसी को आपकी ज़रूरत हो सकती है' },
      body: {
        en: ({ time }) => `No answer since ${time}. Tap to see who.`,
        hi: ({ time }) => `${time} से जवाब नहीं आया। कौन, देखने के लिए दबाएँ।`,
      },
    },
    detailed: {
      title: { en: () => 'A medicine was not answered', hi: () => 'एक दवा का जवाब नहीं आया' },
      body: {
        en: ({ person, time }) => `${person}, ${time}. Please call and ask.`,
        hi: ({ person, time }) => `${person}, ${time}। कृपया फ़ोन करके पूछें।`,
      },
    },
  },
  whatsapp: {
    plain: {
      name: 'arogya_caregiver_alert',
      text: {
        en: ({ time }) =>
          `Arogya: somebody you care for has not answered since ${time}. Open the app to see who. Reply STOP to stop these messages.`,
        hi: ({ time }) => `आरोग्य: जिनकी आप देखभाल करते हैं, उनका ${time} से जवाब नहीं आया। कौन, देखने के लिए ऐप खोलें। बंद करने के लिए STOP लिखें।`,
      },
      parameters: ['time'],
    },
    detailed: {
      name: 'arogya_caregiver_alert_named',
      text: {
        en: ({ person, time }) =>
          `Arogya: ${person} has not answered the ${time} medicine. Please call and ask. Reply STOP to stop these messages.`,
        hi: ({ person, time }) => `आरोग्य: ${person}, ${time} की दवा का जवाब नहीं आया। कृपया फ़ोन करके पूछें। बंद करने के लिए STOP लिखें।`,
      },
      parameters: ['person', 'time'],
    },
  },
  sms: {
    plain: {
      templateId: { en: '1107170000000000201', hi: '1107170000000000202' },
      text: {
        en: ({ time }) => `Arogya: somebody you care for has not answered since ${time}. Please open the app to see who. - AROGYA`,
        hi: ({ time }) => `आरोग्य: आप जिनका ध्यान रखते हैं, उनका ${time} से जवाब नहीं आया। ऐप खोलें। - AROGYA`,
      },
    },
    detailed: {
      templateId: { en: '1107170000000000203', hi: '1107170000000000204' },
      text: {
        en: ({ person, time }) => `Arogya: ${person} has not answered the ${time} medicine. Please call and ask. - AROGYA`,
        hi: ({ person, time }) => `आरोग्य: ${person}, ${time} की दवा का जवाब नहीं आया। कृपया फ़ोन करें। - AROGYA`,
      },
    },
  },
});

export const caregiverAccepted = template<Nothing, Person>({
  topic: 'caring',
  page: caregivers,
  inbox: {
    title: { en: () => 'Your caregiver has accepted', hi: () => 'देखभाल करने वाले ने हाँ कहा' },
    body: {
      en: ({ person }) => `${person} is told when you miss an important dose. You can end this with one tap.`,
      hi: ({ person }) => `ज़रूरी ख़ुराक छूटने पर ${person} को बताया जाएगा। एक बार दबाकर आप इसे बंद कर सकते हैं।`,
    },
  },
  push: {
    plain: {
      title: { en: () => 'An invitation was accepted', hi: () => 'न्योता मान लिया गया' },
      body: { en: () => 'Tap to see it.', hi: () => 'देखने के लिए दबाएँ।' },
    },
    detailed: {
      title: { en: () => 'Your caregiver has accepted', hi: () => 'देखभाल करने वाले ने हाँ कहा' },
      body: { en: ({ person }) => person, hi: ({ person }) => person },
    },
  },
});

export const caregiverEnded = template<Nothing, Person>({
  topic: 'caring',
  page: caregivers,
  inbox: {
    title: { en: () => 'Care has ended', hi: () => 'देखभाल बंद हुई' },
    body: {
      en: ({ person }) => `${person} has ended it. No alert is sent from now on.`,
      hi: ({ person }) => `${person} की ओर से इसे बंद किया गया। अब कोई सूचना नहीं भेजी जाएगी।`,
    },
  },
  push: {
    plain: {
      title: { en: () => 'Something has ended', hi: () => 'कुछ बंद हुआ' },
      body: { en: () => 'Tap to see it.', hi: () => 'देखने के लिए दबाएँ।' },
    },
    detailed: {
      title: { en: () => 'Care has ended', hi: () => 'देखभाल बंद हुई' },
      body: { en: ({ person }) => person, hi: ({ person }) => person },
    },
  },
});
