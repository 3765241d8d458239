import { memo, useEffect, useRef } from 'react';

import type { Flag, NoteChange, Sentence } from '../../../../functions/consultation-notes/contract.ts';
import { useDraft } from '../../shared/drafts.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { openFlags, wholeWords } from './note-state.ts';
import { useDeskWords } from './words.ts';

/** Longer fragments are not repeated on a button. */
const LONGEST_ON_BUTTON = 24;

/** A source of a sentence: its number and the doctor's own words. */
export type Source = { readonly number: number; readonly words: string };

export type SentenceProps = {
  readonly sentence: Sentence;
  readonly growing: boolean;
  readonly current: boolean;
  readonly focusable: boolean;
  readonly editing: boolean;
  /** Changed here, not yet confirmed by the server. */
  readonly unconfirmed: boolean;
  /** Whether it can be changed at all: not in a signed or replaced note. */
  readonly editable: boolean;
  readonly sources: readonly Source[];
  readonly noteId: string;
  /** Words that the server would not have, and why: the editor opens with them again. */
  readonly refused: { readonly text: string; readonly error: string } | undefined;
  readonly onCurrent: (sentenceId: string) => void;
  readonly onHover: (sentenceId: string | undefined) => void;
  readonly onEdit: (sentenceId: string | undefined) => void;
  readonly onChange: (change: NoteChange, before: Sentence) => void;
  readonly onShowSource: () => void;
};

/** The text with the doubtful fragments underlined. */
function Marked({ text, flags }: { text: string; flags: readonly Flag[] }) {
  const cuts = [...new Set([0, text.length, ...flags.flatMap(({ start, end }) => [start, end])])]
    .filter((cut) => cut >= 0 && cut <= text.length)
    .sort((left, right) => left - right);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? text.length;
    const piece = text.slice(start, end);
    const doubtful = flags.some((flag) => flag.start <= start && flag.end >= end);
    return doubtful ? (
      <span key={start} className="doubtful">
        {piece}
      </span>
    ) : (
      piece
    );
  });
}

export function useFlagWords() {
  const t = useDeskWords();
  return {
    reason: ({ kind }: Flag): string => t(`flag.${kind}`),
    detail: ({ kind, yourWords }: Flag): string =>
      yourWords !== undefined && yourWords !== ''
        ? t('flag.you-wrote', { words: yourWords })
        : t(kind === 'no-source' ? 'flag.nothing-says' : 'flag.not-there'),
    keep: ({ kind, found }: Flag): string =>
      kind === 'no-source' || found.length > LONGEST_ON_BUTTON ? t('flag.keep-it') : t('flag.keep', { words: found }),
  };
}

export function SentenceEditor({
  name,
  text,
  error,
  onSave,
  onCancel,
}: {
  name: string;
  text: string;
  error?: string | undefined;
  onSave: (text: string) => void;
  onCancel: () => void;
}) {
  const t = useDeskWords();
  const { value, set, discard } = useDraft(`sentence:${name}`, text);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.select();
  }, []);
  const save = (): void => {
    const next = value.replace(/\s+/g, ' ').trim();
    if (next === '') return;
    discard(next);
    onSave(next);
  };
  const cancel = (): void => {
    discard(text);
    onCancel();
  };
  return (
    <div className="sentence-editor">
      <textarea
        ref={area}
        aria-label={t('sentence.text')}
        aria-invalid={error ? true : undefined}
        maxLength={2_000}
        rows={2}
        value={value}
        onChange={(event) => set(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') {
            event.preventDefault();
            save();
          }
          if (event.key === 'Escape') {
            event.preventDefault();
            cancel();
          }
        }}
      />
      {error && (
        <p className="problem" role="alert">
          <Icon name="alert-triangle" size={16} />
          <span>{error}</span>
        </p>
      )}
      <div className="fix">
        <Button kind="primary" shortcut="Enter" onClick={save}>
          {t('sentence.save')}
        </Button>
        <Button kind="secondary" shortcut="Esc" onClick={cancel}>
          {t('sentence.cancel')}
        </Button>
      </div>
    </div>
  );
}

