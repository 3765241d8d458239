import type { NoteStreamEvent, Section, Sentence } from './contract.ts';

/** What a reader of the kept events sees: complete sentences, and the one that is still growing. */
export type Replayed = {
  readonly sentences: Sentence[];
  readonly section: Section | undefined;
  /** The sentence that was begun and neither completed nor voided. */
  readonly openSentenceId: string | undefined;
  /** Sentence numbers used so far, the voided ones too. */
  readonly used: number;
};

const numberOf = (sentenceId: string): number => Number(sentenceId.slice(1)) || 0;

/** The state that events lead to. Every reader of a stream, the writer that goes on included, comes to the same. */
export const replay = (events: Iterable<NoteStreamEvent>): Replayed => {
  const sentences: Sentence[] = [];
  let section: Section | undefined;
  let openSentenceId: string | undefined;
  let used = 0;
  for (const event of events) {
    if (event.type === 'section') section = event.section;
    if (event.type === 'text') {
      openSentenceId = event.sentenceId;
      used = Math.max(used, numberOf(event.sentenceId));
    }
    if (event.type === 'sentence') {
      sentences.push(event.sentence);
      openSentenceId = undefined;
      used = Math.max(used, numberOf(event.sentence.sentenceId));
    }
    if (event.type === 'void') openSentenceId = undefined;
  }
  return { sentences, section, openSentenceId, used };
};
