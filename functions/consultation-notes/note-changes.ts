import { invalidRequest } from '../shared/http/errors.ts';
import type { Instant } from '../shared/values.ts';
import { mergeSpans, sourcesFor } from './checking/ground.ts';
import { check } from './checking/guard.ts';
import type { NoteChange, Sentence } from './contract.ts';

export type Checked = {
  readonly roughNotes: string;
  readonly framing: { readonly patientName: string; readonly doctorName: string };
  readonly now: Instant;
};

const problem = (index: number, field: string, rule: string) => invalidRequest([{ field: `body.changes.${index}.${field}`, rule }]);

/** A sentence in the doctor's words, with its sources looked up anew and checked against them. */
const checkedAnew = (sentence: Sentence, text: string, { roughNotes, framing }: Checked): Sentence => {
  const found = sourcesFor(text, roughNotes, sentence.language);
  const sources = mergeSpans([...sentence.sources, ...found]);
  return {
    ...sentence,
    text,
    sources,
    writtenBy: 'doctor',
    flags: check({ section: sentence.section, text, language: sentence.language }, roughNotes, sources, framing),
  };
};

const lastIn = (sentences: readonly Sentence[], section: Sentence['section']): number => {
  const order = ['summary', 'next-steps', 'letter'];
  const index = sentences.findIndex((each) => order.indexOf(each.section) >= order.indexOf(section));
  return index === -1 ? sentences.length : index;
};

const added = (sentences: readonly Sentence[], change: Extract<NoteChange, { op: 'add' }>, index: number, checked: Checked): Sentence[] => {
  const highest = Math.max(0, ...sentences.map(({ sentenceId }) => (sentenceId.startsWith('d') ? Number(sentenceId.slice(1)) : 0)));
  const at =
    change.after === undefined
      ? lastIn(sentences, change.section)
      : sentences.findIndex(({ sentenceId }) => sentenceId === change.after) + 1;
  if (at === 0 && change.after !== undefined) throw problem(index, 'after', 'must be the id of a sentence of this note');
  if (change.after !== undefined && sentences[at - 1]?.section !== change.section)
    throw problem(index, 'after', `must be the id of a sentence of section ${change.section}`);
  const blank: Sentence = {
    sentenceId: `d${highest + 1}`,
    section: change.section,
    text: change.text,
    language: change.language,
    sources: [],
    flags: [],
    writtenBy: 'doctor',
  };
  return [...sentences.slice(0, at), checkedAnew(blank, change.text, checked), ...sentences.slice(at)];
};

const changed = (sentence: Sentence, change: Exclude<NoteChange, { op: 'add' }>, index: number, checked: Checked): Sentence => {
  switch (change.op) {
    case 'edit':
      return change.text === sentence.text ? sentence : checkedAnew(sentence, change.text, checked);
    case 'remove':
      return { ...sentence, removed: true };
    case 'restore':
      return { ...sentence, removed: undefined };
    case 'accept':
    case 'doubt': {
      if (!sentence.flags.some(({ flagId }) => flagId === change.flagId))
        throw problem(index, 'flagId', 'must be the id of a doubt about this sentence as it stands');
      const acceptedAt = change.op === 'accept' ? checked.now : undefined;
      return { ...sentence, flags: sentence.flags.map((flag) => (flag.flagId === change.flagId ? { ...flag, acceptedAt } : flag)) };
    }
  }
};

/** The sentences after the doctor's changes, one after the other. Pure; an unknown sentence or doubt is refused by name. */
export const applyChanges = (sentences: readonly Sentence[], changes: readonly NoteChange[], checked: Checked): Sentence[] =>
  changes.reduce<Sentence[]>(
    (current, change, index) => {
      if (change.op === 'add') return added(current, change, index, checked);
      if (!current.some(({ sentenceId }) => sentenceId === change.sentenceId))
        throw problem(index, 'sentenceId', 'must be the id of a sentence of this note');
      return current.map((sentence) => (sentence.sentenceId === change.sentenceId ? changed(sentence, change, index, checked) : sentence));
    },
    [...sentences],
  );
