import type { Fact } from '../reading/facts.ts';
import { read } from '../reading/facts.ts';
import { durationOf, expand } from '../reading/shorthand.ts';
import type { LetterItem, MedicineItem, Timing } from './letter-items.ts';
import { findingsOf, onlyHolds, wordSet } from './letter-items.ts';
import { ORDER_WORDS } from './letter-lexicon.ts';

/** Topical medicines are used, not taken. */
const USED =
  /\b(?:use|cream|ointment|gel|drops?|inhaler|spray|lotion|patch|emollients?|moisturi[sz]er|mouthwash|shampoo|sunscreen|puffs?)\b/i;
const CHANGES =
  /\b(?:increase|reduce|decrease|stop|change|switch|delayed|hold|omit|avoid|consider|if|no|not|unless|until|allerg\w*|was|previous|already|gave|received|or|instead|then|maximum|max)\b/i;
const AFTER_EACH = /\bafter (?:each|every) (?:loose )?(?:stool|motion|meal)s?\b/i;
const GUIDELINE = /\s*\b(?:as per|according to)\b[^,;.]*\bguidelines?\b/i;
const FIRST_LINE = /\s*\b(?:as )?first[- ]?line\b/i;
const OVER_THE_COUNTER = /\b(?:otc|over[- ]the[- ]counter)\b/i;

/** A generic name has no capital within a sentence; a brand keeps the doctor's. */
const medicineName = (written: string, drug: Fact): string =>
  (drug.keys[0] ?? '').slice('drug:'.length).startsWith(written.toLowerCase().replace(/s$/, '').split(' ')[0] ?? '')
    ? written.toLowerCase()
    : written;

const nameOf = (text: string, drug: Fact): string => medicineName(expand(text.slice(drug.start, drug.end)), drug);

const BEDTIME = /^(?:hs|h\.s\.?|(?:at )?bedtime|सोते समय)$/i;
const MEAL_KEY = /^freq:(?:before|after)-/;

/** When the medicine is taken. `30 min before food` is one moment: its length of time is not how long to take the medicine. */
const timings = (text: string, facts: readonly Fact[]): { how: Timing[]; used: Set<Fact> } => {
  const used = new Set<Fact>();
  const how = facts
    .filter((fact) => fact.kind === 'frequency')
    .map((fact): Timing => {
      const key = fact.keys[0] ?? '';
      const before = facts.find((other) => other.kind === 'duration' && other.last === fact.first - 1);
      const lead = MEAL_KEY.test(key) ? durationOf(before) : undefined;
      if (lead && before) used.add(before);
      return { key, ...(lead && { lead }), ...(BEDTIME.test(text.slice(fact.start, fact.end)) && { bedtime: true }) };
    });
  return { how, used };
};

const UNITS_WRITTEN: readonly (readonly [RegExp, string])[] = [
  [/\btabs?\b\.?/i, 'tablet'],
  [/\bcaps?\b\.?/i, 'capsule'],
];

/** `1 tab` is `1 tablet`; a number or unit is never supplied. */
const amountWritten = (text: string): string => {
  for (const [form, unit] of UNITS_WRITTEN) {
    if (form.test(text)) return text.replace(form, /^1\s/.test(text) ? unit : `${unit}s`);
  }
  return text;
};

export const medicineItem = (written: string): MedicineItem | undefined => {
  const first = FIRST_LINE.test(written);
  const afterEach = AFTER_EACH.exec(written)?.[0].toLowerCase();
  const text = written
    .replace(GUIDELINE, '')
    .replace(FIRST_LINE, '')
    .replace(AFTER_EACH, '')
    .replace(/^(?:rx|treat)\s+(?:empirically\s+)?with\s+/i, '')
    .replace(/\bempirically\b|\bempirical\b/i, '')
    .trim();
  const reading = read(text, true);
  const drugs = reading.facts.filter((fact) => fact.kind === 'drug');
  const [drug] = drugs;
  if (
    drugs.length !== 1 ||
    !drug ||
    CHANGES.test(text.replace(/\bif (?:needed|required)\b/i, '').replace(/\bwith or (?:just )?after\b|\bafter or with\b/i, ''))
  )
    return undefined;
  const rest = reading.facts.filter((fact) => fact !== drug);
  const strength = rest.find((fact) => fact.kind === 'measure' && fact.unit === '%' && fact.first === drug.last + 1);
  const others = rest.filter((fact) => fact !== strength);
  if (others.some((fact) => !/^(?:dose|frequency|duration|finding|number)$/.test(fact.kind))) return undefined;
  const amounts = others.filter((fact) => fact.kind === 'dose' || fact.kind === 'number');
  const findings = findingsOf(others);
  const { how, used } = timings(text, others);
  const durations = others.filter((fact) => fact.kind === 'duration' && !used.has(fact));
  if (amounts.length > 1 || findings.length > 1 || durations.length > 1 || !onlyHolds(reading, ORDER_WORDS)) return undefined;
  // A length of time before `food` that is none of `30 min before food` is read as neither.
  if (others.some((fact) => fact.kind === 'finding' && fact.polarity !== 'said')) return undefined;
  const before = text.slice(0, drug.start);
  const form = /\b(tab|tablets?|cap|capsules?|syp|syrup|inj)\b\.?/i.exec(before);
  if (form && /inj/i.test(form[0])) return undefined;
  const after = /^\s*(?:\d+(?:\.\d+)?\s*%\s*)?(cream|ointment|gel|drops|inhaler|spray|lotion)\b/i.exec(text.slice(drug.end))?.[1];
  const lasting = durationOf(durations[0]);
  const [amount] = amounts;
  const [purpose] = findings;
  const verb = first ? 'try first' : USED.test(text) ? 'use' : /\bcont(?:inue)?\b/i.test(text) ? 'continue' : 'take';
  return {
    kind: 'medicine',
    verb,
    name: `${nameOf(text, drug)}${strength ? ` ${text.slice(strength.start, strength.end)}` : ''}${after ? ` ${after}` : ''}`,
    ...(amount && { amount: amountWritten(text.slice(amount.start, amount.end)) }),
    how,
    regular: /\bregular(?:ly)?\b/i.test(text),
    overTheCounter: OVER_THE_COUNTER.test(text),
    ...(afterEach !== undefined && { afterEach }),
    ...(purpose && { purpose, purposePossible: /\bempiric/i.test(written) }),
    ...(lasting && { lasting }),
  };
};

