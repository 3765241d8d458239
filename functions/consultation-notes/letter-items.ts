import type { Fact, Reading } from './facts.ts';
import { read } from './facts.ts';
import type { Finding } from './findings.ts';
import { FINDINGS } from './findings.ts';
import type { Advice } from './letter-lexicon.ts';
import { ORDER_WORDS, SELF_CARE, TESTS } from './letter-lexicon.ts';
import { phrases } from './phrases.ts';
import { durationOf, expand } from './shorthand.ts';
import type { Token } from './tokens.ts';

export type Duration = NonNullable<ReturnType<typeof durationOf>>;

/** What a letter can say for certain in either language. Whatever fits none of these is told in the doctor's own words. */
export type LetterItem =
  | { kind: 'symptoms'; findings: Finding[]; lasting?: Duration }
  | { kind: 'absent'; findings: Finding[] }
  | { kind: 'no-allergies' }
  | { kind: 'opinion'; findings: Finding[]; certain: boolean }
  | {
      kind: 'medicine';
      verb: 'take' | 'use' | 'continue';
      name: string;
      amount?: string;
      how: string[];
      regular: boolean;
      purpose?: Finding;
      lasting?: Duration;
    }
  | { kind: 'self-care'; advice: Advice }
  | { kind: 'tests'; tests: Advice[]; urgent: boolean }
  | {
      kind: 'return';
      after?: Duration;
      unlessBetter: boolean;
      worse: boolean;
      findings: Finding[];
      sooner: boolean;
      order: 'after' | 'sooner';
    };

const BY_NAME = new Map(FINDINGS.map((finding) => [finding.name, finding]));
const CARE = phrases(SELF_CARE.flatMap((advice) => advice.forms.map((form) => [form, advice] as const)));
const TEST_PHRASES = phrases(TESTS.flatMap((advice) => advice.forms.map((form) => [form, advice] as const)));

const findingsOf = (facts: readonly Fact[]): Finding[] => {
  const named = facts.filter((fact) => fact.kind === 'finding').map((fact) => BY_NAME.get(fact.keys[0] ?? ''));
  return [...new Set(named.filter((finding): finding is Finding => finding !== undefined))];
};

const words = (text: string): Set<string> => new Set(text.split(' '));

/** Whether the words that no fact accounts for are all of `allowed`: only then does a template lose nothing. */
const onlyHolds = (reading: Reading, allowed: Set<string>): boolean => {
  const covered = new Set<number>();
  for (const fact of reading.facts) for (let at = fact.first; at <= fact.last; at += 1) covered.add(at);
  return reading.tokens.every((token, at) => covered.has(at) || /^[,.;:/+&()-]$/.test(token.word) || allowed.has(token.word));
};

const STORY_WORDS = words(
  'history hx of for since has have had having feeling feels felt and with also c o complains presenting presents associated assoc sx symptoms a the is there ago past last from patient pt he she they',
);
const DENIAL_WORDS = words('no nil not denies without or nor and any there is known of');

const symptomItem = (text: string): LetterItem | undefined => {
  const reading = read(text, true);
  const durations = reading.facts.filter((fact) => fact.kind === 'duration');
  const rest = reading.facts.filter((fact) => fact.kind !== 'duration');
  if (rest.length === 0 || durations.length > 1 || rest.some((fact) => fact.kind !== 'finding')) return undefined;
  const findings = findingsOf(rest);
  const negated = rest.every((fact) => fact.polarity === 'denied');
  if (findings.some((finding) => finding.kind === 'state' || finding.kind === 'diagnosis') && !negated) return undefined;
  if (negated && durations.length === 0 && findings.every((finding) => finding.kind === 'symptom') && onlyHolds(reading, DENIAL_WORDS))
    return { kind: 'absent', findings };
  if (rest.some((fact) => fact.polarity !== 'said') || /\bago\b/i.test(text) || !onlyHolds(reading, STORY_WORDS)) return undefined;
  const lasting = durationOf(durations[0]);
  return { kind: 'symptoms', findings, ...(lasting && { lasting }) };
};

/** The symptoms of a segment, or of those of its clauses that say by themselves what they say in the whole. */
export const symptomItems = (text: string): LetterItem[] => {
  const whole = symptomItem(text);
  if (whole) return [whole];
  const { facts } = read(text, true);
  let start = 0;
  return text.split(',').flatMap((clause) => {
    const from = start;
    start += clause.length + 1;
    const alone = read(clause, true).facts;
    const agrees = alone.every((fact) =>
      facts.some((other) => other.start === from + fact.start && other.polarity === fact.polarity && other.keys[0] === fact.keys[0]),
    );
    const item = agrees ? symptomItem(clause) : undefined;
    return item ? [item] : [];
  });
};

