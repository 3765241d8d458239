import { doctorTitle, type ScreenLanguage } from '../identity/contract.ts';
import { indianMinuteOf } from '../shared/indian-day.ts';
import type { Letter } from '../shared/mail.ts';
import { type Instant, indianDateOf } from '../shared/values.ts';
import { BREAK_GLASS_HOURS } from './contract.ts';
import type { StoredConsent } from './items.ts';

/** `20/11/2026, 12:35`, as both languages write it in figures; Asia/Kolkata. */
const inFigures = (at: Instant): string => {
  const [year, month, day] = indianDateOf(at).split('-');
  const minutes = indianMinuteOf(at);
  const twoDigits = (part: number) => String(part).padStart(2, '0');
  return `${day}/${month}/${year}, ${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
};

type Words = {
  readonly subject: string;
  readonly dear: (name: string) => string;
  readonly taken: (doctor: string, registration: string, at: string) => string;
  readonly what: string;
};

const words: Readonly<Record<ScreenLanguage, Words>> = {
  en: {
    subject: 'A doctor opened your health record in an emergency',
    dear: (name) => `Dear ${name},`,
    taken: (doctor, registration, at) =>
      `${doctor} (registration number ${registration}) took emergency access to your health record on ${at} and can read it for ${BREAK_GLASS_HOURS} hours.`,
    what: 'You can see why, and what was opened. If this was not right, stop it there with one tap:',
  },
  hi: {
    subject: 'एक डॉक्टर ने आपात स्थिति में आपका स्वास्थ्य रिकॉर्ड खोला',
    dear: (name) => `नमस्ते ${name} जी,`,
    taken: (doctor, registration, at) =>
      `${doctor} (पंजीकरण संख्या ${registration}) ने ${at} पर आपात स्थिति में आपका स्वास्थ्य रिकॉर्ड खोला। वे इसे ${BREAK_GLASS_HOURS} घंटे तक देख सकते हैं।`,
    what: 'कारण और क्या-क्या देखा गया, यह आप यहाँ देख सकते हैं। अगर यह ठीक नहीं था, तो यहीं एक टैप से रोक दें:',
  },
};

/** Tells a patient that somebody took access. Not why: a mailbox is read by others; the page says it. */
export const emergencyMail = (
  taken: StoredConsent,
  to: { readonly email: string; readonly language: ScreenLanguage },
  link: string,
): Letter => {
  const { subject, dear, taken: sentence, what } = words[to.language];
  const { name, registrationNumber = '' } = taken.grantee;
  return {
    to: to.email,
    subject,
    text: [
      dear(taken.patientName.replace(/\s+/g, ' ').trim()),
      sentence(doctorTitle(name), registrationNumber, inFigures(taken.givenAt)),
      `${what}\n${link}`,
      'Arogya',
    ].join('\n\n'),
  };
};
