import { type ReactNode, useEffect, useId, useMemo, useRef } from 'react';

import type { SourceSpan } from '../../../../functions/consultation-notes/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import type { DraftState } from './draft-keeper.ts';
import { ROUGH_NOTES_LIMIT } from './rough-draft.ts';
import { spanInChangedText, stretchesOf } from './source-spans.ts';
import { useDeskWords } from './words.ts';

type Props = {
  readonly text: string;
  /** The rough notes that the note was written from, once there is one: cited places are places in these. */
  readonly sent: string | undefined;
  readonly lit: readonly { readonly span: SourceSpan; readonly number: number }[];
  /** The same as `lit`, in a form that can be compared. */
  readonly litKey: string;
  readonly onText: ((text: string) => void) | undefined;
  readonly error: string | undefined;
  readonly draft: DraftState | undefined;
  readonly onSettle: (choice: 'mine' | 'theirs' | 'both') => void;
  readonly onPutBack: () => void;
  readonly onMain: () => void;
  /** The button that has the note written, or written again. */
  readonly action: ReactNode;
};

function Saved({ draft }: { draft: DraftState }) {
  const t = useDeskWords();
  const { time } = useFormat();
  const { saved } = draft;
  if (saved.is === 'nothing') return null;
  return (
    <span className="saved">
      <Icon name={saved.is === 'saved' ? 'cloud-check' : 'history'} />
      {saved.is === 'saved' ? t('saved.at', { time: time(saved.at) }) : saved.is === 'saving' ? t('saved.saving') : t('saved.here')}
    </span>
  );
}

function Clash({ draft, onSettle }: { draft: DraftState; onSettle: Props['onSettle'] }) {
  const t = useDeskWords();
  const { dateTime } = useFormat();
  const { theirs } = draft;
  if (theirs === undefined) return null;
  return (
    <div role="alert" className="p-3">
      <Note kind="warn" title={t('clash.title')}>
        <p>{t('clash.text', { when: dateTime(theirs.savedAt) })}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled with the keyboard */}
        <section className="clash-text" aria-label={t('clash.other')} tabIndex={0}>
          {theirs.text}
        </section>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => onSettle('both')}>{t('clash.both')}</Button>
          <Button kind="secondary" onClick={() => onSettle('mine')}>
            {t('clash.mine')}
          </Button>
          <Button kind="secondary" onClick={() => onSettle('theirs')}>
            {t('clash.theirs')}
          </Button>
        </div>
      </Note>
    </div>
  );
}

/** The doctor's rough notes: a plain text area over a layer that lights up what a sentence rests on. */
export function RoughPane({ text, sent, lit, litKey, onText, error, draft, onSettle, onPutBack, onMain, action }: Props) {
  const t = useDeskWords();
  const { number } = useFormat();
  const titleId = useId();
  const countId = useId();
  const errorId = useId();
  const layer = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `litKey` says when `lit` changes
  const stretches = useMemo(() => {
    const places =
      sent === undefined
        ? []
        : lit.flatMap(({ span, number: mark }) => {
            const place = spanInChangedText(span, sent, text);
            return place === undefined ? [] : [{ span: place, number: mark }];
          });
    return stretchesOf(text, places);
  }, [text, sent, litKey]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is lit decides what is brought into view
  useEffect(() => {
    layer.current?.querySelector('mark')?.scrollIntoView({ block: 'nearest' });
  }, [litKey]);

  const changed = sent !== undefined && onText !== undefined && text !== sent;
  const tooLong = text.length > ROUGH_NOTES_LIMIT;
  const shown = new Set<number>();
  return (
    <>
      <header className="pane-head">
        <h2 id={titleId}>{t('rough.title')}</h2>
        <span className="pane-end" role="status">
          {draft !== undefined && <Saved draft={draft} />}
        </span>
      </header>
      {draft?.theirs !== undefined && <Clash draft={draft} onSettle={onSettle} />}
      {changed && (
        <div className="rough-changed">
          <Icon name="info" size={16} />
          <span>{t('rough.changed')}</span>
          <button type="button" className="link" onClick={onPutBack}>
            {t('rough.put-back')}
          </button>
        </div>
      )}
      <div className="pane-scroll">
        <div className="rough">
          <div ref={layer} className="rough-layer" aria-hidden="true">
            {stretches.map(({ start, text: piece, numbers }) => {
              const fresh = numbers.filter((mark) => !shown.has(mark));
              for (const mark of fresh) shown.add(mark);
              return numbers.length === 0 ? (
                piece
              ) : (
                <mark key={start}>
                  {fresh.length > 0 && <span className="mark-number">{fresh.join(' ')}</span>}
                  {piece}
                </mark>
              );
            })}
            {'\n'}
          </div>
          <textarea
            id="rough-notes"
            className="rough-text"
            aria-labelledby={titleId}
            aria-describedby={`${countId} ${error ? errorId : ''}`}
            aria-invalid={error || tooLong ? true : undefined}
            spellCheck={false}
            readOnly={onText === undefined}
            value={text}
            onChange={(event) => onText?.(event.target.value)}
            onKeyDown={(event) => {
              if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
                event.preventDefault();
                onMain();
              }
            }}
          />
        </div>
      </div>
      {error && (
        <p id={errorId} className="problem px-4 py-2">
          <Icon name="alert-triangle" size={16} />
          <span>{error}</span>
        </p>
      )}
      <footer className="pane-foot">
        <span id={countId} className={tooLong ? 'font-semibold text-danger' : ''}>
          {t('rough.count', { count: number(text.length), limit: number(ROUGH_NOTES_LIMIT) })}
        </span>
        <span className="pane-end">{action}</span>
      </footer>
    </>
  );
}
