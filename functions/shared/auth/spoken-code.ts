import { randomInt } from 'node:crypto';

/** No I, O, 0 or 1: people read the code out. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Codes of one kind that an account may try in an hour. 32^8 codes make guessing hopeless long before. */
export const TRIES_AN_HOUR = 20;

/** A new code of so many letters and digits, from the system's secure source of chance. */
export const newSpokenCode = (length: number): string => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
