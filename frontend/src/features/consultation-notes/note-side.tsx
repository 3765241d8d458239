import { type HTMLAttributes, useEffect, useId, useRef, useState } from 'react';

import type { NoteChange, Sentence } from '../../../../functions/consultation-notes/contract.ts';
import { useDraft } from '../../shared/drafts.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { useFailureText } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { useOnline } from '../../shared/ui/net-bar.tsx';
import { Skeleton } from '../../shared/ui/surfaces.tsx';
import { Sheet, type SheetFacts } from './letter.tsx';
import { type PendingChange, withChanges } from './note-changes.ts';
import { NoteNotices } from './note-notices.tsx';
import { NotePane } from './note-pane.tsx';
import { Progress } from './note-progress.tsx';
import { StatusTag } from './note-row.tsx';
import { countsOf, openFlags } from './note-state.ts';
import { AmendBar, CheckBar, Happened, SignedBar } from './sign-bar.tsx';
import { AmendDialog, LetterDialog, SignDialog } from './signing.tsx';
import type { NoteDesk } from './use-note-desk.ts';
import { useSigning } from './use-signing.ts';
import { Versions } from './versions.tsx';
import { useDeskWords } from './words.ts';

type Props = {
  readonly desk: NoteDesk;
  readonly panelProps: HTMLAttributes<HTMLElement>;
  readonly current: string | undefined;
  readonly onCurrent: (sentenceId: string | undefined) => void;
  readonly onHover: (sentenceId: string | undefined) => void;
  readonly firstFlag: string | undefined;
  readonly onShowSource: () => void;
  readonly onShowNote: () => void;
  readonly showBar: boolean;
};

