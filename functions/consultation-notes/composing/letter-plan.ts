import { read } from '../reading/facts.ts';
import { BODY_PARTS } from '../reading/findings.ts';
import { phrases } from '../reading/phrases.ts';
import { durationOf } from '../reading/shorthand.ts';
import type { Token } from '../reading/tokens.ts';
import { clausesOf, forClinicians, isAccount } from './letter-clauses.ts';
import type { LetterItem, Side, TestOrder } from './letter-items.ts';
import { agrees, onlyHolds } from './letter-items.ts';
import type { Advice } from './letter-lexicon.ts';
import { ORDER_WORDS, SELF_CARE, TESTS } from './letter-lexicon.ts';
import { medicineOrder } from './letter-medicine.ts';
import { returnItems } from './letter-return.ts';
import { instruction } from './letter-wording.ts';

const CARE = phrases(SELF_CARE.flatMap((advice) => advice.forms.map((form) => [form, advice] as const)));
const TEST_PHRASES = phrases(TESTS.flatMap((advice) => advice.forms.map((form) => [form, advice] as const)));
const BODY = new Set(BODY_PARTS.map(([english]) => english));

const CARE_WORDS = new Set([...ORDER_WORDS].filter((word) => word !== 'regular'));
const TEST_WORDS = new Set([
  ...ORDER_WORDS,
  'urgent',
  'urgently',
  'ix',
  'investigations',
  'repeat',
  'today',
  'again',
  'or',
  'needs',
  'consent',
  'with',
  'on',
]);

const isMark = (token: Token | undefined): boolean => /^[,.;:+&/()-]$/.test(token?.word ?? '');

const careItem = (text: string): LetterItem | undefined => {
  const { tokens, facts } = read(text, true);
  const durations = facts.filter((fact) => fact.kind === 'duration');
  const [duration] = durations;
  let found: Advice | undefined;
  for (let at = 0; at < tokens.length; ) {
    const match = CARE.at(tokens, at);
    if (match) {
      if (found) return undefined;
      found = match.value;
      at += match.length;
    } else if (duration && at === duration.first) at = duration.last + 1;
    else if (CARE_WORDS.has(tokens[at]?.word ?? '') || isMark(tokens[at])) at += 1;
    else return undefined;
  }
  if (!found || durations.length > 1 || (duration && !/^(?:Walk|Exercise)/.test(found.english))) return undefined;
  const lasting = durationOf(duration);
  return { kind: 'self-care', advice: found, ...(lasting && { lasting }) };
};

const SIDES: Record<string, Side> = { l: 'left', left: 'left', r: 'right', right: 'right', both: 'both', bilateral: 'both', 'b/l': 'both' };

const MORE_PARTS = /^(?:pelvis|spine|skull|ribs?|abdomen|chest)$/;

const singular = (part: string): string =>
  BODY.has(part) || MORE_PARTS.test(part) ? part : part === 'feet' ? 'foot' : part.replace(/s$/, '');

/** `Xray R hip + pelvis`: the side counts for the part after it alone. */
const placeOf = (text: string): TestOrder['place'] | undefined => {
  const match = /^(?:of )?(?:the )?(?:(L|R|left|right|both|bilateral|b\/l)\.? )?(\w+)(?: ?(?:\+|and|&) ?(\w+))?$/i.exec(text.trim());
  if (!match) return undefined;
  const side = SIDES[(match[1] ?? '').toLowerCase()];
  const parts = [match[2], match[3]].filter((part) => part !== undefined).map((part) => singular(part.toLowerCase()));
  const known = parts.every((part) => BODY.has(part) || MORE_PARTS.test(part));
  return known && parts.length > 0 ? { parts, ...(side && { side }) } : undefined;
};

const placedTest = (text: string): LetterItem | undefined => {
  const match =
    /^(?:repeat |arrange |for |urgent |urgently |needs? |do |get )*(x-?ray|x ray|usg|uss|ultrasound|ct|mri)(?: scan)? (.+?)( today)?[.\s]*$/i.exec(
      text,
    );
  const place = placeOf(match?.[2] ?? '');
  const test = match && TEST_PHRASES.at(read(match[1] ?? '', true).tokens, 0)?.value;
  if (!match || !place || !test || /\b(?:repeat)\b/i.test(text)) return undefined;
  return {
    kind: 'tests',
    tests: [{ test, place }],
    urgent: /\burgent/i.test(text),
    again: false,
    today: match[3] !== undefined,
    consent: false,
  };
};