function Fix({ sentence, open, onEdit, onChange }: Pick<SentenceProps, 'sentence' | 'onEdit' | 'onChange'> & { open: readonly Flag[] }) {
  const t = useDeskWords();
  const words = useFlagWords();
  const { sentenceId } = sentence;
  return (
    <div className="fix">
      <Button kind="secondary" icon="pencil" shortcut="E" onClick={() => onEdit(sentenceId)}>
        {t('sentence.edit')}
      </Button>
      {open.map((flag, index) => (
        <Button
          key={flag.flagId}
          kind="secondary"
          icon="check"
          {...(index === 0 && { shortcut: 'A' })}
          onClick={() => onChange({ op: 'accept', sentenceId, flagId: flag.flagId }, sentence)}
        >
          {words.keep(flag)}
        </Button>
      ))}
      <Button kind="secondary" icon="trash" shortcut="D" onClick={() => onChange({ op: 'remove', sentenceId }, sentence)}>
        {t('sentence.remove')}
      </Button>
    </div>
  );
}

/** One sentence of the note: what it rests on, what is doubtful about it, and what can be done. */
export const SentenceItem = memo(function SentenceItem(props: SentenceProps) {
  const {
    sentence,
    growing,
    current,
    focusable,
    editing,
    unconfirmed,
    editable,
    sources,
    noteId,
    refused,
    onCurrent,
    onHover,
    onEdit,
    onChange,
    onShowSource,
  } = props;
  const t = useDeskWords();
  const words = useFlagWords();
  const open = openFlags(sentence);
  const kept = sentence.flags.filter(({ acceptedAt }) => acceptedAt !== undefined);
  const { sentenceId } = sentence;

  if (growing) {
    return (
      <li className="sentence" lang={sentence.language}>
        <span className="growing-text">{wholeWords(sentence.text)}</span>
        <span className="caret" aria-hidden="true" />
      </li>
    );
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the note's own keydown handles keys
    <li
      className={`sentence ${current ? 'is-current' : ''} ${open.length > 0 ? 'is-flagged' : ''}`}
      data-sentence={sentenceId}
      tabIndex={focusable ? 0 : -1}
      aria-current={current ? 'true' : undefined}
      onFocus={(event) => {
        if (event.target === event.currentTarget) onCurrent(sentenceId);
      }}
      onClick={() => onCurrent(sentenceId)}
      onMouseEnter={() => onHover(sentenceId)}
      onMouseLeave={() => onHover(undefined)}
    >
      {editing ? (
        <SentenceEditor
          name={`${noteId}:${sentenceId}`}
          text={refused?.text ?? sentence.text}
          error={refused?.error}
          onSave={(text) => {
            onEdit(undefined);
            if (text !== sentence.text) onChange({ op: 'edit', sentenceId, text }, sentence);
          }}
          onCancel={() => onEdit(undefined)}
        />
      ) : (
        <>
          <span lang={sentence.language}>
            <Marked text={sentence.text} flags={open} />
          </span>
          {sources.map(({ number }) => (
            <span key={number} className="cite" aria-hidden="true">
              {number}
            </span>
          ))}
          <span className="sr">
            {sources.length === 0
              ? ` ${t('source.none')}`
              : ` ${t('source.spoken', { words: sources.map((source) => source.words).join('; ') })}`}
          </span>
          {sentence.writtenBy === 'doctor' && (
            <span className="written-by">{unconfirmed ? t('sentence.checking') : t('sentence.yours')}</span>
          )}
          {kept.length > 0 && (
            <span className="written-by">
              <Icon name="check" size={16} />
              <span className="sr">{t('sentence.kept', { reasons: kept.map(words.reason).join(', ') })}</span>
            </span>
          )}
          {open.map((flag) => (
            <div key={flag.flagId} className="flag-why">
              <Icon name="alert-triangle" size={16} />
              <b>{words.reason(flag)}</b>
              <span>{words.detail(flag)}</span>
            </div>
          ))}
          {current && sources.length > 0 && (
            <div className="source-quote">
              <q>{sources.map((source) => source.words).join(' … ')}</q>
              <button type="button" className="link" onClick={onShowSource}>
                {t('source.show')}
              </button>
            </div>
          )}
          {current && editable && <Fix sentence={sentence} open={open} onEdit={onEdit} onChange={onChange} />}
        </>
      )}
    </li>
  );
});
