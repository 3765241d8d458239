import { type Language, useLanguage } from './language.ts';
import { rupeesText } from './money.ts';

const INDIA = 'Asia/Kolkata';
const locales = { en: 'en-IN-u-nu-latn', hi: 'hi-IN-u-nu-latn' } as const;

/** Months as dates are written here: `23 Nov 2026`, `23 नवंबर 2026`. */
const months = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  hi: ['जनवरी', 'फ़रवरी', 'मार्च', 'अप्रैल', 'मई', 'जून', 'जुलाई', 'अगस्त', 'सितंबर', 'अक्टूबर', 'नवंबर', 'दिसंबर'],
} as const;
const weekdays = {
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  hi: ['रवि', 'सोम', 'मंगल', 'बुध', 'गुरु', 'शुक्र', 'शनि'],
} as const;

const HARD_SPACE = '\u00a0';
const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: INDIA, dateStyle: 'short' });
const clockFormat = new Intl.DateTimeFormat('en-GB', { timeZone: INDIA, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

export const monthNames = (language: Language): readonly string[] => months[language];

/** The calendar date in India at a moment, `YYYY-MM-DD`. */
export const indianDay = (at: Date | number | string = Date.now()): string => dayFormat.format(new Date(at));

/** The calendar date `days` after another. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const parts = (day: string) => {
  const date = new Date(`${day}T00:00:00Z`);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), weekday: date.getUTCDay() };
};

/** `Mon 23 Nov 2026` of `2026-11-23`. */
export function dateText(day: string, language: Language, style: 'full' | 'no-weekday' | 'no-year' = 'full'): string {
  const { year, month, day: number, weekday } = parts(day);
  const date = `${number}${HARD_SPACE}${months[language][month]}`;
  const dated = style === 'no-year' ? date : `${date}${HARD_SPACE}${year}`;
  return style === 'no-weekday' ? dated : `${weekdays[language][weekday]}${HARD_SPACE}${dated}`;
}

export const weekdayText = (day: string, language: Language): string => weekdays[language][parts(day).weekday] ?? '';

/** `Monday 23 November`, for those who listen. */
export const spokenDayText = (day: string, language: Language): string => {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locales[language], { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
  return `${part({ weekday: 'long' })} ${parts(day).day} ${part({ month: 'long' })}`;
};

const hindiPartOfDay = (hour: number) => (hour < 4 || hour >= 20 ? 'रात' : hour < 12 ? 'सुबह' : hour < 16 ? 'दोपहर' : 'शाम');

/** Abroad the zone is named, because the clock on the wall says something else. */
const abroad = () => !['Asia/Kolkata', 'Asia/Calcutta'].includes(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** `10:30 am` of `10:30`, whatever the zone. */
export function clockText(clock: string, language: Language): string {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const text = `${hour % 12 || 12}:${String(minute).padStart(2, '0')}`;
  return language === 'hi' ? `${hindiPartOfDay(hour)} ${text}${HARD_SPACE}बजे` : `${text}${HARD_SPACE}${hour < 12 ? 'am' : 'pm'}`;
}

/** `10:30 am` in India of an instant. */
export function timeText(at: string | number, language: Language): string {
  const text = clockText(clockFormat.format(new Date(at)), language);
  return abroad() ? `${text}${HARD_SPACE}IST` : text;
}

/** `Mon 23 Nov 2026, 10:30 am`. */
export const dateTimeText = (at: string | number, language: Language): string =>
  `${dateText(indianDay(at), language)}, ${timeText(at, language)}`;

/** Whole years between a date of birth and today in India. */
export function ageOn(dateOfBirth: string, today = indianDay()): number {
  const years = Number(today.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return today.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}

/** Dates and numbers in the language of the screen. */
export function useFormat() {
  const { language } = useLanguage();
  return {
    date: (day: string, style?: 'full' | 'no-weekday' | 'no-year') => dateText(day, language, style),
    weekday: (day: string) => weekdayText(day, language),
    spokenDay: (day: string) => spokenDayText(day, language),
    time: (at: string | number) => timeText(at, language),
    dateTime: (at: string | number) => dateTimeText(at, language),
    rupees: rupeesText,
    number: (value: number) => value.toLocaleString('en-IN'),
    /** Names of languages, such as `Hindi` of `hi`. */
    languageName: (code: string) => new Intl.DisplayNames([locales[language]], { type: 'language' }).of(code) ?? code,
    list: (items: readonly string[]) => new Intl.ListFormat(locales[language], { type: 'conjunction' }).format(items),
  };
}