const OPINION_WORDS = words('a an the likely most diagnosis is probable possible or and ? + / -');

export const opinionItem = (text: string): Extract<LetterItem, { kind: 'opinion' }> | undefined => {
  const reading = read(text, true);
  const findings = findingsOf(reading.facts);
  if (
    findings.length === 0 ||
    reading.facts.some((fact) => fact.kind !== 'finding' || (fact.polarity !== 'said' && fact.polarity !== 'possible'))
  )
    return undefined;
  // `allergic conjunctivitis` is more than its two words.
  if (findings.some((finding) => finding.kind === 'state')) return undefined;
  const certain = reading.facts.every((fact) => fact.polarity === 'said');
  if (!certain && reading.facts.some((fact) => fact.polarity === 'said')) return undefined;
  return onlyHolds(reading, OPINION_WORDS) ? { kind: 'opinion', findings, certain } : undefined;
};

/** Topical medicines are used, not taken. */
const USED = /\b(?:cream|ointment|gel|drops?|inhaler|spray|lotion|patch|emollients?|moisturi[sz]er|mouthwash|shampoo|sunscreen|puffs?)\b/i;
const CHANGES =
  /\b(?:increase|reduce|decrease|stop|change|switch|delayed|hold|omit|avoid|consider|empirical|empirically|if|no|not|unless|allerg\w*|was|previous)\b/i;

/** A generic name has no capital within a sentence; a brand keeps the doctor's. */
const medicineName = (written: string, drug: Fact): string =>
  (drug.keys[0] ?? '').slice('drug:'.length).startsWith(written.toLowerCase().replace(/s$/, '').split(' ')[0] ?? '')
    ? written.toLowerCase()
    : written;

const medicineItem = (text: string): LetterItem | undefined => {
  const reading = read(text, true);
  const drugs = reading.facts.filter((fact) => fact.kind === 'drug');
  const [drug] = drugs;
  if (drugs.length !== 1 || !drug || CHANGES.test(text.replace(/\bif needed\b/i, ''))) return undefined;
  const rest = reading.facts.filter((fact) => fact !== drug);
  if (rest.some((fact) => !/^(?:dose|frequency|duration|finding|number)$/.test(fact.kind))) return undefined;
  const amounts = rest.filter((fact) => fact.kind === 'dose' || fact.kind === 'number');
  const findings = findingsOf(rest);
  const durations = rest.filter((fact) => fact.kind === 'duration');
  if (amounts.length > 1 || findings.length > 1 || durations.length > 1 || !onlyHolds(reading, ORDER_WORDS)) return undefined;
  if (rest.some((fact) => fact.kind === 'finding' && fact.polarity !== 'said')) return undefined;
  const frequencies = rest.filter((fact) => fact.kind === 'frequency');
  const before = text.slice(0, drug.start);
  const form = /\b(tab|tablets?|cap|capsules?|syp|syrup|inj)\b\.?/i.exec(before);
  if (form && /inj/i.test(form[0])) return undefined;
  const after = /^\s*(cream|ointment|gel|drops|inhaler|spray|lotion)\b/i.exec(text.slice(drug.end))?.[1];
  const lasting = durationOf(durations[0]);
  const [amount] = amounts;
  const [purpose] = findings;
  return {
    kind: 'medicine',
    verb: USED.test(text) ? 'use' : /\bcont(?:inue)?\b/i.test(text) ? 'continue' : 'take',
    name: medicineName(expand(text.slice(drug.start, drug.end)), drug) + (after ? ` ${after}` : ''),
    ...(amount && { amount: text.slice(amount.start, amount.end) }),
    how: frequencies.map((fact) => fact.keys[0] ?? ''),
    regular: /\bregular(?:ly)?\b/i.test(text),
    ...(purpose && { purpose }),
    ...(lasting && { lasting }),
  };
};

