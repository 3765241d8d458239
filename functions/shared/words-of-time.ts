import type { CalendarDate } from './values.ts';

type Language = 'en' | 'hi';

/** As UI.md 6 writes dates; the web app has the same words in `shared/i18n/dates.ts`. */
const months: Readonly<Record<Language, readonly string[]>> = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  hi: ['जनवरी', 'फ़रवरी', 'मार्च', 'अप्रैल', 'मई', 'जून', 'जुलाई', 'अगस्त', 'सितंबर', 'अक्टूबर', 'नवंबर', 'दिसंबर'],
};
const weekdays: Readonly<Record<Language, readonly string[]>> = {
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  hi: ['रवि', 'सोम', 'मंगल', 'बुध', 'गुरु', 'शुक्र', 'शनि'],
};

const hindiPartOfDay = (hour: number): string => (hour < 4 || hour >= 20 ? 'रात' : hour < 12 ? 'सुबह' : hour < 16 ? 'दोपहर' : 'शाम');

/** `Mon 23 Nov 2026` */
export const dayInWords = (date: CalendarDate, language: Language): string => {
  const day = new Date(`${date}T00:00:00Z`);
  return `${weekdays[language][day.getUTCDay()]} ${day.getUTCDate()} ${months[language][day.getUTCMonth()]} ${day.getUTCFullYear()}`;
};

/** `10:30 am`, of minutes from midnight. */
export const clockInWords = (minuteOfDay: number, language: Language): string => {
  const hour = Math.floor(minuteOfDay / 60);
  const clock = `${hour % 12 || 12}:${String(minuteOfDay % 60).padStart(2, '0')}`;
  return language === 'hi' ? `${hindiPartOfDay(hour)} ${clock} बजे` : `${clock} ${hour < 12 ? 'am' : 'pm'}`;
};
