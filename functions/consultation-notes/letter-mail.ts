import type { Letter } from '../shared/mail.ts';
import { framingOf } from './composing/framing.ts';
import type { LetterLanguage } from './contract.ts';
import type { NoteHead, NoteVersion } from './items.ts';

const words: Readonly<Record<LetterLanguage, { subject: (doctor: string) => string; registration: string; read: string }>> = {
  en: { subject: (doctor) => `A letter from ${doctor}`, registration: 'Registration number', read: 'Read your visit on Arogya:' },
  hi: { subject: (doctor) => `${doctor} की चिट्ठी`, registration: 'पंजीकरण संख्या', read: 'अपनी विज़िट Arogya पर पढ़ें:' },
};

/** The patient's letter as an e-mail: the signed words, who signed them, where to read the visit if the patient has an account. */
export const letterMail = (head: NoteHead, version: NoteVersion, to: string, link: string | undefined): Letter => {
  const { subject, registration, read } = words[head.letterLanguage];
  const body = version.sentences.filter(({ section }) => section === 'letter').map(({ text }) => text);
  const { greeting, closing } = framingOf(head.patient.name, version.signedBy.name, head.letterLanguage);
  const signature = [closing, `${registration}: ${version.signedBy.registrationNumber}`];
  return {
    to,
    subject: subject(version.signedBy.name),
    text: [greeting, body.join('\n\n'), signature.join('\n'), ...(link ? [`${read}\n${link}`] : [])].join('\n\n'),
  };
};
