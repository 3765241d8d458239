import type { NamedMedicine } from '../contract.ts';
import type { Fact } from '../reading/facts.ts';
import type { Clause, Mention } from './mentions.ts';
import { CHANGES, CHANGES_DOSE, CHECKS, FORM_WORDS, formBefore, JOINS } from './order-words.ts';

/** What the words around a name say surely. What they leave open, or say twice and differently, is absent. */
export type Said = Pick<NamedMedicine, 'strength' | 'form' | 'instruction' | 'often' | 'amount' | 'days'>;

type Often = NonNullable<NamedMedicine['often']>;
type Item = { readonly fact: Fact; readonly raw: string };

const LONGEST_COURSE_DAYS = 366;
/** A bare number right after a name is the pack's figure from here on; a smaller one may be a count. */
const LEAST_BARE_STRENGTH = 5;
const MOST_PIECES = 4;

const PIECES: ReadonlySet<string> = new Set(['tablet', 'capsule', 'puff', 'drop', 'sachet', 'patch', 'ml']);
const isMass = ({ unit }: Fact): boolean => unit === 'mg' || unit === 'mcg' || unit === 'g' || unit === 'meq' || unit === 'mmol';
/** `1%` of a cream. */
const isShare = ({ kind, unit }: Fact): boolean => kind === 'measure' && unit === '%';
const isInsulin = ({ keys }: Mention): boolean => keys.some((key) => key.includes('insulin'));
const isQuarters = (amount: number): boolean => amount >= 0.25 && amount <= 1_000 && Number.isInteger(amount * 4);

const FOOD: Readonly<Record<string, Said['instruction']>> = {
  'freq:before-food': 'before-food',
  'freq:before-breakfast': 'before-food',
  'freq:before-lunch': 'before-food',
  'freq:before-dinner': 'before-food',
  'freq:after-food': 'after-food',
  'freq:after-breakfast': 'after-food',
  'freq:after-lunch': 'after-food',
  'freq:after-dinner': 'after-food',
  'freq:with-food': 'with-food',
  'freq:with-breakfast': 'with-food',
  'freq:with-lunch': 'with-food',
  'freq:with-dinner': 'with-food',
  'freq:empty-stomach': 'empty-stomach',
};
const OF_A_MEAL = /-(breakfast|lunch|dinner)$/;
/** A meal says when, where it is the only time. */
const MEAL_TIME: Readonly<Record<string, Often>> = {
  breakfast: { kind: 'at', when: 'morning' },
  dinner: { kind: 'at', when: 'night' },
};
const BEDTIME = /^(?:hs|h\.s\.?|at bedtime|bedtime|सोते समय)$/i;

/** The one value of a list whose values agree. */
const agreed = <T>(values: readonly T[]): T | undefined => (new Set(values).size === 1 ? values[0] : undefined);

/** How often, from all that is said about it: twice the same is said once, anything else leaves it open. */
const oftenOf = (items: readonly Item[]): Often | undefined => {
  const times = new Set<number>();
  const hours = new Set<number>();
  const slots = new Set<string>();
  const whens = new Set<'morning' | 'night' | 'bedtime'>();
  const meals = new Set<string>();
  let needed = false;
  for (const { fact, raw } of items) {
    const key = fact.keys[0] ?? '';
    const [, count] = /^freq:(\d+)\/day$/.exec(key) ?? [];
    const [, every] = /^every:(\d+)h$/.exec(key) ?? [];
    const [, meal] = OF_A_MEAL.exec(key) ?? [];
    if (key.startsWith('slots:')) slots.add(key.slice('slots:'.length));
    else if (count) times.add(Number(count));
    else if (every) hours.add(Number(every));
    else if (key === 'freq:needed') needed = true;
    else if (key === 'freq:morning') whens.add('morning');
    else if (key === 'freq:night') whens.add(BEDTIME.test(raw) ? 'bedtime' : 'night');
    else if (meal) meals.add(meal);
    else if (FOOD[key] === undefined && key !== 'freq:with-or-after-food') return undefined;
  }
  const [daily, slot, when, every, meal] = [
    agreed([...times]),
    agreed([...slots]),
    agreed([...whens]),
    agreed([...hours]),
    agreed([...meals]),
  ];
  const ways = Number(slots.size > 0) + Number(whens.size > 0) + Number(hours.size > 0);
  if (needed)
    return slots.size + whens.size > 0 || times.size > 1 ? undefined : { kind: 'as-needed', ...(daily && { dailyMaximum: daily }) };
  if (ways > 1) return undefined;
  if (slot !== undefined) {
    const amounts = slot.split('-').map(Number);
    const taken = amounts.filter((amount) => amount > 0).length;
    return taken === 0 || (times.size > 0 && daily !== taken) ? undefined : { kind: 'slots', amounts };
  }
  if (when !== undefined) return times.size === 0 || daily === 1 ? { kind: 'at', when } : undefined;
  if (every !== undefined) return times.size === 0 && every <= 168 ? { kind: 'hours', every } : undefined;
  if (daily === 1 && meal !== undefined) return MEAL_TIME[meal];
  return daily !== undefined && daily <= MOST_PIECES ? { kind: 'daily', times: daily } : undefined;
};

