import { template } from './template.ts';

type Time = { readonly time: string };
type Medicine = { readonly medicine: string; readonly amount: string };

const medicines = () => '/medicines';

export const doseDue = template<Time, Medicine>({
  topic: 'medicines',
  page: medicines,
  answers: true,
  urgent: true,
  inbox: {
    title: { en: ({ time }) => `Medicine at ${time}`, hi: ({ time }) => `${time} की दवा` },
    body: {
      en: ({ medicine, amount }) => `${medicine}, ${amount}. Tap “I took it” when you have.`,
      hi: ({ medicine, amount }) => `${medicine}, ${amount}। लेने के बाद “दवा ले ली” दबाएँ।`,
    },
  },
  push: {
    plain: {
      title: { en: () => 'It is time', hi: () => 'समय हो गया' },
      body: { en: ({ time }) => `Your ${time} reminder. Tap to see it.`, hi: ({ time }) => `${time} की याद। देखने के लिए दबाएँ।` },
    },
    detailed: {
      title: { en: ({ time }) => `Medicine at ${time}`, hi: ({ time }) => `${time} की दवा` },
      body: { en: ({ medicine, amount }) => `${medicine}, ${amount}`, hi: ({ medicine, amount }) => `${medicine}, ${amount}` },
    },
  },
  whatsapp: {
    plain: {
      name: 'arogya_reminder',
      text: {
        en: ({ time }) => `This is your ${time} reminder from Arogya. Open the app to answer it. Reply STOP to stop these messages.`,
        hi: ({ time }) => `यह आरोग्य से ${time} की याद है। जवाब देने के लिए ऐप खोलें। बंद करने के लिए STOP लिखें।`,
      },
      parameters: ['time'],
    },
    detailed: {
      name: 'arogya_medicine_reminder',
      text: {
        en: ({ time, medicine, amount }) =>
          `Arogya: ${medicine}, ${amount}, at ${time}. Open the app to answer. Reply STOP to stop these messages.`,
        hi: ({ time, medicine, amount }) => `आरोग्य: ${medicine}, ${amount}, ${time}। जवाब देने के लिए ऐप खोलें। बंद करने के लिए STOP लिखें।`,
      },
      parameters: ['medicine', 'amount', 'time'],
    },
  },
  sms: {
    plain: {
      templateId: { en: '1107170000000000101', hi: '1107170000000000102' },
      text: {
        en: ({ time }) => `This is your ${time} reminder from Arogya. Please open the app to answer it. - AROGYA`,
        hi: ({ time }) => `आरोग्य: ${time} की याद। जवाब देने के लिए ऐप खोलें। - AROGYA`,
      },
    },
    detailed: {
      templateId: { en: '1107170000000000103', hi: '1107170000000000104' },
      text: {
        en: ({ time, medicine, amount }) => `Arogya: ${medicine}, ${amount}, at ${time}. Please open the app to answer it. - AROGYA`,
        hi: ({ time, medicine, amount }) => `आरोग्य: ${medicine}, ${amount}, ${time}। जवाब के लिए ऐप खोलें। - AROGYA`,
      },
    },
  },
});

/** After a snooze: the same medicine, said so. */
export const doseDueAgain = template<Time, Medicine>({
  ...doseDue,
  inbox: {
    title: { en: ({ time }) => `Again: medicine at ${time}`, hi: ({ time }) => `फिर से: ${time} की दवा` },
    body: doseDue.inbox.body,
  },
  push: {
    plain: {
      title: { en: () => 'You asked us to remind you again', hi: () => 'आपने फिर याद दिलाने को कहा था' },
      body: doseDue.push.plain.body,
    },
    detailed: {
      title: { en: ({ time }) => `Again: medicine at ${time}`, hi: ({ time }) => `फिर से: ${time} की दवा` },
      body: doseDue.push.detailed.body,
    },
  },
});

/** After a stop of ours: one for all that came too late to be announced by themselves. */
export const dosesLate = template<{ readonly time: string }, Record<never, string>>({
  topic: 'medicines',
  page: medicines,
  inbox: {
    title: { en: () => 'We are late with your reminders', hi: () => 'याद दिलाने में हमें देर हुई' },
    body: {
      en: ({ time }) =>
        `Reminders since ${time} could not be sent in time. See the list. Do not take two doses at once; ask your doctor if unsure.`,
      hi: ({ time }) => `${time} से याद समय पर नहीं दिलाई जा सकी। सूची देखें। दो ख़ुराक एक साथ न लें; शंका हो तो डॉक्टर से पूछें।`,
    },
  },
  push: {
    plain: {
      title: { en: () => 'We are late with your reminders', hi: () => 'याद दिलाने में हमें देर हुई' },
      body: { en: () => 'Tap to see which. We are sorry.', hi: () => 'कौन-सी, देखने के लिए दबाएँ। हमें खेद है।' },
    },
    detailed: {
      title: { en: () => 'We are late with your reminders', hi: () => 'याद दिलाने में हमें देर हुई' },
      body: { en: () => 'Tap to see which. We are sorry.', hi: () => 'कौन-सी, देखने के लिए दबाएँ। हमें खेद है।' },
    },
  },
});

export const refillSoon = template<Record<never, string>, { readonly medicine: string; readonly left: string }>({
  topic: 'medicines',
  page: medicines,
  inbox: {
    title: { en: () => 'A medicine is running low', hi: () => 'एक दवा ख़त्म होने वाली है' },
    body: {
      en: ({ medicine, left }) => `${medicine}: ${left} left. Get more in time, then enter the new stock.`,
      hi: ({ medicine, left }) => `${medicine}: ${left} बाकी। समय पर और लें, फिर नई मात्रा भरें।`,
    },
  },
  push: {
    plain: {
      title: { en: () => 'Something is running low', hi: () => 'कुछ ख़त्म होने वाला है' },
      body: { en: () => 'Tap to see it.', hi: () => 'देखने के लिए दबाएँ।' },
    },
    detailed: {
      title: { en: () => 'A medicine is running low', hi: () => 'एक दवा ख़त्म होने वाली है' },
      body: { en: ({ medicine, left }) => `${medicine}: ${left} left`, hi: ({ medicine, left }) => `${medicine}: ${left} बाकी` },
    },
  },
  email: {
    subject: { en: () => 'Arogya: something is running low', hi: () => 'आरोग्य: कुछ ख़त्म होने वाला है' },
    text: {
      en: ({ medicine, left }) => `${medicine}: ${left} left.\n\nGet more in time, then enter the new stock in Arogya.`,
      hi: ({ medicine, left }) => `${medicine}: ${left} बाकी।\n\nसमय पर और लें, फिर आरोग्य में नई मात्रा भरें।`,
    },
  },
});
