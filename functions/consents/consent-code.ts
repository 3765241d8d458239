import { randomInt } from 'node:crypto';

/** No I, O, 0 or 1: people read the code out. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Codes that an account may try in an hour. 32^10 codes make guessing hopeless long before. */
export const TRIES_AN_HOUR = 20;

/** A new code of ten letters and digits, from the system's secure source of chance. */
export const newConsentCode = (): string => Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
