import type { ScreenLanguage } from '../identity/contract.ts';
import type { Form } from '../reminders/contract.ts';

type Counted = Readonly<Record<Form, readonly [one: string, more: string]>>;

const forms: Readonly<Record<ScreenLanguage, Counted>> = {
  en: {
    tablet: ['tablet', 'tablets'],
    capsule: ['capsule', 'capsules'],
    ml: ['ml', 'ml'],
    drop: ['drop', 'drops'],
    puff: ['puff', 'puffs'],
    injection: ['injection', 'injections'],
    unit: ['unit', 'units'],
    sachet: ['sachet', 'sachets'],
    patch: ['patch', 'patches'],
    application: ['application', 'applications'],
  },
  hi: {
    tablet: ['गोली', 'गोलियाँ'],
    capsule: ['कैप्सूल', 'कैप्सूल'],
    ml: ['मिली', 'मिली'],
    drop: ['बूँद', 'बूँदें'],
    puff: ['पफ़', 'पफ़'],
    injection: ['इंजेक्शन', 'इंजेक्शन'],
    unit: ['यूनिट', 'यूनिट'],
    sachet: ['पाउच', 'पाउच'],
    patch: ['पैच', 'पैच'],
    application: ['बार लगाना', 'बार लगाना'],
  },
};

const QUARTERS = ['', '¼', '½', '¾'] as const;

/** `1½ tablets`, `½ tablet`, `10 ml`: amounts are whole, halves or quarters. */
export const amountInWords = (amount: number, form: Form, language: ScreenLanguage): string => {
  const whole = Math.floor(amount);
  const quarter = QUARTERS[Math.round((amount - whole) * 4)] ?? '';
  return `${whole > 0 || quarter === '' ? whole : ''}${quarter} ${forms[language][form][amount > 1 || amount === 0 ? 1 : 0]}`;
};
