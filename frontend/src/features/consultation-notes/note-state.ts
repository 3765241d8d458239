import type { LetterLanguage, NoteStreamEvent, Section, Sentence, SourceSpan } from '../../../../functions/consultation-notes/contract.ts';

/** The sections in the order in which they are written. */
export const SECTIONS: readonly Section[] = ['summary', 'next-steps', 'letter'];

export type Notice = Extract<NoteStreamEvent, { type: 'notice' }>['notice'];

/** A sentence as the reader sees it: `growing` ones are still being written and not yet checked. */
export type ShownSentence = { readonly sentence: Sentence; readonly growing: boolean };

/** What a stream's events have said so far. */
export type LiveNote = {
  readonly noteId?: string;
  readonly writtenBy: 'model' | 'arogya';
  readonly phase: 'starting' | 'writing' | 'interrupted' | 'completed';
  readonly section?: Section;
  readonly sentences: readonly ShownSentence[];
  readonly notices: readonly Notice[];
  readonly seq: number;
  readonly revision?: number;
  /** The stored events, for a rewind. */
  readonly log: readonly StoredEvent[];
};

type StoredEvent = Exclude<NoteStreamEvent, { type: 'rewind' | 'interrupted' | 'error' }>;
type TextEvent = Extract<NoteStreamEvent, { type: 'text' }>;

export const NOTHING_WRITTEN: LiveNote = { phase: 'starting', writtenBy: 'model', sentences: [], notices: [], seq: 0, log: [] };

const grown = (before: ShownSentence | undefined, event: TextEvent, language: LetterLanguage): ShownSentence => ({
  growing: true,
  sentence: {
    sentenceId: event.sentenceId,
    section: event.section,
    text: (before?.sentence.text ?? '') + event.text,
    language,
    sources: event.sources.length > 0 ? event.sources : (before?.sentence.sources ?? []),
    flags: [],
    writtenBy: 'model',
  },
});

const put = (sentences: readonly ShownSentence[], shown: ShownSentence): ShownSentence[] => {
  const at = sentences.findIndex(({ sentence }) => sentence.sentenceId === shown.sentence.sentenceId);
  return at === -1 ? [...sentences, shown] : sentences.with(at, shown);
};

const withStored = (note: LiveNote, event: StoredEvent, letterLanguage: LetterLanguage): LiveNote => {
  const next = { ...note, seq: event.seq, log: [...note.log, event] };
  switch (event.type) {
    case 'started':
      return { ...next, noteId: event.noteId, writtenBy: event.writtenBy, phase: 'writing' };
    case 'section':
      return { ...next, section: event.section, phase: 'writing' };
    case 'text': {
      const before = note.sentences.find(({ sentence }) => sentence.sentenceId === event.sentenceId);
      const language = event.section === 'letter' ? letterLanguage : 'en';
      return { ...next, phase: 'writing', section: event.section, sentences: put(note.sentences, grown(before, event, language)) };
    }
    case 'sentence':
      return {
        ...next,
        phase: 'writing',
        section: event.sentence.section,
        sentences: put(note.sentences, { sentence: event.sentence, growing: false }),
      };
    case 'void':
      return { ...next, sentences: note.sentences.filter(({ sentence }) => sentence.sentenceId !== event.sentenceId) };
    case 'notice':
      return {
        ...next,
        notices: note.notices.includes(event.notice) ? note.notices : [...note.notices, event.notice],
        writtenBy: event.notice === 'composed-without-ai' ? 'arogya' : note.writtenBy,
      };
    case 'completed':
      return { ...next, phase: 'completed', revision: event.revision, sentences: note.sentences.filter(({ growing }) => !growing) };
  }
};

/** The note after one more event. An event seen before changes nothing, so that a repeat is harmless. */
export const withEvent = (note: LiveNote, event: NoteStreamEvent, letterLanguage: LetterLanguage): LiveNote => {
  switch (event.type) {
    case 'error':
      return note;
    case 'interrupted':
      return { ...note, phase: 'interrupted' };
    case 'rewind':
      return note.log
        .filter(({ seq }) => seq <= event.after)
        .reduce<LiveNote>((kept, stored) => withStored(kept, stored, letterLanguage), { ...NOTHING_WRITTEN, noteId: note.noteId });
    default:
      return event.seq <= note.seq ? note : withStored(note, event, letterLanguage);
  }
};

/** The text up to its last whole word: a growing sentence is shown by words, never by fragments. */
export const wholeWords = (text: string): string => text.slice(0, text.search(/\S*$/));

/** Sections that no more sentences will come for. */
export const finishedSections = (note: LiveNote): readonly Section[] => {
  if (note.phase === 'completed') return SECTIONS;
  return note.section === undefined ? [] : SECTIONS.slice(0, SECTIONS.indexOf(note.section));
};

/**
 * How much is written, 0 to 1. Within a section it is read off how far into the rough notes the
 * sentences have come, since a section is written in the notes' order, more or less.
 */
export const progressOf = (note: LiveNote, roughNotesLength: number): number => {
  if (note.phase === 'completed') return 1;
  if (note.section === undefined) return 0;
  const furthest = Math.max(
    0,
    ...note.sentences
      .filter(({ sentence }) => sentence.section === note.section)
      .flatMap(({ sentence }) => sentence.sources.map(({ end }) => end)),
  );
  const within = roughNotesLength > 0 ? Math.min(0.9, furthest / roughNotesLength) : 0;
  return (SECTIONS.indexOf(note.section) + within) / SECTIONS.length;
};

/** Numbers for the cited places, in the order in which the note first names them; so a number never changes while a note grows. */
export const sourceNumbers = (sentences: readonly ShownSentence[]): ReadonlyMap<string, number> => {
  const numbers = new Map<string, number>();
  for (const { sentence } of sentences)
    for (const span of sentence.sources) if (!numbers.has(spanKey(span))) numbers.set(spanKey(span), numbers.size + 1);
  return numbers;
};

export const spanKey = ({ start, end }: SourceSpan): string => `${start}-${end}`;

/** The doubts that the doctor has not looked at yet. */
export const openFlags = (sentence: Sentence): Sentence['flags'] =>
  sentence.removed === true ? [] : sentence.flags.filter(({ acceptedAt }) => acceptedAt === undefined);

/** `[13 sentences, 12 with a source, 2 to check]` of what is not taken out. */
export const countsOf = (sentences: readonly ShownSentence[]): { sentences: number; withSource: number; toCheck: number } => {
  const kept = sentences.filter(({ sentence, growing }) => sentence.removed !== true && !growing);
  return {
    sentences: kept.length,
    withSource: kept.filter(({ sentence }) => sentence.sources.length > 0).length,
    toCheck: kept.filter(({ sentence }) => openFlags(sentence).length > 0).length,
  };
};
