import { randomInt } from 'node:crypto';

/** No I, O, 0 or 1: people read the code out. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export const CODE_SECONDS = 15 * 60;

/** Wrong codes in an hour before a doctor must wait. 32^8 codes make guessing hopeless long before. */
export const TRIES_AN_HOUR = 20;

/** A new code of eight letters and digits, from the system's secure source of chance. */
export const newPatientCode = (): string => Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
