import type { Finding } from './findings.ts';
import type { LetterItem } from './letter-items.ts';
import { frequencyOf } from './shorthand.ts';
import { DOSE_UNITS, TIME_WORDS_HINDI } from './shorthand-lexicon.ts';
import { listed } from './wording.ts';

/** All the Hindi names, or nothing if one is not known to be safe. */
const names = (findings: readonly Finding[], joiner: string): string | undefined =>
  findings.length > 0 && findings.every((finding) => finding.hindi !== '')
    ? listed(
        findings.map((finding) => finding.hindi),
        joiner,
      )
    : undefined;

const lastingFor = (duration: { amount: string; unit: keyof typeof TIME_WORDS_HINDI }): string =>
  `${duration.amount} ${duration.unit === 'w' && duration.amount === '1' ? 'हफ़्ते' : TIME_WORDS_HINDI[duration.unit]}`;

const SLOT_NAMES = ['सुबह', 'दोपहर', 'रात'];

const slots = (key: string): string =>
  key
    .slice('slots:'.length)
    .split('-')
    .map((count, at) => `${SLOT_NAMES[at] ?? ''} ${count}`)
    .join(', ');

const howOften = (keys: readonly string[]): string[] | undefined => {
  const words: string[] = [];
  for (const key of keys) {
    const count = /^freq:([\d-]+)\/day$/.exec(key);
    const hours = /^every:([\d-]+)h$/.exec(key);
    const known = frequencyOf(key)?.hindi;
    if (key.startsWith('slots:') && key.split('-').length === 3) words.push(slots(key));
    else if (known) words.push(known);
    else if (count) words.push(`दिन में ${count[1]} बार`);
    else if (hours) words.push(`हर ${hours[1]} घंटे में`);
    else return undefined;
  }
  return words;
};

/** `650 mg` and a bare `500` read alike in both scripts; other units only where the unit is one of these. */
const HINDI_UNITS: Record<string, string> = { mg: 'mg', mcg: 'mcg', g: 'g', ml: 'ml', tablet: 'गोली', drop: 'बूँद', spoon: 'चम्मच' };

const amountInHindi = (amount: string): string | undefined => {
  const match = /^([\d.]+(?:-[\d.]+)?)\s*(\p{L}*)$/u.exec(amount);
  if (!match) return undefined;
  if (match[2] === '' || match[2] === undefined) return match[1];
  const letters = match[2].toLowerCase();
  const unit = DOSE_UNITS[letters] ?? DOSE_UNITS[letters.replace(/s$/, '')];
  const written = unit === undefined ? undefined : HINDI_UNITS[unit];
  return written && `${match[1]} ${written}`;
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/**
 * The Hindi of an item, without its stop, or nothing where the lexicon cannot say the whole of it safely: then the
 * letter keeps its English. No form shows anybody's gender; a command ends in -ें.
 */
export const inHindi = (item: LetterItem): string | undefined => {
  switch (item.kind) {
    case 'symptoms': {
      const what = names(item.findings, 'और');
      return what && `आपको ${item.lasting ? `${lastingFor(item.lasting)} से ` : ''}${what} है`;
    }
    case 'absent': {
      const what = names(item.findings, 'या');
      return what && `आपको ${what} नहीं है`;
    }
    case 'no-allergies':
      return 'आपको किसी दवा से एलर्जी नहीं है, जहाँ तक पता है';
    case 'opinion': {
      const what = names(item.findings, item.certain ? 'और' : 'या');
      return what && `डॉक्टर की राय: ${item.certain ? '' : 'शायद '}${what}`;
    }
    case 'medicine':
      return medicineInHindi(item);
    case 'self-care':
      return item.advice.hindi;
    case 'tests':
      return `${item.urgent ? 'तुरंत करवाएँ' : 'ये जाँच करवाएँ'}: ${listed(
        item.tests.map((test) => test.hindi),
        'और',
      )}`;
    case 'return':
      return returnInHindi(item);
  }
};

const medicineInHindi = (item: Extract<LetterItem, { kind: 'medicine' }>): string | undefined => {
  const often = howOften(item.how);
  const amount = item.amount === undefined ? '' : amountInHindi(item.amount);
  if (often === undefined || amount === undefined || (item.purpose && item.purpose.hindi === '')) return undefined;
  const parts = [
    item.purpose ? `${item.purpose.hindi} के लिए ` : '',
    capital(item.name),
    amount === '' ? '' : ` ${amount}`,
    ...often.map((words) => ` ${words}`),
    item.regular ? ' नियमित रूप से' : '',
    item.lasting ? ` ${lastingFor(item.lasting)} तक` : '',
    { take: ' लें', use: ' इस्तेमाल करें', continue: ' लेते रहें' }[item.verb],
  ];
  return parts.join('');
};

const returnInHindi = (item: Extract<LetterItem, { kind: 'return' }>): string | undefined => {
  if (item.order === 'after' && item.findings.length === 0) {
    const when = item.after ? `${lastingFor(item.after)} बाद ` : '';
    return item.unlessBetter ? `${item.after ? `${lastingFor(item.after)} में ` : ''}आराम न हो तो दिखाने आएँ` : `${when}दिखाने आएँ`;
  }
  const early = item.sooner ? 'इससे पहले ही दिखाने आएँ' : 'दिखाने आएँ';
  if (item.findings.length === 0) return `तकलीफ़ बढ़े तो ${early}`;
  const what = names(item.findings, 'या');
  if (what === undefined) return undefined;
  return item.worse ? `अगर ये तकलीफ़ बढ़े तो ${early}: ${what}` : `अगर ${what} हो तो ${early}`;
};
