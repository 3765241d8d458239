import type { ScreenLanguage } from '../identity/contract.ts';
import { indianMinuteOf } from '../shared/indian-day.ts';
import { type Instant, indianDateOf } from '../shared/values.ts';
import { clockInWords, dayInWords } from '../shared/words-of-time.ts';

/** `Mon 23 Nov 2026, 10:30 am` in Asia/Kolkata, whenever and wherever it is read: a letter never says "tomorrow". */
export const dayAndTime = (at: Instant, language: ScreenLanguage): string =>
  `${dayInWords(indianDateOf(at), language)}, ${clockInWords(indianMinuteOf(at), language)}`;
