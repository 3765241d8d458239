import type { ScreenLanguage } from '../identity/contract.ts';
import { doctorTitle } from '../identity/contract.ts';
import type { StoredPayment } from '../payments/items.ts';
import type { Letter } from '../shared/mail.ts';
import { dayAndTime } from './day-and-time.ts';
import type { StoredAppointment } from './items.ts';
import { dear, lettered, type Reader, visitLines } from './letter-words.ts';
import type { News, ReasonToTell } from './news.ts';
import { refundSentence } from './refund-sentence.ts';

type PatientWords = {
  readonly confirmed: { readonly subject: string; readonly text: (doctor: string) => string };
  readonly moved: { readonly subject: string; readonly text: (doctor: string, from: string) => string };
  readonly cancelled: string;
  readonly why: Readonly<Record<ReasonToTell, (doctor: string, when: string) => string>>;
  readonly page: string;
  readonly again: string;
};

const toPatient: Readonly<Record<ScreenLanguage, PatientWords>> = {
  en: {
    confirmed: { subject: 'Confirmed', text: (doctor) => `Your appointment with ${doctor} is confirmed.` },
    moved: { subject: 'New time', text: (doctor, from) => `Your appointment with ${doctor} has a new time. It was ${from}.` },
    cancelled: 'Cancelled',
    why: {
      'by-patient': (doctor, when) => `You cancelled your appointment with ${doctor} on ${when}.`,
      'by-doctor': (doctor, when) => `We are sorry. ${doctor} cannot see you on ${when}. The appointment is cancelled.`,
      'slot-gone': (doctor, when) =>
        `We are sorry. Your payment came late, and the time was not free any more. There is no appointment with ${doctor} on ${when}.`,
      refunded: (doctor, when) => `Your payment was given back. So your appointment with ${doctor} on ${when} is cancelled.`,
    },
    page: 'Open it here. If you cannot come, please change or cancel it here:',
    again: 'You can choose another time here:',
  },
  hi: {
    confirmed: { subject: 'पक्का हुआ', text: (doctor) => `${doctor} के साथ आपका अपॉइंटमेंट पक्का है।` },
    moved: { subject: 'नया समय', text: (doctor, from) => `${doctor} के साथ आपके अपॉइंटमेंट का समय बदल गया है। पहले यह ${from} था।` },
    cancelled: 'रद्द',
    why: {
      'by-patient': (doctor, when) => `आपके कहने पर ${doctor} के साथ ${when} का अपॉइंटमेंट रद्द हो गया है।`,
      'by-doctor': (doctor, when) => `हमें खेद है। ${doctor} से ${when} को मिलना नहीं हो पाएगा। अपॉइंटमेंट रद्द हो गया है।`,
      'slot-gone': (doctor, when) => `हमें खेद है। आपके पैसे देर से पहुँचे और तब तक समय ख़ाली नहीं रहा। ${doctor} के साथ ${when} का अपॉइंटमेंट नहीं है।`,
      refunded: (doctor, when) => `आपके पैसे लौटा दिए गए थे। इसलिए ${doctor} के साथ ${when} का अपॉइंटमेंट रद्द हो गया है।`,
    },
    page: 'इसे यहाँ देखें। आना न हो पाए, तो यहीं बदलें या रद्द करें:',
    again: 'दूसरा समय यहाँ चुनें:',
  },
};

/** News of an appointment for its patient. */
export const patientNewsMail = (
  news: News,
  { appointment, payment }: { readonly appointment: StoredAppointment; readonly payment: StoredPayment | undefined },
  { email, language }: Reader,
  links: { readonly visit: string; readonly booking: string },
): Letter => {
  const words = toPatient[language];
  const doctor = doctorTitle(appointment.doctor.name);
  const when = dayAndTime(appointment.startsAt, language);
  const greeting = dear(appointment.patient.name, language);
  if (news.kind === 'cancelled') {
    return {
      to: email,
      subject: `${words.cancelled}: ${doctor}, ${when}`,
      text: lettered(greeting, words.why[news.reason](doctor, when), refundSentence(payment, language), `${words.again}\n${links.booking}`),
    };
  }
  return {
    to: email,
    subject: `${words[news.kind].subject}: ${doctor}, ${when}`,
    text: lettered(
      greeting,
      news.kind === 'moved' ? words.moved.text(doctor, dayAndTime(news.from, language)) : words.confirmed.text(doctor),
      visitLines(appointment, language),
      `${words.page}\n${links.visit}`,
    ),
  };
};
