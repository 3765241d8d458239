import { doctorTitle, type ScreenLanguage } from '../identity/contract.ts';
import type { Letter } from '../shared/mail.ts';
import { dayAndTime } from './day-and-time.ts';
import type { StoredAppointment } from './items.ts';
import { dear, lettered, modeOf, type Reader, whenLine } from './letter-words.ts';
import type { News, ReasonToTell } from './news.ts';

type DoctorWords = {
  readonly confirmed: { readonly subject: string; readonly text: string };
  readonly moved: { readonly subject: string; readonly text: (from: string) => string };
  readonly cancelled: { readonly subject: string; readonly text: (reason: ReasonToTell) => string };
  readonly page: string;
};

const toDoctor: Readonly<Record<ScreenLanguage, DoctorWords>> = {
  en: {
    confirmed: { subject: 'New appointment', text: 'A patient has booked an appointment with you.' },
    moved: { subject: 'Moved appointment', text: (from) => `An appointment has a new time. It was ${from}.` },
    cancelled: {
      subject: 'Cancelled appointment',
      text: (reason) =>
        reason === 'refunded'
          ? 'An appointment is cancelled, because its payment was given back.'
          : 'A patient has cancelled an appointment.',
    },
    page: 'See your day here:',
  },
  hi: {
    confirmed: { subject: 'नया अपॉइंटमेंट', text: 'एक मरीज़ ने आपसे समय लिया है।' },
    moved: { subject: 'अपॉइंटमेंट का नया समय', text: (from) => `एक अपॉइंटमेंट का समय बदल गया है। पहले यह ${from} था।` },
    cancelled: {
      subject: 'अपॉइंटमेंट रद्द',
      text: (reason) => (reason === 'refunded' ? 'एक अपॉइंटमेंट रद्द हो गया है, क्योंकि उसके पैसे लौटा दिए गए।' : 'एक मरीज़ ने अपॉइंटमेंट रद्द किया है।'),
    },
    page: 'अपना दिन यहाँ देखें:',
  },
};

const textOf = (news: News, words: DoctorWords, language: ScreenLanguage): string => {
  if (news.kind === 'moved') return words.moved.text(dayAndTime(news.from, language));
  return news.kind === 'cancelled' ? words.cancelled.text(news.reason) : words.confirmed.text;
};

/** News of an appointment for its doctor. It does not say who the patient is: that is behind the sign-in. */
export const doctorNewsMail = (news: News, appointment: StoredAppointment, { email, language }: Reader, link: string): Letter => {
  const words = toDoctor[language];
  return {
    to: email,
    subject: `${words[news.kind].subject}: ${dayAndTime(appointment.startsAt, language)}`,
    text: lettered(
      dear(doctorTitle(appointment.doctor.name), language),
      textOf(news, words, language),
      `${whenLine(appointment, language)}\n${modeOf(appointment, language)}`,
      `${words.page}\n${link}`,
    ),
  };
};
