import type { ScreenLanguage } from '../identity/contract.ts';
import { indianMinuteOf } from '../shared/indian-day.ts';
import { type Instant, indianDateOf } from '../shared/values.ts';

/** As UI.md 6 writes dates; the web app has the same words in `shared/i18n/dates.ts`. */
const months: Readonly<Record<ScreenLanguage, readonly string[]>> = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  hi: ['जनवरी', 'फ़रवरी', 'मार्च', 'अप्रैल', 'मई', 'जून', 'जुलाई', 'अगस्त', 'सितंबर', 'अक्टूबर', 'नवंबर', 'दिसंबर'],
};
const weekdays: Readonly<Record<ScreenLanguage, readonly string[]>> = {
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  hi: ['रवि', 'सोम', 'मंगल', 'बुध', 'गुरु', 'शुक्र', 'शनि'],
};

const hindiPartOfDay = (hour: number): string => (hour < 4 || hour >= 20 ? 'रात' : hour < 12 ? 'सुबह' : hour < 16 ? 'दोपहर' : 'शाम');

/** `Mon 23 Nov 2026, 10:30 am` in Asia/Kolkata, whenever and wherever it is read: a letter never says "tomorrow". */
export const dayAndTime = (at: Instant, language: ScreenLanguage): string => {
  const date = new Date(`${indianDateOf(at)}T00:00:00Z`);
  const day = `${weekdays[language][date.getUTCDay()]} ${date.getUTCDate()} ${months[language][date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  const minuteOfDay = indianMinuteOf(at);
  const hour = Math.floor(minuteOfDay / 60);
  const clock = `${hour % 12 || 12}:${String(minuteOfDay % 60).padStart(2, '0')}`;
  return `${day}, ${language === 'hi' ? `${hindiPartOfDay(hour)} ${clock} बजे` : `${clock} ${hour < 12 ? 'am' : 'pm'}`}`;
};