const MOST_TESTS = 3;

const GESTATION = /\s+(?:at )?(\d{2}\/40)$/;

const testItems = (written: string): LetterItem[] | undefined => {
  const placed = placedTest(written);
  if (placed) return [placed];
  const gestation = GESTATION.exec(written)?.[1];
  const text = written.replace(GESTATION, '');
  const { tokens, facts } = read(text, true);
  const sent = /\b(sent|taken|done)\b/i.exec(text)?.[1]?.toLowerCase();
  const tests: TestOrder[] = [];
  const durations = facts.filter((fact) => fact.kind === 'duration');
  let urgentAt: number | undefined;
  let firstAt: number | undefined;
  for (let at = 0; at < tokens.length; ) {
    const match = TEST_PHRASES.at(tokens, at);
    const counted = facts.find((fact) => fact.first === at && fact.kind === 'number' && /^[x×]/i.test(text.slice(fact.start, fact.end)));
    const last = tests.at(-1);
    if (match) {
      firstAt ??= at;
      if (!tests.some(({ test }) => test === match.value)) tests.push({ test: match.value });
      at += match.length;
    } else if (counted && last) {
      last.times = counted.amount ?? '';
      at = counted.last + 1;
    } else if (durations[0]?.first === at) at = durations[0].last + 1;
    else {
      const word = tokens[at]?.word ?? '';
      if (/^urgent/.test(word)) urgentAt = at;
      if (!TEST_WORDS.has(word) && !isMark(tokens[at]) && word !== sent) return undefined;
      if (word === 'or') return undefined;
      at += 1;
    }
  }
  if (tests.length === 0 || durations.length > 1) return undefined;
  // `CXR, urgent CT`: not all of the list is urgent.
  const late = urgentAt !== undefined && firstAt !== undefined && urgentAt > firstAt;
  if (late && tests.length > 1) return undefined;
  const specific = tests.filter(({ test }) => test.english !== 'blood tests');
  const named = specific.some(({ test }) => /blood/.test(test.english)) ? specific : tests;
  const after = durationOf(durations[0]);
  const shared = {
    kind: 'tests' as const,
    urgent: urgentAt !== undefined,
    again: /\b(?:repeat|again)\b/i.test(text),
    today: /\btoday\b/i.test(text),
    consent: /\bwith consent\b/i.test(text),
    ...(gestation !== undefined && { gestation }),
    ...(after && { after }),
    ...(sent !== undefined && { sent }),
  };
  if (/\bwith\b/i.test(text) && !shared.consent) return undefined;
  const items: LetterItem[] = [];
  for (let at = 0; at < named.length; at += MOST_TESTS) items.push({ ...shared, tests: named.slice(at, at + MOST_TESTS) });
  return items;
};

const WATER =
  /^(?:drink |take |to drink )?(?:at least )?(\d[\d.]*(?:\s?-\s?\d[\d.]*)?)\s*(?:litres?|liters?|l) (?:of )?(?:water|fluids?)(?: hydration)?(?: intake)? (?:daily|a day|per day|each day|every day)$/i;
const SLEEP = /^(?:to )?sleep (\d[\d.]*(?:\s?-\s?\d[\d.]*)?) (?:hours|hrs)( minimum)?(?: (?:daily|a day|a night|per night|every day))?$/i;

const amountItem = (text: string): LetterItem | undefined => {
  const water = WATER.exec(text);
  if (water && !/at least/i.test(text)) return { kind: 'water', amount: water[1] ?? '', litres: true };
  const sleep = SLEEP.exec(text);
  return sleep && /daily|day|$/.test(text) ? { kind: 'sleep', amount: sleep[1] ?? '', least: sleep[2] !== undefined } : undefined;
};

/** Without its stop, unless that belongs to `a.c.`. */
const ended = (text: string): string => text.replace(/[\s,;]+$/, '').replace(/(?<!\b[ap]\.c)[\s,.;]+$/i, '');

const orderItems = (text: string): LetterItem[] | undefined => {
  const body = ended(text.replace(LEAD, ''));
  const one = amountItem(body) ?? careItem(body);
  if (one) return [one];
  const tests = testItems(body);
  if (tests) return tests;
  const medicine = medicineOrder(body);
  return medicine && [medicine];
};

const LEAD =
  /^(?:supportive|conservative|symptomatic)\s+(?:mx|management|treatment|care)\s*[-:–,]?\s*|^(?:advised?|adv)\s+(?:to\s+)?(?=\S)/i;