/** Whether the end of the note is out of sight while it grows: text is never scrolled under the reader. */
const useBelow = (growing: boolean) => {
  const end = useRef<HTMLDivElement>(null);
  const [below, setBelow] = useState(false);
  useEffect(() => {
    const element = end.current;
    if (element === null || !growing) return setBelow(false);
    const observer = new IntersectionObserver(([entry]) => setBelow(entry !== undefined && !entry.isIntersecting), {
      rootMargin: '0px 0px -40px 0px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [growing]);
  return { end, below };
};

/** The written note: its state, its sentences, and the bar by which it is checked, signed, sent and amended. */
export function NoteSide({ desk, panelProps, current, onCurrent, onHover, firstFlag, onShowSource, onShowNote, showBar }: Props) {
  const t = useDeskWords();
  const textOf = useFailureText();
  const online = useOnline();
  const { number } = useFormat();
  const { mode, note, live, editor, editorState, facts, finished, writing } = desk;
  const titleId = useId();
  const pane = useRef<HTMLElement>(null);
  const [dialog, setDialog] = useState<'sign' | 'letter' | 'amend'>();
  const [amending, setAmending] = useState(false);
  const [editing, setEditing] = useState<string>();
  const [printing, setPrinting] = useState<'note' | 'letter'>();
  const [happened, setHappened] = useState<{ text: string; undo: boolean }>({ text: '', undo: false });
  const noteId = note?.noteId ?? live.note.noteId ?? '';
  const amendment = useDraft<readonly PendingChange[]>(`amendment:${noteId}`, []);
  const reason = useDraft(`amend-reason:${noteId}`, '');
  const { end, below } = useBelow(writing !== undefined);
  const say = (text: string, undo = false): void => setHappened({ text, undo });

  const { sign, amend, send, hasEmail, reads } = useSigning(desk, {
    signed: ({ doctor }) => {
      setDialog(undefined);
      say(t('sign.done', { name: doctor.name }));
    },
    amended: ({ version = 1 }) => {
      amendment.discard([]);
      reason.discard('');
      setAmending(false);
      setDialog(undefined);
      say(t('amend.done', { version }));
    },
    notSigned: (failure) => {
      // What is to be looked at first is behind the dialog.
      if (failure.code !== 'flags-unresolved') return;
      setDialog(undefined);
      say(textOf(failure));
    },
    notSent: (failure) => say(textOf(failure)),
  });

  // One message for each finished part, never one for each word.
  const spoken = useRef(finished.length);
  const done = live.note.phase === 'completed';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a part that is finished is what there is to say
  useEffect(() => {
    if (finished.length > spoken.current && desk.hasLive) {
      const section = finished[finished.length - 1];
      const { toCheck } = countsOf(desk.sentences);
      if (done) say(toCheck > 0 ? t('live.done-check', { count: toCheck }) : t('live.done'));
      else if (section !== undefined) say(t(`live.finished.${section}`));
    }
    spoken.current = finished.length;
  }, [finished.length, done]);

  useEffect(() => {
    if (printing === undefined) return;
    const after = (): void => setPrinting(undefined);
    addEventListener('afterprint', after);
    print();
    return () => removeEventListener('afterprint', after);
  }, [printing]);

  const sentences =
    amending && note !== undefined
      ? withChanges(note.sentences, amendment.value).map((sentence) => ({ sentence, growing: false }))
      : desk.sentences;
  const counts = countsOf(sentences);
  const chosen = sentences.find(
    ({ sentence, growing }) => !growing && sentence.sentenceId === current && sentence.removed !== true,
  )?.sentence;
  const editable = amending || mode === 'draft' || mode === 'writing' || mode === 'interrupted';

  const messages = {
    edit: 'did.edited',
    remove: 'did.removed',
    restore: 'did.restored',
    accept: 'did.kept',
    doubt: 'did.reopened',
    add: 'did.added',
  } as const;
  const onChange = (change: NoteChange, before?: Sentence): void => {
    if (amending) amendment.set([...amendment.value, { id: crypto.randomUUID(), change }]);
    else editor?.change(change, before);
    const later = amending && (change.op === 'edit' || change.op === 'add');
    say(t(later ? 'did.checked-at-signing' : messages[change.op]), change.op !== 'add' || amending);
  };
  const undo = (): void => {
    if (amending) amendment.set(amendment.value.slice(0, -1));
    else editor?.undo();
    say(t('did.undone'));
  };
  const canUndo = happened.undo && (amending ? amendment.value.length > 0 : editorState.undo !== undefined);

  const goToFlag = (): void => {
    onShowNote();
    const sentenceId = firstFlag;
    if (sentenceId === undefined) return;
    onCurrent(sentenceId);
    requestAnimationFrame(() => {
      const element = pane.current?.querySelector<HTMLElement>(`[data-sentence="${CSS.escape(sentenceId)}"]`);
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: 'center' });
    });
  };
  const locked =
    mode === 'interrupted'
      ? t('locked.interrupted')
      : writing !== undefined || mode === 'asking'
        ? t('locked.writing')
        : counts.toCheck > 0
          ? t('locked.flags', { count: counts.toCheck })
          : !online
            ? t('locked.offline')
            : editorState.pending.length > 0 || mode !== 'draft'
              ? t('locked.saving')
              : counts.sentences === 0
                ? t('locked.empty')
                : undefined;
  const onSign = (): void => {
    if (mode !== 'draft' && writing === undefined) return;
    if (locked === undefined) {
      setDialog('sign');
      return;
    }
    say(locked);
    goToFlag();
  };

  const sheetFacts: SheetFacts = {
    patientName: facts.patientName,
    visitDate: facts.visitDate,
    doctor: note?.doctor ?? { name: '', registrationNumber: '' },
    signedAt: note?.signedAt,
    letter: note?.letter,
    letterLanguage: facts.letterLanguage,
  };
  const kept = sentences.filter(({ growing }) => !growing).map(({ sentence }) => sentence);
  const line = <Happened text={happened.text} onUndo={canUndo ? undo : undefined} />;
  const signed = mode === 'signed' && note !== undefined;

  return (
    <>
      <section ref={pane} className="pane note-pane no-print" {...panelProps}>
        <header className="pane-head">
          <h2 id={titleId}>{t('note.title')}</h2>
          {(mode === 'draft' || mode === 'signed' || mode === 'interrupted' || mode === 'replaced') && (
            <StatusTag status={mode} version={note?.version} />
          )}
          <Progress desk={desk} />
          {writing === undefined && done && live.askedAt !== undefined && live.endedAt !== undefined && mode === 'draft' && (
            <span className="pane-end took">
              {t('live.took', { seconds: number(Math.max(1, Math.round((live.endedAt - live.askedAt) / 1_000))) })}
            </span>
          )}
        </header>
        <div className="pane-scroll">
          <NoteNotices desk={desk} amending={amending} reads={reads} />
          {mode === 'form' && <p className="note-empty">{t('note.empty')}</p>}
          {mode === 'loading' && !desk.stored.error && <Skeleton lines={8} />}
          <NotePane
            noteId={noteId}
            roughNotes={desk.sentRough ?? ''}
            sentences={sentences}
            letterLanguage={facts.letterLanguage}
            writing={writing}
            finished={mode === 'form' || mode === 'loading' ? [] : finished}
            editable={editable}
            amending={amending}
            pending={amending ? amendment.value : editorState.pending}
            refused={amending ? undefined : editorState.refused}
            current={current}
            onCurrent={onCurrent}
            editing={editing}
            onEditing={setEditing}
            onHover={onHover}
            onChange={onChange}
            onUndo={undo}
            onMain={onSign}
            onShowSource={onShowSource}
            labelledBy={titleId}
          />
          {signed && !amending && <Versions versions={note.versions} />}
          <div ref={end} className="note-end" />
        </div>
        <footer className="pane-foot keys-foot">
          {counts.sentences > 0 && (
            <>
              <span aria-hidden="true">
                {t('foot.move')} <kbd>↑</kbd> <kbd>↓</kbd>
              </span>
              {editable && (
                <span aria-hidden="true">
                  {t('foot.next')} <kbd>F</kbd>
                </span>
              )}
              {editable && chosen !== undefined && openFlags(chosen).length === 0 && (
                <span className="foot-fix">
                  <Button kind="quiet" icon="pencil" shortcut="E" onClick={() => setEditing(chosen.sentenceId)}>
                    {t('sentence.edit')}
                  </Button>
                  <Button
                    kind="quiet"
                    icon="trash"
                    shortcut="D"
                    onClick={() => onChange({ op: 'remove', sentenceId: chosen.sentenceId }, chosen)}
                  >
                    {t('sentence.remove')}
                  </Button>
                </span>
              )}
            </>
          )}
          {below && (
            <button
              type="button"
              className="new-below"
              onClick={() => {
                end.current?.scrollIntoView({ block: 'end' });
                pane.current?.querySelector<HTMLElement>('.note [tabindex="0"]')?.focus({ preventScroll: true });
              }}
            >
              <Icon name="arrow-down" size={16} />
              {t('live.below')}
            </button>
          )}
        </footer>
      </section>
      {showBar && (mode === 'draft' || mode === 'writing' || mode === 'interrupted' || mode === 'asking') && (
        <CheckBar
          counts={counts}
          writing={writing !== undefined || mode === 'interrupted'}
          locked={locked}
          onLocked={onSign}
          onPreview={() => setDialog('letter')}
          onSign={onSign}
          happened={line}
        />
      )}
      {showBar && signed && !amending && (
        <SignedBar
          note={note}
          hasEmail={hasEmail}
          sending={send.isPending}
          onSend={() => send.mutate({ params: { noteId } })}
          onPrint={setPrinting}
          onAmend={() => setAmending(true)}
          onPreview={() => setDialog('letter')}
          happened={line}
        />
      )}
      {showBar && signed && amending && (
        <AmendBar
          changed={amendment.value.length > 0}
          onSign={() => setDialog('amend')}
          onCancel={() => {
            setAmending(false);
            amendment.discard([]);
            say(t('amend.cancelled'));
          }}
          happened={line}
        />
      )}
      {dialog === 'sign' && note !== undefined && (
        <SignDialog
          note={note}
          doctor={note.doctor}
          reads={reads}
          busy={sign.isPending}
          failure={sign.failure}
          onSign={() => sign.mutate({ params: { noteId }, body: { revision: note.revision } })}
          onClose={() => {
            setDialog(undefined);
            sign.reset();
          }}
        />
      )}
      {dialog === 'letter' && (
        <LetterDialog
          sentences={kept}
          facts={sheetFacts}
          onPrint={signed ? () => setPrinting('letter') : undefined}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'amend' && note !== undefined && (
        <AmendDialog
          note={note}
          after={kept}
          changes={amendment.value}
          reason={reason.value}
          onReason={reason.set}
          doctor={note.doctor}
          busy={amend.isPending}
          failure={amend.failure}
          onSign={(because, accepted) =>
            amend.mutate({
              params: { noteId },
              body: { revision: note.revision, reason: because, changes: [...amendment.value.map(({ change }) => change), ...accepted] },
            })
          }
          onClose={() => {
            setDialog(undefined);
            amend.reset();
          }}
        />
      )}
      {printing !== undefined && (
        <div className="print-only">
          <Sheet sentences={kept} facts={sheetFacts} whole={printing === 'note'} />
        </div>
      )}
    </>
  );
}
