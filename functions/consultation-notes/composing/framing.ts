import { doctorTitle } from '../../identity/contract.ts';
import type { LetterLanguage } from '../contract.ts';

const bare = (name: string): string => name.replace(/\s+/g, ' ').trim();

/** The words around a letter, which rest on no note. */
export const framingOf = (patientName: string, doctorName: string, language: LetterLanguage): { greeting: string; closing: string } =>
  language === 'hi'
    ? { greeting: `नमस्ते ${bare(patientName)} जी।`, closing: `शुभकामनाओं के साथ, ${doctorTitle(doctorName)}` }
    : { greeting: `Dear ${bare(patientName)},`, closing: `With best wishes, ${doctorTitle(doctorName)}` };

const GREETINGS = /^(?:dear|hello|hi|namaste|नमस्ते|नमस्कार|प्रिय)$/;
const CLOSINGS =
  /^(?:with best wishes|best wishes|with kind regards|kind regards|warm regards|with warm regards|regards|yours sincerely|yours faithfully|yours|sincerely|thank you|thanks|take care|with thanks|शुभकामनाओं के साथ|आपका|आपकी|धन्यवाद|सादर|अपना ध्यान रखें|here is what we talked about|here is what we talked about today|this letter is about your visit)$/;

const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** Takes the parts of a name from the end or the start of the words, and says what is left. */
const withoutName = (words: string, name: string): string => {
  const parts = new Set([
    ...wordsOf(name).split(' '),
    'dr',
    'doctor',
    'डॉ',
    'डॉक्टर',
    'mr',
    'mrs',
    'ms',
    'ji',
    'जी',
    'shri',
    'smt',
    'श्री',
    'श्रीमती',
  ]);
  return words
    .split(' ')
    .filter((word) => !parts.has(word))
    .join(' ');
};

/** Whether a sentence is only a greeting or a closing, with the names of the two people and nothing else. */
export const isFraming = (text: string, patientName: string, doctorName: string): boolean => {
  if (text.length > 300) return false;
  const words = wordsOf(text);
  const left = withoutName(withoutName(words, patientName), doctorName);
  if (left === '') return true;
  return GREETINGS.test(left) || CLOSINGS.test(left);
};