/** `q8h` is one word to a reader of tokens. */
const hourly = (word: string): string | undefined => /^q(\d{1,2})h(?:r|rly|ourly)?$/.exec(word)?.[1];

/** A duration is the course's only where it follows what is taken: in `for fever x 3 days` it is the fever's. */
const isCourse = ({ tokens }: Clause, { fact }: Item, before: Item | undefined): boolean =>
  before !== undefined &&
  before.fact.kind !== 'finding' &&
  tokens.slice(before.fact.last + 1, fact.first).every(({ word }) => /^(?:for|,|\.|\(|\)|-|–|x|×|लिए)$/.test(word));

/** What is said around a name, and where the words are no longer understood. */
type Walked = { readonly items: readonly Item[]; readonly stopped: number };

const formOf = ({ tokens }: Clause, mention: Mention, { items, stopped }: Walked): Said['form'] => {
  // Insulin is counted in units, be it called an injection.
  if (isInsulin(mention)) return 'unit';
  const before = formBefore(tokens, mention.first);
  if (before) return before.form;
  const after = tokens
    .slice(mention.end, stopped)
    .find(({ word }) => word.length > 1 && FORM_WORDS.has(word) && !/^tabs?$|^caps?$/.test(word));
  if (after) return FORM_WORDS.get(after.word);
  const unit = agreed(items.flatMap(({ fact }) => (fact.kind === 'dose' && PIECES.has(fact.unit ?? '') ? [fact.unit] : [])));
  return unit as Said['form'];
};

/** Reads on after a name as long as every word is understood. */
const walk = (clause: Clause, { end, to }: Mention): Walked => {
  const { tokens, factAt, segment } = clause;
  const items: Item[] = [];
  let at = end;
  while (at < to) {
    const fact = factAt.get(at);
    const word = tokens[at]?.word ?? '';
    const every = hourly(word);
    if (every) {
      const raw = tokens[at]?.raw ?? '';
      const token = { first: at, last: at, start: tokens[at]?.start ?? 0, end: tokens[at]?.end ?? 0, polarity: 'said' as const };
      items.push({ raw, fact: { kind: 'frequency', keys: [`every:${every}h`], ...token } });
      at += 1;
    } else if (
      fact &&
      (fact.kind === 'finding' ? tokens[at - 1]?.word === 'for' : /^(?:dose|frequency|duration|number)$/.test(fact.kind) || isShare(fact))
    ) {
      items.push({ raw: segment.text.slice(fact.start, fact.end), fact });
      at = fact.last + 1;
    } else if (
      (!fact || fact.kind === 'drug') &&
      (JOINS.has(word) || FORM_WORDS.has(word) || (word === 'and' && factAt.get(at + 1)?.kind === 'frequency'))
    )
      at += 1;
    else if (word === '/' && items.at(-1)?.fact.kind === 'dose') at += 1;
    else break;
  }
  return { items, stopped: at };
};

type Amounts = { strength?: string; amount?: number } | undefined;

/** Strength and amount; nothing at all if the words say two of either. */
const amountsOf = (clause: Clause, mention: Mention, items: readonly Item[], form: Said['form']): Amounts => {
  const { tokens, segment } = clause;
  const strengths: string[] = [];
  const amounts: number[] = [];
  for (let place = 0; place < items.length; place += 1) {
    const { fact, raw } = items[place] as Item;
    const next = items[place + 1];
    const value = Number(fact.amount);
    if (isShare(fact)) strengths.push(raw);
    else if (fact.kind === 'dose') {
      if (!Number.isFinite(value) || fact.keys[0]?.endsWith('/kg')) return undefined;
      const slash = tokens[fact.last + 1]?.word === '/';
      if (slash && isMass(fact) && next?.fact.unit === 'ml' && next.fact.first === fact.last + 2) {
        strengths.push(segment.text.slice(fact.start, next.fact.end));
        place += 1;
      } else if (slash) return undefined;
      else if (isMass(fact) || (fact.unit === 'unit' && !isInsulin(mention))) {
        // Of a liquid it says what is in a dose, not what the bottle's label says.
        if (form !== 'ml' && form !== 'drop') strengths.push(raw);
      } else if (isQuarters(value) && (PIECES.has(fact.unit ?? '') || fact.unit === 'unit')) amounts.push(value);
      else return undefined;
    } else if (fact.kind === 'number') {
      if (/^[x×]/i.test(raw) || !/^\d+(?:\.\d+)?$/.test(raw)) return undefined;
      const counts = next?.fact.kind === 'frequency' && next.fact.first === fact.last + 1;
      if (fact.first === mention.end && value >= LEAST_BARE_STRENGTH && !isInsulin(mention)) strengths.push(raw);
      else if (value <= MOST_PIECES && counts && (form === 'tablet' || form === 'capsule')) amounts.push(value);
      else return undefined;
    }
  }
  if (new Set(strengths).size > 1 || new Set(amounts).size > 1) return undefined;
  const [strength] = strengths;
  const [amount] = amounts;
  // An injection of so many ml is counted in injections, and a dose of other pieces than its form is not understood.
  return { ...(strength !== undefined && { strength }), ...(amount !== undefined && form !== 'injection' && { amount }) };
};