const matchesAll = <Value>(
  tokens: Token[],
  known: { at: (tokens: Token[], index: number) => { value: Value; length: number } | undefined },
  glue: Set<string>,
): Value[] | undefined => {
  const found: Value[] = [];
  for (let at = 0; at < tokens.length; ) {
    const match = known.at(tokens, at);
    if (match) {
      found.push(match.value);
      at += match.length;
    } else if (glue.has(tokens[at]?.word ?? '') || /^[,.;:+&/()-]$/.test(tokens[at]?.word ?? '')) at += 1;
    else return undefined;
  }
  return found.length > 0 ? found : undefined;
};

const TEST_WORDS = new Set([...ORDER_WORDS, 'urgent', 'urgently', 'ix', 'investigations']);

const orderItem = (text: string): LetterItem | undefined => {
  const { tokens } = read(text, true);
  const care = matchesAll(tokens, CARE, new Set([...ORDER_WORDS].filter((word) => word !== 'regular')));
  if (care?.length === 1 && care[0]) return { kind: 'self-care', advice: care[0] };
  const tests = matchesAll(tokens, TEST_PHRASES, TEST_WORDS);
  if (tests) return { kind: 'tests', tests: [...new Set(tests)], urgent: /\burgent/i.test(text) };
  return medicineItem(text);
};

const RETURN = /^(?:for )?(?:review|r\/v|rv|f\/u|fu|follow.?up|come back|return|tca|see again|recheck)\b/i;
const SOONER = /,?\s*(?:\bor\b|;|,)?\s*\b(?:earlier|sooner|before that|come back sooner|return sooner|early)\b/i;
const RETURN_WORDS = words(
  'review r v rv f u fu follow up followup follow-up come back return tca see again in for sx symptoms symptom patient pt me us clinic after and or if with any worsening worse of worsens earlier sooner the new develops develop concerns concern not no better improving improved improve inb is are do does have has etc at',
);

const returnItems = (text: string): LetterItem[] | undefined => {
  if (!RETURN.test(text)) return undefined;
  const reading = read(text, true);
  if (!onlyHolds(reading, RETURN_WORDS) || /\bconcerns?\b/i.test(text)) return undefined;
  if (reading.facts.some((fact) => fact.kind !== 'duration' && fact.kind !== 'finding')) return undefined;
  const split = SOONER.exec(text);
  const cut = split ? split.index : text.length;
  const early = reading.facts.filter((fact) => fact.start >= cut);
  const first = reading.facts.filter((fact) => fact.start < cut);
  const when = first.filter((fact) => fact.kind === 'duration');
  // `fever >3/7` holds a length of its own, which the list of reasons cannot carry.
  if (when.length > 1 || early.some((fact) => fact.kind === 'duration')) return undefined;
  const head = text.slice(0, cut);
  const after = durationOf(when[0]);
  const reasons = findingsOf(first);
  const items: LetterItem[] = [];
  const unlessBetter = /\b(?:inb|(?:not|no) (?:better|improv\w+))\b/i.test(head);
  if (/\betc\b/i.test(head)) return undefined;
  if (reasons.length > 0 && (after || unlessBetter)) return undefined;
  if (after || unlessBetter || reasons.length > 0) {
    items.push({
      kind: 'return',
      ...(after && { after }),
      unlessBetter,
      worse: /\bwors/i.test(head),
      findings: reasons,
      sooner: false,
      order: 'after',
    });
  }
  if (split) {
    const tail = text.slice(cut);
    const findings = findingsOf(early);
    const worse = /\bwors/i.test(tail);
    if (findings.length === 0 && !worse) return undefined;
    items.push({ kind: 'return', unlessBetter: false, worse, findings, sooner: true, order: 'sooner' });
  }
  return items.length > 0 ? items : undefined;
};

const LEAD = /^(?:supportive|conservative|symptomatic)\s+(?:mx|management|treatment|care)\s*[-:–,]?\s*/i;

/** What a segment of the plan tells the patient to do, if the whole of it can be told by template. */
export const planItems = (text: string): LetterItem[] | undefined => {
  const returns = returnItems(text);
  if (returns) return returns;
  const body = text.replace(LEAD, '').replace(/[\s,.;]+$/, '');
  const whole = orderItem(body);
  if (whole) return [whole];
  const pieces = body.split(/\s*(?:,|;|\+(?!\/)|\band\b|&(?!\w))\s*/i).filter((piece) => piece !== '');
  if (pieces.length < 2 || pieces.length > 8) return undefined;
  const items = pieces.map(orderItem);
  return items.every((item): item is LetterItem => item !== undefined) ? items : undefined;
};
