import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';

import type { LetterLanguage, NoteChange, Section, Sentence } from '../../../../functions/consultation-notes/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useFailureText } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { useDeskKeys } from './desk-top.tsx';
import type { PendingChange } from './note-changes.ts';
import type { EditorState } from './note-editor.ts';
import { openFlags, SECTIONS, type ShownSentence, sourceNumbers, spanKey } from './note-state.ts';
import { SentenceEditor, SentenceItem, type Source } from './sentence-item.tsx';
import { useDeskWords } from './words.ts';

export type NotePaneProps = {
  readonly noteId: string;
  readonly roughNotes: string;
  readonly sentences: readonly ShownSentence[];
  readonly letterLanguage: LetterLanguage;
  /** The section that is being written now, and those that are finished. */
  readonly writing: Section | undefined;
  readonly finished: readonly Section[];
  readonly editable: boolean;
  readonly pending: readonly PendingChange[];
  /** Changes go to the server with the new signature only, and are checked then. */
  readonly amending: boolean;
  readonly refused: EditorState['refused'];
  readonly current: string | undefined;
  readonly onCurrent: (sentenceId: string | undefined) => void;
  /** The sentence whose text is open for editing. */
  readonly editing: string | undefined;
  readonly onEditing: (sentenceId: string | undefined) => void;
  readonly onHover: (sentenceId: string | undefined) => void;
  readonly onChange: (change: NoteChange, before?: Sentence) => void;
  readonly onUndo: () => void;
  readonly onMain: () => void;
  readonly onShowSource: () => void;
  readonly labelledBy: string;
  readonly children?: ReactNode;
};

const focusSentence = (note: HTMLElement | null, sentenceId: string): void => {
  const element = note?.querySelector<HTMLElement>(`[data-sentence="${CSS.escape(sentenceId)}"]`);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest' });
};

function SectionState({
  section,
  writing,
  finished,
  toCheck,
}: {
  section: Section;
  writing: Section | undefined;
  finished: readonly Section[];
  toCheck: number;
}) {
  const t = useDeskWords();
  if (section === writing) return <span className="section-state">{t('section.writing')}</span>;
  if (!finished.includes(section)) return null;
  return toCheck > 0 ? (
    <span className="section-state text-warn">
      <Icon name="alert-triangle" size={16} />
      {t('note.to-check', { count: toCheck })}
    </span>
  ) : (
    <span className="section-state text-ok">
      <Icon name="check" size={16} />
      {t('section.ready')}
    </span>
  );
}