const daysOf = (clause: Clause, items: readonly Item[]): number | undefined => {
  const courses = items.filter((item, place) => item.fact.kind === 'duration' && isCourse(clause, item, items[place - 1]));
  const days = agreed(courses.map(({ fact }) => Number(fact.keys.find((key) => key.startsWith('days:'))?.slice('days:'.length))));
  return days !== undefined && Number.isInteger(days) && days >= 1 && days <= LONGEST_COURSE_DAYS ? days : undefined;
};

/** `Double the dose of amlodipine 5 mg` and `increase amlodipine 5 mg` do not say the new dose; `increase to 10 mg` does. */
const changesUnsaid = ({ tokens, factAt, mentions }: Clause, { first, end }: Mention): boolean => {
  const from = mentions.findLast((other) => other.end <= first)?.end ?? 0;
  return tokens[end]?.word !== 'to' && tokens.slice(from, first).some(({ word }, at) => CHANGES_DOSE.test(word) && !factAt.has(from + at));
};

/** `9.2 mg/dl` is what a laboratory found. */
const isFinding = ({ tokens }: Clause, { fact }: Item): boolean =>
  fact.kind === 'dose' && tokens[fact.last + 1]?.word === '/' && /^(?:dl|l|litre|liter|g|mmol)$/.test(tokens[fact.last + 2]?.word ?? '');

/** What is said around one mention. `isDose`: whether anything that only an order has is among it; `isOnce`: given on the spot. */
export const readDose = (clause: Clause, mention: Mention): { said: Said; isDose: boolean; isOnce: boolean; isFinding: boolean } => {
  const { tokens, factAt } = clause;
  const before = [...factAt.values()].filter(({ first, kind }) => first >= mention.lead && first < mention.first && kind === 'dose');
  const { items: after, stopped } = walk(clause, mention);
  const items = [...before.map((fact) => ({ fact, raw: clause.segment.text.slice(fact.start, fact.end) })), ...after];
  const form = formOf(clause, mention, { items, stopped });
  const isDose = items.some(({ fact }) => fact.kind === 'dose' || fact.kind === 'frequency');
  const isOnce = items.some(({ fact }) => fact.keys[0] === 'freq:now');
  const left = tokens.slice(stopped, mention.to);
  const checks = CHECKS.test(left[0]?.word ?? '');
  const goesOn =
    left.some(({ word }, place) => {
      const kind = factAt.get(stopped + place)?.kind;
      return CHANGES.has(word) || kind === 'dose' || (kind === 'frequency' && !checks);
    }) ||
    tokens.slice(mention.lead, stopped).some(({ word }) => word === 'from') ||
    changesUnsaid(clause, mention);
  const amounts = goesOn ? undefined : amountsOf(clause, mention, items, form);
  const isOf = { isDose, isOnce, isFinding: items.some((item) => isFinding(clause, item)) };
  if (!amounts) return { ...isOf, said: form ? { form } : {} };
  const frequencies = items.filter(({ fact }) => fact.kind === 'frequency');
  const often = oftenOf(frequencies);
  const foods = agreed(frequencies.flatMap(({ fact }) => FOOD[fact.keys[0] ?? ''] ?? []));
  const instruction = foods ?? (often?.kind === 'at' && often.when === 'bedtime' ? ('bedtime' as const) : undefined);
  const days = daysOf(clause, items);
  const { amount, ...strength } = amounts;
  return {
    ...isOf,
    said: {
      ...strength,
      ...(form && { form }),
      ...(instruction && { instruction }),
      ...(often && { often }),
      ...(amount !== undefined && { amount }),
      ...(days !== undefined && { days }),
    },
  };
};
