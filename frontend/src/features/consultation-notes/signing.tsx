import { useId, useState } from 'react';

import type { Flag, Note, NoteChange, Sentence } from '../../../../functions/consultation-notes/contract.ts';
import type { ApiFailure } from '../../shared/api/failure.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { TextArea } from '../../shared/ui/field.tsx';
import { Sheet, type SheetFacts } from './letter.tsx';
import type { PendingChange } from './note-changes.ts';
import { Difference } from './versions.tsx';
import { useDeskWords } from './words.ts';

type Doctor = { readonly name: string; readonly registrationNumber: string };

export function SignDialog({
  note,
  doctor,
  reads,
  busy,
  failure,
  onSign,
  onClose,
}: {
  note: Note;
  doctor: Doctor;
  /** Whether the patient can read the note by themselves. */
  reads: boolean;
  busy: boolean;
  failure: ApiFailure | undefined;
  onSign: () => void;
  onClose: () => void;
}) {
  const t = useDeskWords();
  return (
    <Dialog
      open
      onClose={busy ? undefined : onClose}
      title={t('sign.title')}
      actions={
        <>
          <Button icon="signature" busy={busy} onClick={onSign}>
            {t('sign.action')}
          </Button>
          <Button kind="secondary" onClick={onClose}>
            {t('sign.not-yet')}
          </Button>
        </>
      }
    >
      <p className="sign-name">
        <b>{doctor.name}</b>
        <span>{t('sheet.registration', { number: doctor.registrationNumber })}</span>
      </p>
      <p>
        {t('sign.text')} {reads && t('sign.text.reads', { name: note.patient.name })}
      </p>
      {failure && failure.code !== 'flags-unresolved' && <ErrorNotice failure={failure} />}
    </Dialog>
  );
}

export function LetterDialog({
  sentences,
  facts,
  onPrint,
  onClose,
}: {
  sentences: readonly Sentence[];
  facts: SheetFacts;
  onPrint: (() => void) | undefined;
  onClose: () => void;
}) {
  const t = useDeskWords();
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('letter.title')}
      actions={
        onPrint && (
          <Button kind="secondary" icon="printer" onClick={onPrint}>
            {t('letter.print')}
          </Button>
        )
      }
    >
      <Sheet sentences={sentences} facts={facts} />
    </Dialog>
  );
}

type Open = Pick<Flag, 'flagId' | 'kind'> & { readonly sentenceId: string };

const openOf = (failure: ApiFailure | undefined): readonly Open[] =>
  failure?.code === 'flags-unresolved' ? ((failure.details as { flags?: readonly Open[] } | undefined)?.flags ?? []) : [];

const beforeAndAfter = (note: Note, after: readonly Sentence[], changes: readonly PendingChange[]) => {
  const ids = [...new Set(changes.map(({ id, change }) => (change.op === 'add' ? id : change.sentenceId)))];
  return ids.flatMap((sentenceId) => {
    const before = note.sentences.find((sentence) => sentence.sentenceId === sentenceId && sentence.removed !== true)?.text;
    const now = after.find((sentence) => sentence.sentenceId === sentenceId && sentence.removed !== true)?.text;
    return before === now ? [] : [{ sentenceId, before, after: now }];
  });
};

/** Signs a new version: what changed, why, and every doubt about the new words kept on purpose. */
export function AmendDialog({
  note,
  after,
  changes,
  reason,
  onReason,
  doctor,
  busy,
  failure,
  onSign,
  onClose,
}: {
  note: Note;
  after: readonly Sentence[];
  changes: readonly PendingChange[];
  reason: string;
  onReason: (reason: string) => void;
  doctor: Doctor;
  busy: boolean;
  failure: ApiFailure | undefined;
  onSign: (reason: string, accepted: readonly NoteChange[]) => void;
  onClose: () => void;
}) {
  const t = useDeskWords();
  const whyId = useId();
  const [tried, setTried] = useState(false);
  const [kept, setKept] = useState<readonly string[]>([]);
  const open = openOf(failure);
  const keyOf = ({ sentenceId, flagId }: Open): string => `${sentenceId} ${flagId}`;
  /** The doubtful words, from our own text by the place that the doubt's id names: the server's error repeats none. */
  const wordsOf = ({ sentenceId, flagId }: Open): string | undefined => {
    const [, start, end] = /:(\d+)-(\d+)$/.exec(flagId) ?? [];
    return after.find((sentence) => sentence.sentenceId === sentenceId)?.text.slice(Number(start), Number(end));
  };
  const left = open.filter((flag) => !kept.includes(keyOf(flag))).length;
  const short = reason.trim().length < 3;
  const sign = (): void => {
    setTried(true);
    if (short) return;
    onSign(
      reason.trim(),
      open.map(({ sentenceId, flagId }) => ({ op: 'accept', sentenceId, flagId })),
    );
  };
  return (
    <Dialog
      open
      wide
      onClose={busy ? undefined : onClose}
      title={t('amend.title')}
      actions={
        <>
          <Button icon="signature" busy={busy} locked={left > 0 && t('amend.check-first', { count: left })} reasonId={whyId} onClick={sign}>
            {t('amend.sign')}
          </Button>
          <Button kind="secondary" onClick={onClose}>
            {t('sign.not-yet')}
          </Button>
        </>
      }
    >
      <ul className="difference">
        {beforeAndAfter(note, after, changes).map((change) => (
          <li key={change.sentenceId}>
            <Difference change={change} />
          </li>
        ))}
      </ul>
      <TextArea
        label={t('amend.reason')}
        hint={t('amend.reason.hint')}
        error={tried && short ? t('amend.reason.missing') : undefined}
        rows={2}
        maxLength={1_000}
        value={reason}
        onChange={onReason}
      />
      {open.length > 0 && (
        <fieldset className="space-y-2">
          <legend className="font-semibold">{t('amend.doubts')}</legend>
          <p id={whyId} className="font-semibold text-warn">
            {left > 0 && t('amend.check-first', { count: left })}
          </p>
          {open.map((flag) => (
            <label key={keyOf(flag)} className="flex items-start gap-3">
              <input
                type="checkbox"
                className="mt-1 size-5"
                checked={kept.includes(keyOf(flag))}
                onChange={(event) => setKept(event.target.checked ? [...kept, keyOf(flag)] : kept.filter((key) => key !== keyOf(flag)))}
              />
              <span>
                <b>{t(`flag.${flag.kind}`)}</b>
                {wordsOf(flag) && `: ${wordsOf(flag)}`}
                <span className="block text-sm text-ink-2">{t('amend.keep')}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {failure && failure.code !== 'flags-unresolved' && <ErrorNotice failure={failure} />}
      <p className="sign-name">
        <b>{doctor.name}</b>
        <span>{t('sheet.registration', { number: doctor.registrationNumber })}</span>
      </p>
    </Dialog>
  );
}
