import { doctorTitle, type ScreenLanguage } from '../identity/contract.ts';
import type { Letter } from '../shared/mail.ts';
import { type Instant, millisecondsOf } from '../shared/values.ts';
import { dayAndTime } from './day-and-time.ts';
import type { StoredAppointment } from './items.ts';
import { dear, lettered, type Reader, visitLines } from './letter-words.ts';

/** From here on it is worth saying how soon it is. */
const SOON_MINUTES = 65;

type Words = {
  readonly subject: (doctor: string, when: string) => string;
  readonly coming: (doctor: string) => string;
  readonly soon: (doctor: string, minutes: number) => string;
  readonly page: string;
};

const words: Readonly<Record<ScreenLanguage, Words>> = {
  en: {
    subject: (doctor, when) => `Reminder: ${doctor}, ${when}`,
    coming: (doctor) => `You have an appointment with ${doctor}.`,
    soon: (doctor, minutes) =>
      `Your appointment with ${doctor} starts ${minutes >= 60 ? 'in about 1 hour' : minutes >= 5 ? `in about ${minutes} minutes` : 'now'}.`,
    page: 'Open it here. If you cannot come, please change or cancel it here:',
  },
  hi: {
    subject: (doctor, when) => `याद: ${doctor}, ${when}`,
    coming: (doctor) => `${doctor} के साथ आपका अपॉइंटमेंट है।`,
    soon: (doctor, minutes) =>
      `${doctor} के साथ आपका अपॉइंटमेंट ${minutes >= 60 ? 'क़रीब 1 घंटे में' : minutes >= 5 ? `क़रीब ${minutes} मिनट में` : 'अभी'} शुरू होगा।`,
    page: 'इसे यहाँ देखें। आना न हो पाए, तो यहीं बदलें या रद्द करें:',
  },
};

/**
 * What reminds a patient. How soon it is follows from the clock at sending, in steps of five minutes, and not from the
 * reminder's name: a late one does not say "in 1 hour" when it is 20 minutes.
 */
export const reminderMail = (appointment: StoredAppointment, to: Reader, link: string, now: Instant): Letter => {
  const { doctor, patient, startsAt } = appointment;
  const { subject, coming, soon, page } = words[to.language];
  const name = doctorTitle(doctor.name);
  const left = (millisecondsOf(startsAt) - millisecondsOf(now)) / 60_000;
  return {
    to: to.email,
    subject: subject(name, dayAndTime(startsAt, to.language)),
    text: lettered(
      dear(patient.name, to.language),
      left <= SOON_MINUTES ? soon(name, Math.round(left / 5) * 5) : coming(name),
      visitLines(appointment, to.language),
      `${page}\n${link}`,
    ),
  };
};
