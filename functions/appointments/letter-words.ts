import type { Mode } from '../directory/contract.ts';
import type { ScreenLanguage } from '../identity/contract.ts';
import { dayAndTime } from './day-and-time.ts';
import type { StoredAppointment } from './items.ts';

/** Whom a letter goes to. */
export type Reader = { readonly email: string; readonly language: ScreenLanguage };

type Words = {
  readonly dear: (name: string) => string;
  readonly when: string;
  readonly where: string;
  readonly registration: string;
  /** For the patient. */
  readonly how: Readonly<Record<Exclude<Mode, 'in-person'>, string>>;
  readonly mode: Readonly<Record<Mode, string>>;
};

const words: Readonly<Record<ScreenLanguage, Words>> = {
  en: {
    dear: (name) => `Dear ${name},`,
    when: 'When',
    where: 'Where',
    registration: 'Registration number of the doctor',
    how: { video: 'By video. The link is in the app.', phone: 'By phone. The doctor calls you.' },
    mode: { 'in-person': 'In person', video: 'By video', phone: 'By phone' },
  },
  hi: {
    dear: (name) => `नमस्ते ${name} जी,`,
    when: 'कब',
    where: 'कहाँ',
    registration: 'डॉक्टर की पंजीकरण संख्या',
    how: { video: 'वीडियो पर। लिंक ऐप में है।', phone: 'फ़ोन पर। डॉक्टर की कॉल आएगी।' },
    mode: { 'in-person': 'आमने-सामने', video: 'वीडियो पर', phone: 'फ़ोन पर' },
  },
};

/** A name that somebody typed, on one line. */
const bare = (name: string): string => name.replace(/\s+/g, ' ').trim();

export const dear = (name: string, language: ScreenLanguage): string => words[language].dear(bare(name));

export const whenLine = ({ startsAt }: Pick<StoredAppointment, 'startsAt'>, language: ScreenLanguage): string =>
  `${words[language].when}: ${dayAndTime(startsAt, language)}`;

export const modeOf = ({ mode }: StoredAppointment, language: ScreenLanguage): string => words[language].mode[mode];

const whereLine = ({ mode, hospital, location }: StoredAppointment, language: ScreenLanguage): string =>
  mode === 'in-person' ? `${words[language].where}: ${bare(hospital)}, ${bare(location)}` : words[language].how[mode];

/** When and where, and who the doctor is (TPG 2020: name and registration number). Never why: a mailbox is read by others. */
export const visitLines = (appointment: StoredAppointment, language: ScreenLanguage): string =>
  [
    whenLine(appointment, language),
    whereLine(appointment, language),
    `${words[language].registration}: ${appointment.doctor.registrationNumber}`,
  ].join('\n');

/** A letter's paragraphs as one text, signed. */
export const lettered = (...paragraphs: readonly (string | undefined)[]): string =>
  [...paragraphs.filter((each) => each !== undefined), 'Arogya'].join('\n\n');
