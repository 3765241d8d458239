import type { Flag, Section, SourceSpan } from '../contract.ts';
import type { Fact, Reading } from '../reading/facts.ts';
import { read, sharesKey } from '../reading/facts.ts';
import { segmentsOf } from '../reading/segments.ts';
import { expand } from '../reading/shorthand.ts';
import { isContent, rootOf } from '../reading/tokens.ts';

export type Kept = { input: number; kept: number; summaryOnly: number };
export type Measured = {
  sentences: number;
  cited: number;
  numbers: Kept;
  doses: Kept;
  drugs: Kept;
  negations: Kept;
  flagsByKind: Record<string, number>;
};
export type MeasuredSentence = { section: Section; text: string; sources: readonly SourceSpan[]; flags: readonly Flag[] };

const isDose = (fact: Fact): boolean =>
  fact.kind === 'dose' || fact.kind === 'frequency' || (fact.kind === 'number' && fact.of !== undefined);
const isNumber = (fact: Fact): boolean =>
  /^(?:number|measure|duration|date)$/.test(fact.kind) ||
  (fact.kind === 'dose' && fact.amount !== undefined) ||
  (fact.kind === 'frequency' && fact.amount !== undefined);

const holds = (fact: Fact, output: readonly Reading[]): boolean =>
  output.some(
    (reading) =>
      reading.facts.some((other) => sharesKey(fact, other)) ||
      (fact.amount !== undefined && fact.kind === 'number' && reading.facts.some((other) => other.amount === fact.amount)),
  );

/** One `no` is kept when a sentence that rests on its place denies the same thing. */
const denies = (notes: Reading, cue: Reading['cues'][number], output: readonly Reading[]): boolean => {
  const findings = notes.facts.filter((fact) => fact.kind === 'finding' && fact.first >= cue.from && fact.last < cue.to);
  const roots = new Set(
    notes.tokens
      .slice(cue.from, cue.to)
      .filter(isContent)
      .map((token) => rootOf(token.word)),
  );
  if (findings.length === 0 && roots.size === 0) return output.some((reading) => reading.cues.length > 0);
  if (findings.length > 0) {
    return findings.every((finding) =>
      output.some((reading) => reading.facts.some((other) => other.polarity === 'denied' && sharesKey(finding, other))),
    );
  }
  return output.some((reading) => reading.tokens.some((token, at) => reading.polarity[at] === 'denied' && roots.has(rootOf(token.word))));
};

/**
 * How many of the numbers, doses, drugs and denials of the rough notes stand in the record (summary and next steps), and
 * in the summary alone. One counts as kept only in a sentence that cites its place.
 */
export const measure = (rough: string, sentences: readonly MeasuredSentence[]): Measured => {
  // A drug that the doctor misspelt is kept when it is copied as it stands.
  const written = sentences.map((sentence) => ({ ...sentence, reading: read(sentence.text, true) }));
  const counts: Omit<Measured, 'sentences' | 'cited' | 'flagsByKind'> = {
    numbers: { input: 0, kept: 0, summaryOnly: 0 },
    doses: { input: 0, kept: 0, summaryOnly: 0 },
    drugs: { input: 0, kept: 0, summaryOnly: 0 },
    negations: { input: 0, kept: 0, summaryOnly: 0 },
  };
  const count = (
    of: Kept,
    test: (output: readonly Reading[]) => boolean,
    summary: readonly Reading[],
    record: readonly Reading[],
  ): void => {
    of.input += 1;
    if (test(record)) of.kept += 1;
    if (test(summary)) of.summaryOnly += 1;
  };
  for (const segment of segmentsOf(rough)) {
    const citing = written.filter(
      ({ section, sources }) => section !== 'letter' && sources.some(({ start, end }) => start < segment.end && end > segment.start),
    );
    const record = citing.map(({ reading }) => reading);
    const summary = citing.filter(({ section }) => section === 'summary').map(({ reading }) => reading);
    const notes = read(segment.text, true);
    for (const fact of notes.facts) {
      if (isNumber(fact)) count(counts.numbers, (output) => holds(fact, output), summary, record);
      if (isDose(fact)) count(counts.doses, (output) => holds(fact, output), summary, record);
      if (fact.kind === 'drug') count(counts.drugs, (output) => holds(fact, output), summary, record);
    }
    const expanded = read(expand(segment.text), true);
    for (const cue of expanded.cues) count(counts.negations, (output) => denies(expanded, cue, output), summary, record);
    for (const fact of notes.facts) {
      // `NKDA` and `afebrile` deny without a word of denial.
      const inherent =
        fact.polarity === 'denied' && !notes.cues.some((cue) => fact.first >= cue.from && fact.last < cue.to) && expanded.cues.length === 0;
      if (inherent)
        count(
          counts.negations,
          (output) => output.some((reading) => reading.facts.some((other) => other.polarity === 'denied' && sharesKey(fact, other))),
          summary,
          record,
        );
    }
  }
  const flagsByKind: Record<string, number> = {};
  for (const { flags } of sentences) for (const { kind } of flags) flagsByKind[kind] = (flagsByKind[kind] ?? 0) + 1;
  return { sentences: sentences.length, cited: sentences.filter(({ sources }) => sources.length > 0).length, ...counts, flagsByKind };
};
