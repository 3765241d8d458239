import type { About } from '../items.ts';
import { type Said, type Template, template } from './template.ts';

/** Apart, because the register takes 30 characters for a variable and a Hindi day and time have more. */
type When = { readonly day: string; readonly clock: string };
type DoctorName = { readonly doctor: string };

const visit = ({ appointmentId }: About) => (appointmentId ? `/visits/booked/${appointmentId}` : '/visits');

/** The news of an appointment differ by their first words only. Their e-mail is the letter that `appointments` writes itself. */
const news = (says: {
  readonly title: Said<When>;
  readonly name: string;
  readonly templateId: { readonly en: `${bigint}`; readonly hi: `${bigint}` };
  readonly detailedTemplateId: { readonly en: `${bigint}`; readonly hi: `${bigint}` };
}): Template<When, DoctorName> =>
  template<When, DoctorName>({
    topic: 'appointments',
    page: visit,
    inbox: {
      title: says.title,
      body: {
        en: ({ doctor, day, clock }) => `${doctor}, ${day}, ${clock}`,
        hi: ({ doctor, day, clock }) => `${doctor}, ${day}, ${clock}`,
      },
    },
    push: {
      plain: { title: says.title, body: { en: ({ day, clock }) => `${day}, ${clock}`, hi: ({ day, clock }) => `${day}, ${clock}` } },
      detailed: {
        title: says.title,
        body: {
          en: ({ doctor, day, clock }) => `${doctor}, ${day}, ${clock}`,
          hi: ({ doctor, day, clock }) => `${doctor}, ${day}, ${clock}`,
        },
      },
    },
    whatsapp: {
      plain: {
        name: says.name,
        text: {
          en: ({ day, clock }) =>
            `Arogya: ${says.title.en({ day, clock })}. ${day}, ${clock}. Open the app to see more. Reply STOP to stop these messages.`,
          hi: ({ day, clock }) => `आरोग्य: ${says.title.hi({ day, clock })}। ${day}, ${clock}। और देखने के लिए ऐप खोलें। बंद करने के लिए STOP लिखें।`,
        },
        parameters: ['day', 'clock'],
      },
      detailed: {
        name: `${says.name}_named`,
        text: {
          en: ({ doctor, day, clock }) =>
            `Arogya: ${says.title.en({ day, clock })}. ${doctor}, ${day}, ${clock}. Reply STOP to stop these messages.`,
          hi: ({ doctor, day, clock }) => `आरोग्य: ${says.title.hi({ day, clock })}। ${doctor}, ${day}, ${clock}। बंद करने के लिए STOP लिखें।`,
        },
        parameters: ['doctor', 'day', 'clock'],
      },
    },
    sms: {
      plain: {
        templateId: says.templateId,
        text: {
          en: ({ day, clock }) => `Arogya: ${says.title.en({ day, clock })}. ${day}, ${clock}. Please open the app to see more. - AROGYA`,
          hi: ({ day, clock }) => `आरोग्य: ${says.title.hi({ day, clock })}। ${day}, ${clock}। ऐप देखें। - AROGYA`,
        },
      },
      detailed: {
        templateId: says.detailedTemplateId,
        text: {
          en: ({ doctor, day, clock }) => `Arogya: ${says.title.en({ day, clock })}. ${doctor}, ${day}, ${clock}. - AROGYA`,
          hi: ({ doctor, day, clock }) => `आरोग्य: ${says.title.hi({ day, clock })}। ${doctor}, ${day}, ${clock}। - AROGYA`,
        },
      },
    },
  });

export const appointmentConfirmed = news({
  title: { en: () => 'Your appointment is booked', hi: () => 'अपॉइंटमेंट तय हो गया' },
  name: 'arogya_appointment_booked',
  templateId: { en: '1107170000000000301', hi: '1107170000000000302' },
  detailedTemplateId: { en: '1107170000000000303', hi: '1107170000000000304' },
});

export const appointmentCancelled = news({
  title: { en: () => 'Your appointment is cancelled', hi: () => 'अपॉइंटमेंट रद्द हो गया' },
  name: 'arogya_appointment_cancelled',
  templateId: { en: '1107170000000000311', hi: '1107170000000000312' },
  detailedTemplateId: { en: '1107170000000000313', hi: '1107170000000000314' },
});

export const appointmentRescheduled = news({
  title: { en: () => 'Your appointment has a new time', hi: () => 'अपॉइंटमेंट का समय बदल गया' },
  name: 'arogya_appointment_moved',
  templateId: { en: '1107170000000000321', hi: '1107170000000000322' },
  detailedTemplateId: { en: '1107170000000000323', hi: '1107170000000000324' },
});

export const appointmentReminder = news({
  title: { en: () => 'Your appointment is coming up', hi: () => 'आपका अपॉइंटमेंट आने वाला है' },
  name: 'arogya_appointment_soon',
  templateId: { en: '1107170000000000331', hi: '1107170000000000332' },
  detailedTemplateId: { en: '1107170000000000333', hi: '1107170000000000334' },
});
