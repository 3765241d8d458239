import type { Fact, Reading } from '../reading/facts.ts';
import type { Finding } from '../reading/findings.ts';
import { FINDINGS } from '../reading/findings.ts';
import type { durationOf } from '../reading/shorthand.ts';
import { isContent } from '../reading/tokens.ts';
import type { Advice } from './letter-lexicon.ts';

export type Duration = NonNullable<ReturnType<typeof durationOf>>;
export type Side = 'left' | 'right' | 'both';

/** A finding as the notes put it: with its side, part of the body and number. */
export type Mention = { finding: Finding; adjective?: string; side?: Side; part?: string; plural?: boolean };

/** When a medicine is taken: the guard's key, or a moment that the key alone would lose (`30 min` before food, bedtime). */
export type Timing = { key: string; lead?: Duration; bedtime?: boolean };

export type TestOrder = { test: Advice; times?: string; place?: { side?: Side; parts: string[] } };

/** Why to come back: a finding, a thing to have (`severe pain`), or a clause that is whole after `if`. */
export type Reason = ({ finding: Finding } | { noun: string } | { clause: string }) & {
  /** A denial before it in the notes may reach it. */
  within?: boolean;
};

export type ReturnAction = 'come-back' | 'call' | 'contact' | 'emergency' | 'hospital' | 'gp' | 'help';

export type ReturnItem = {
  kind: 'return';
  action: ReturnAction;
  /** `112`, for `call`. */
  number?: string;
  urgency?: string;
  after?: Duration;
  afterWords?: string;
  /** `at that time`, of which the sentence before speaks. */
  then?: boolean;
  bring?: string;
  sooner: boolean;
  unlessBetter: boolean;
  worse: boolean;
  concerns: boolean;
  reasons: Reason[];
};

export type MedicineItem = {
  kind: 'medicine';
  verb: 'take' | 'use' | 'continue' | 'try first';
  name: string;
  amount?: string;
  how: Timing[];
  regular: boolean;
  overTheCounter: boolean;
  /** `after each stool`. */
  afterEach?: string;
  purpose?: Finding;
  /** Treated before it is certain (`empirically`). */
  purposePossible?: boolean;
  lasting?: Duration;
};

/** How the doctor's own words are introduced where no template holds all of them. */
export type Lead = 'none' | 'stated' | 'plan' | 'told' | 'cause' | 'maybe' | 'view' | 'allergies';

/** What a letter can say in either language, and the doctor's own words for what it cannot. */
export type LetterItem =
  | { kind: 'symptoms'; mentions: Mention[]; lasting?: Duration }
  | { kind: 'absent'; findings: Finding[] }
  | { kind: 'no-allergies' }
  | { kind: 'allergy'; to: string; possible?: boolean; degree?: string; detail?: string }
  | { kind: 'opinion'; mentions: Mention[]; certain: boolean; also: boolean; likely?: boolean }
  | { kind: 'about'; mentions: Mention[] }
  | MedicineItem
  | { kind: 'change'; direction: 'increase' | 'reduce'; name: string; to?: string; how: Timing[] }
  | { kind: 'stop'; name: string; avoid: boolean; other: boolean }
  | { kind: 'delayed'; name: string; antibiotic: boolean; after?: Duration }
  | { kind: 'self-care'; advice: Advice; lasting?: Duration }
  | { kind: 'water'; amount: string; litres: boolean }
  | { kind: 'sleep'; amount: string; least: boolean }
  | {
      kind: 'tests';
      tests: TestOrder[];
      /** `32/40`: the week of a pregnancy. */
      gestation?: string;
      urgent: boolean;
      again: boolean;
      today: boolean;
      consent: boolean;
      after?: Duration;
      sent?: string;
    }
  | ReturnItem
  | { kind: 'words'; lead: Lead; text: string };

const BY_NAME = new Map(FINDINGS.map((finding) => [finding.name, finding]));

export const findingOf = (fact: Fact | undefined): Finding | undefined =>
  fact?.kind === 'finding' ? BY_NAME.get(fact.names?.[0] ?? fact.keys[0] ?? '') : undefined;

export const findingsOf = (facts: readonly Fact[]): Finding[] => [
  ...new Set(facts.map(findingOf).filter((finding): finding is Finding => finding !== undefined)),
];

export const wordSet = (text: string): Set<string> => new Set(text.split(' '));

/** Whether the words that no fact accounts for are all of `allowed`: only then does a template lose nothing. */
export const onlyHolds = (reading: Reading, allowed: ReadonlySet<string>): boolean => {
  const covered = new Set<number>();
  for (const fact of reading.facts) for (let at = fact.first; at <= fact.last; at += 1) covered.add(at);
  return reading.tokens.every((token, at) => covered.has(at) || /^[,.;:/+&()-]$/.test(token.word) || allowed.has(token.word));
};

const factsAgree = (alone: readonly Fact[], whole: readonly Fact[], from: number): boolean =>
  alone.every((fact) =>
    whole.some((other) => other.start === from + fact.start && other.polarity === fact.polarity && other.keys[0] === fact.keys[0]),
  );

/** Whether a piece of a text, read by itself, says of each thing what the whole says of it, and denies the same words. */
export const agrees = (alone: Reading, whole: Reading, from: number): boolean => {
  if (!factsAgree(alone.facts, whole.facts, from)) return false;
  const denied = new Map(whole.tokens.map((token, at) => [token.start, whole.polarity[at] === 'denied']));
  return alone.tokens.every((token, at) => !isContent(token) || denied.get(from + token.start) === (alone.polarity[at] === 'denied'));
};