const CHANGE = /^(?:to )?(increase|uptitrate|↑|reduce|decrease|↓)\s/i;
const CHANGE_WORDS = wordSet('increase uptitrate reduce decrease ↑ ↓ to the your of dose');

const changeItem = (text: string): LetterItem | undefined => {
  const direction = CHANGE.exec(text)?.[1];
  if (direction === undefined) return undefined;
  const reading = read(text, true);
  const drugs = reading.facts.filter((fact) => fact.kind === 'drug');
  const amounts = reading.facts.filter((fact) => fact.kind === 'dose' || fact.kind === 'number');
  const [drug] = drugs;
  const [amount] = amounts;
  if (!drug || drugs.length !== 1 || amounts.length > 1 || !onlyHolds(reading, CHANGE_WORDS)) return undefined;
  if (reading.facts.some((fact) => !/^(?:drug|dose|number|frequency)$/.test(fact.kind))) return undefined;
  const { how } = timings(text, reading.facts);
  // `increase 40 mg` may mean to 40 mg or by 40 mg: only `to` is safe.
  if (amount ? !/\bto\s*$/i.test(text.slice(0, amount.start)) : how.length === 0) return undefined;
  return {
    kind: 'change',
    direction: /^(?:increase|uptitrate|↑)$/i.test(direction) ? 'increase' : 'reduce',
    name: nameOf(text, drug),
    ...(amount && { to: amountWritten(text.slice(amount.start, amount.end)) }),
    how,
  };
};

const STOP_WORDS = wordSet('stop discontinue avoid no do not take taking any other more further all');

const stopItem = (text: string): LetterItem | undefined => {
  const opened = /^(stop|discontinue|avoid|no|do not take)\s+(?:taking )?(?:any )?(other |more |further |all )?/i.exec(text);
  if (!opened) return undefined;
  const reading = read(text, true);
  const [drug] = reading.facts;
  if (reading.facts.length !== 1 || drug?.kind !== 'drug' || drug.polarity !== 'denied' || !onlyHolds(reading, STOP_WORDS))
    return undefined;
  return { kind: 'stop', name: nameOf(text, drug), avoid: !/^(?:stop|discontinue)/i.test(text), other: /^other/i.test(opened[2] ?? '') };
};

const DELAYED_WORDS = wordSet(
  'delayed script prescription rx for of abx to start in after take if sx symptoms not are improving improved better no only',
);

const delayedItem = (text: string): LetterItem | undefined => {
  if (
    !/^delayed (?:script|prescription|rx)\b/i.test(text) ||
    !/\bif (?:sx |symptoms )?(?:are )?(?:not|no) (?:better|improv\w+)/i.test(text)
  )
    return undefined;
  const reading = read(text, true);
  const drugs = reading.facts.filter((fact) => fact.kind === 'drug');
  const [drug, kind] = drugs;
  const antibiotic = kind !== undefined && /^(?:abx|antibiotics?)$/i.test(text.slice(kind.start, kind.end));
  if (!drug || drugs.length > 2 || (drugs.length === 2 && !antibiotic)) return undefined;
  const durations = reading.facts.filter((fact) => fact.kind === 'duration');
  if (reading.facts.length !== drugs.length + durations.length || durations.length > 1 || !onlyHolds(reading, DELAYED_WORDS))
    return undefined;
  const after = durationOf(durations[0]);
  return { kind: 'delayed', name: nameOf(text, drug), antibiotic, ...(after && { after }) };
};

/** What an order says to do with one medicine. */
export const medicineOrder = (text: string): LetterItem | undefined =>
  delayedItem(text) ?? changeItem(text) ?? stopItem(text) ?? medicineItem(text);