/** A list of orders (`rest, fluids, regular paracetamol`), if each item is one by itself. */
const listItems = (text: string): LetterItem[] | undefined => {
  const one = orderItems(text);
  if (one) return one;
  const body = text.replace(LEAD, '').replace(/[\s,.;]+$/, '');
  const whole = read(body, true);
  const pieces: string[] = [];
  let at = 0;
  for (const match of body.matchAll(/\s*(?:,|;|\+(?!\/)|\band\b|&(?!\w)|$)\s*/gi)) {
    const piece = body.slice(at, match.index);
    if (piece.trim() !== '') {
      if (!agrees(read(piece, true), whole, at)) return undefined;
      pieces.push(piece.trim());
    }
    at = match.index + match[0].length;
  }
  if (pieces.length < 2 || pieces.length > 8) return undefined;
  const items = pieces.map(orderItems);
  return items.every((item): item is LetterItem[] => item !== undefined) ? joinedTests(items.flat()) : undefined;
};

/** Tests that stand side by side are told in one breath. */
const joinedTests = (items: readonly LetterItem[]): LetterItem[] => {
  const joined: LetterItem[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    const alike =
      last?.kind === 'tests' &&
      item.kind === 'tests' &&
      !last.after &&
      !item.after &&
      !last.sent &&
      !item.sent &&
      !last.consent &&
      !item.consent;
    if (
      alike &&
      last.urgent === item.urgent &&
      last.again === item.again &&
      last.today === item.today &&
      last.tests.length + item.tests.length <= MOST_TESTS
    )
      joined[joined.length - 1] = { ...last, tests: [...last.tests, ...item.tests] };
    else joined.push(item);
  }
  return joined;
};

const known = (text: string): LetterItem[] | undefined => returnItems(text) ?? listItems(text);

const LONGEST_WORDS = 1_800;
const HEADING_ONLY = /^[\p{L}\d /'-]{0,60}$/u;

/** One clause for which there is no template: the doctor's own words, said to the patient, or nothing if they are not for the patient. */
const inWords = (clause: string, argued: boolean): LetterItem[] => {
  if (forClinicians(clause) || isAccount(clause)) return [];
  const { text, direct } = instruction(clause);
  if (text === '' || forClinicians(text)) return [];
  const { facts } = read(clause, true);
  const [first] = facts;
  if (direct) return [{ kind: 'words', lead: 'none', text: text.slice(0, LONGEST_WORDS) }];
  // A problem alone asks for nothing.
  if (facts.length > 0 && facts.every(({ kind }) => kind === 'finding') && onlyHolds(read(clause, true), new Set(['chronic', 'acute'])))
    return [];
  // Under `assessment and plan` the name of a problem stands on a line of its own.
  if (argued && HEADING_ONLY.test(clause.replace(/[.:]\s*$/, '')) && !facts.some((fact) => fact.kind === 'drug' || fact.kind === 'dose'))
    return [];
  const taken =
    !/\b(?:ac|pc|om)$/i.test(text) &&
    first?.kind === 'drug' &&
    first.first === 0 &&
    facts.every((fact) => fact.polarity === 'said') &&
    facts.some((fact) => fact.kind === 'dose' || fact.kind === 'frequency');
  if (taken)
    return [
      {
        kind: 'words',
        lead: 'none',
        text: `${/\b(?:cream|ointment|gel|drops?|inhaler|spray|lotion)\b/i.test(clause) ? 'use' : 'take'} ${text.slice(0, LONGEST_WORDS)}`,
      },
    ];
  return [{ kind: 'words', lead: 'plan', text: text.slice(0, LONGEST_WORDS) }];
};

/** Labels within a plan that no heading of the notes is. */
const LABEL =
  /^(?:(?:medical )?(?:reasoning|treatment)|patient education(?: (?:and|&) counsel+ing)?|(?:additional )?testing|counsel+ing|specialist referrals?|instructions?)\s*:\s*/i;

/** What a segment of the plan tells the patient, clause by clause. Empty where all of it is among clinicians. */
export const planItems = (text: string, argued = false): LetterItem[] => {
  const body = text
    .replace(/^\d+\)\s*/, '')
    .replace(LABEL, '')
    .trim();
  const whole = known(body);
  if (whole) return whole;
  return clausesOf(body).flatMap((clause) => known(clause) ?? inWords(clause, argued));
};
