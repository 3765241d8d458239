import { Assembler } from './assembler.ts';
import { type LetterLanguage, type NoteStreamEvent, Section } from './contract.ts';
import { composeLines } from './embedded-model.ts';
import { LineReader } from './lines.ts';
import { type Model, type ModelEnd, ModelFailed, type Usage } from './model.ts';
import { type KeptLine, promptFor } from './prompt.ts';
import { type Segment, segmentsOf } from './reading/segments.ts';
import { replay } from './sentences.ts';
import type { StreamLog } from './stream-log.ts';

/** A model that stops at its token limit is asked to go on this often. */
const CONTINUATIONS = 6;

export type WriteInput = {
  readonly roughNotes: string;
  readonly letterLanguage: LetterLanguage;
  readonly patientName: string;
  readonly doctorName: string;
};

export type Written = {
  readonly end: 'complete' | 'guardrail';
  readonly writtenBy: 'model' | 'arogya';
  /** Milliseconds from the start to the model's first words. */
  readonly firstWordsAfter: number | undefined;
  readonly usage: Usage;
};

/** The number that a place has in the prompt, by its offsets. */
const numbersByPlace = (segments: readonly Segment[]) => new Map(segments.map(({ start, end, number }) => [`${start}-${end}`, number]));

const keptLines = (events: Iterable<NoteStreamEvent>, segments: readonly Segment[]): KeptLine[] => {
  const numbers = numbersByPlace(segments);
  return replay(events)
    .sentences.filter(({ writtenBy }) => writtenBy === 'model')
    .map(({ section, text, sources }) => ({
      section,
      text,
      segments: sources.flatMap(({ start, end }) => numbers.get(`${start}-${end}`) ?? []),
    }));
};

/** What is still missing in some sections: composed sentences with a place that no kept sentence of the same section rests on. */
const missingOf = (
  input: WriteInput,
  segments: readonly Segment[],
  events: Iterable<NoteStreamEvent>,
  sections: readonly Section[] = Section.options,
): ReturnType<typeof composeLines> => {
  const numbers = numbersByPlace(segments);
  const covered = new Set(
    replay(events).sentences.flatMap(({ section, sources }) =>
      sources.map(({ start, end }) => `${section}:${numbers.get(`${start}-${end}`)}`),
    ),
  );
  return composeLines(input.roughNotes, input.letterLanguage).filter(
    ({ section, segments: cited }) =>
      sections.includes(section) && !(cited.length > 0 && cited.every((number) => covered.has(`${section}:${number}`))),
  );
};

/**
 * Writes a note, or the rest of one, into its log: by the model while it answers, else composed by Arogya, which says so.
 * Ends only with a complete note, or by throwing because another writer has taken over or the table stays away.
 */
export const writeNote = async (input: WriteInput, log: StreamLog, model: Model, clock: () => number): Promise<Written> => {
  const startedAt = clock();
  const segments = segmentsOf(input.roughNotes);
  const before = replay(log.events);
  const assembler = new Assembler(
    {
      roughNotes: input.roughNotes,
      segments,
      letterLanguage: input.letterLanguage,
      framing: { patientName: input.patientName, doctorName: input.doctorName },
      emit: (event) => log.append(event),
    },
    before,
  );
  if (before.openSentenceId) log.append({ type: 'void', sentenceId: before.openSentenceId });

  const usage: Usage = { inputTokens: 0, outputTokens: 0 };
  let firstWordsAfter: number | undefined;

  /** One request to the model, as far as it goes. */
  const once = async (): Promise<ModelEnd> => {
    let end = 'end' as ModelEnd;
    const reader = new LineReader();
    const pieces = model.write(promptFor(input.roughNotes, input.letterLanguage, keptLines(log.events, segments)), usage, (how) => {
      end = how;
    });
    for await (const piece of pieces) {
      firstWordsAfter ??= Math.round(clock() - startedAt);
      for (const event of reader.feed(piece)) assembler.accept(event, 'model');
      if (assembler.full) break;
    }
    // A line that the token limit cut is half a sentence, such as a dose without its unit: it is written anew.
    if (end === 'max-tokens') assembler.void();
    else for (const event of reader.end()) assembler.accept(event, 'model');
    return end;
  };

  const sayAll = (composed: ReturnType<typeof composeLines>): void => {
    for (const { section, segments: cited, text } of composed) assembler.say(section, cited, text, 'arogya');
  };

  const finish = (end: 'complete' | 'guardrail', writtenBy: 'model' | 'arogya'): Written => {
    const present = new Set(replay(log.events).sentences.map(({ section }) => section));
    const absent = Section.options.filter((section) => !present.has(section));
    if (writtenBy === 'model' && absent.length > 0) {
      const missing = missingOf(input, segments, log.events, absent);
      if (missing.length > 0) log.append({ type: 'notice', notice: 'part-composed' });
      sayAll(missing);
    }
    return { end, writtenBy, firstWordsAfter, usage };
  };

  const composeInstead = (notice: 'composed-without-ai' | 'guardrail'): Written => {
    assembler.void();
    log.append({ type: 'notice', notice });
    sayAll(missingOf(input, segments, log.events));
    return finish(notice === 'guardrail' ? 'guardrail' : 'complete', 'arogya');
  };

  let retried = false;
  for (let continuation = 0; ; continuation += 1) {
    const kept = replay(log.events).sentences.length;
    try {
      const end = await once();
      if (end === 'guardrail') return composeInstead('guardrail');
      const grown = replay(log.events).sentences.length > kept;
      if (end === 'end') return grown || kept > 0 ? finish('complete', 'model') : composeInstead('composed-without-ai');
      if (!grown || continuation >= CONTINUATIONS) return composeInstead('composed-without-ai');
    } catch (error) {
      if (!(error instanceof ModelFailed)) throw error;
      assembler.void();
      if (error.when === 'away' || retried) return composeInstead('composed-without-ai');
      retried = true;
      log.append({ type: 'notice', notice: 'retrying' });
    }
  }
};