function Removed({ sentences, onChange }: { sentences: readonly Sentence[]; onChange: NotePaneProps['onChange'] }) {
  const t = useDeskWords();
  if (sentences.length === 0) return null;
  return (
    <details className="removed">
      <summary>{t('removed.count', { count: sentences.length })}</summary>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence.sentenceId}>
            <s lang={sentence.language}>{sentence.text}</s>{' '}
            <button type="button" className="link" onClick={() => onChange({ op: 'restore', sentenceId: sentence.sentenceId }, sentence)}>
              {t('removed.restore')}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The note in its three sections. Arrows and letters act while the focus is in it. */
export function NotePane(props: NotePaneProps) {
  const {
    noteId,
    roughNotes,
    sentences,
    letterLanguage,
    writing,
    finished,
    editable,
    pending,
    amending,
    refused,
    current,
    onCurrent,
    editing,
    onEditing,
    onHover,
    onChange,
    onUndo,
    onMain,
    onShowSource,
    labelledBy,
    children,
  } = props;
  const t = useDeskWords();
  const textOf = useFailureText();
  const { languageName } = useFormat();
  const { letters } = useDeskKeys();
  const box = useRef<HTMLElement>(null);
  const [adding, setAdding] = useState<Section>();
  const numbers = useMemo(() => sourceNumbers(sentences), [sentences]);
  const unconfirmed = useMemo(
    () => new Set(amending ? [] : pending.flatMap(({ id, change }) => (change.op === 'add' ? [id] : [change.sentenceId]))),
    [pending, amending],
  );
  const kept = sentences.filter(({ sentence }) => sentence.removed !== true);
  const walkable = kept.filter(({ growing }) => !growing).map(({ sentence }) => sentence);
  const at = walkable.findIndex(({ sentenceId }) => sentenceId === current);
  const focusable = at === -1 ? walkable[0]?.sentenceId : current;
  const refusedText = refused !== undefined && 'text' in refused.change ? refused.change.text : undefined;

  useEffect(() => {
    if (refused?.change.op === 'edit') onEditing(refused.change.sentenceId);
    if (refused?.change.op === 'add') setAdding(refused.change.section);
  }, [refused, onEditing]);

  // Sources keep their identity while their numbers stay, so that growing text does not draw every sentence anew.
  const known = useRef(new Map<string, readonly Source[]>());
  const sourcesOf = (sentence: Sentence): readonly Source[] => {
    const sources = sentence.sources.map((span) => ({
      number: numbers.get(spanKey(span)) ?? 0,
      words: roughNotes.slice(span.start, span.end).trim(),
    }));
    const before = known.current.get(sentence.sentenceId);
    const same =
      before?.length === sources.length &&
      before.every(({ number, words }, index) => number === sources[index]?.number && words === sources[index]?.words);
    if (before !== undefined && same) return before;
    known.current.set(sentence.sentenceId, sources);
    return sources;
  };

  const go = useCallback(
    (sentenceId: string | undefined): void => {
      if (sentenceId === undefined) return;
      onCurrent(sentenceId);
      focusSentence(box.current, sentenceId);
    },
    [onCurrent],
  );

  const nextFlag = (besides?: string): Sentence | undefined => {
    const flagged = walkable.filter((sentence) => sentence.sentenceId !== besides && openFlags(sentence).length > 0);
    return flagged.find((sentence) => walkable.indexOf(sentence) > at) ?? flagged[0];
  };

  const change = (next: NoteChange, before?: Sentence): void => {
    onChange(next, before);
    const settles = next.op === 'accept' || next.op === 'remove';
    if (!settles || before === undefined) return;
    const stillOpen = next.op === 'accept' && openFlags(before).length > 1;
    const neighbour = walkable[at + 1] ?? walkable[at - 1];
    const target = stillOpen ? before : (nextFlag(before.sentenceId) ?? (next.op === 'remove' ? neighbour : before));
    // The button that was pressed goes away: the focus goes on to what is to be looked at next.
    requestAnimationFrame(() => go(target?.sentenceId));
  };
  const latestChange = useRef(change);
  latestChange.current = change;
  const onSentenceChange = useCallback((next: NoteChange, before: Sentence) => latestChange.current(next, before), []);

  const edit = useCallback(
    (sentenceId: string | undefined): void => {
      onEditing(sentenceId);
      if (sentenceId === undefined)
        requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('.is-current')?.focus({ preventScroll: true }));
      else onCurrent(sentenceId);
    },
    [onCurrent, onEditing],
  );

  const letter = (key: string): (() => void) | undefined => {
    const sentence = walkable[at];
    const flag = sentence && openFlags(sentence)[0];
    const moves: Record<string, (() => void) | undefined> = {
      arrowdown: () => go(walkable[Math.min(at + 1, walkable.length - 1)]?.sentenceId),
      arrowup: () => go(walkable[Math.max(at - 1, 0)]?.sentenceId),
      f: () => go(nextFlag()?.sentenceId),
      ...(sentence !== undefined &&
        editable &&
        !unconfirmed.has(sentence.sentenceId) && {
          e: () => edit(sentence.sentenceId),
          d: () => change({ op: 'remove', sentenceId: sentence.sentenceId }, sentence),
          ...(flag && { a: () => change({ op: 'accept', sentenceId: sentence.sentenceId, flagId: flag.flagId }, sentence) }),
        }),
    };
    return moves[key.toLowerCase()];
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.target as HTMLElement).closest('textarea, input') !== null) return;
    if (event.ctrlKey || event.metaKey) {
      const control: Record<string, () => void> = { Enter: onMain, z: onUndo };
      const act = control[event.key];
      if (act === undefined || event.shiftKey || event.altKey) return;
      event.preventDefault();
      act();
      return;
    }
    const act = event.altKey || !letters ? undefined : letter(event.key);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  const add = (section: Section, text: string): void => {
    setAdding(undefined);
    const last = kept.findLast(({ sentence }) => sentence.section === section)?.sentence.sentenceId;
    onChange({
      op: 'add',
      section,
      text,
      language: section === 'letter' ? letterLanguage : 'en',
      ...(last !== undefined && { after: last }),
    });
  };

  return (
    <section ref={box} className="note" aria-labelledby={labelledBy} aria-busy={writing !== undefined} onKeyDown={onKeyDown}>
      {children}
      {SECTIONS.map((section) => {
        const own = kept.filter(({ sentence }) => sentence.section === section);
        if (own.length === 0 && section !== writing && !finished.includes(section)) return null;
        const toCheck = own.filter(({ sentence }) => openFlags(sentence).length > 0).length;
        const title = section === 'letter' ? t('section.letter', { language: languageName(letterLanguage) }) : t(`section.${section}`);
        return (
          <section key={section} aria-label={title}>
            <h3 className="section-head">
              {title}
              <SectionState section={section} writing={writing} finished={editable ? finished : []} toCheck={toCheck} />
            </h3>
            <ol className="sentences">
              {own.map(({ sentence, growing }) => (
                <SentenceItem
                  key={sentence.sentenceId}
                  sentence={sentence}
                  growing={growing}
                  current={sentence.sentenceId === current}
                  focusable={sentence.sentenceId === focusable}
                  editing={sentence.sentenceId === editing}
                  unconfirmed={unconfirmed.has(sentence.sentenceId)}
                  editable={editable && !pending.some(({ id }) => id === sentence.sentenceId)}
                  sources={sourcesOf(sentence)}
                  noteId={noteId}
                  refused={
                    refused?.change.op === 'edit' && refused.change.sentenceId === sentence.sentenceId && refusedText !== undefined
                      ? { text: refusedText, error: textOf(refused.failure) }
                      : undefined
                  }
                  onCurrent={onCurrent}
                  onHover={onHover}
                  onEdit={edit}
                  onChange={onSentenceChange}
                  onShowSource={onShowSource}
                />
              ))}
            </ol>
            {editable && finished.includes(section) && (
              <>
                <Removed
                  sentences={sentences
                    .filter(({ sentence }) => sentence.section === section && sentence.removed === true)
                    .map(({ sentence }) => sentence)}
                  onChange={onChange}
                />
                {adding === section ? (
                  <SentenceEditor
                    name={`${noteId}:add:${section}`}
                    text={refused?.change.op === 'add' ? refused.change.text : ''}
                    error={refused?.change.op === 'add' ? textOf(refused.failure) : undefined}
                    onSave={(text) => add(section, text)}
                    onCancel={() => setAdding(undefined)}
                  />
                ) : (
                  <button
                    type="button"
                    className="add-sentence no-print"
                    aria-label={`${t('sentence.add')}: ${title}`}
                    onClick={() => setAdding(section)}
                  >
                    <Icon name="plus" size={16} />
                    {t('sentence.add')}
                  </button>
                )}
              </>
            )}
          </section>
        );
      })}
    </section>
  );
}
