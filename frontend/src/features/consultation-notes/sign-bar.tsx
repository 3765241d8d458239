import { type ReactNode, useId } from 'react';

import type { Note } from '../../../../functions/consultation-notes/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Tag } from '../../shared/ui/surfaces.tsx';
import { useDeskWords } from './words.ts';

export type Counts = { readonly sentences: number; readonly withSource: number; readonly toCheck: number };

/** What just happened, spoken once, with [Undo]; inside the bar, because the shell's line would cover it. */
export function Happened({ text, onUndo }: { text: string; onUndo: (() => void) | undefined }) {
  const t = useDeskWords();
  return (
    <div className="happened">
      <p role="status">{text}</p>
      {onUndo && (
        <button type="button" className="link" onClick={onUndo} aria-keyshortcuts="Control+Z">
          {t('undo')}
        </button>
      )}
    </div>
  );
}

export function CheckBar({
  counts,
  writing,
  locked,
  onLocked,
  onPreview,
  onSign,
  happened,
}: {
  counts: Counts;
  writing: boolean;
  /** Why it cannot be signed now. */
  locked: string | undefined;
  onLocked: () => void;
  onPreview: () => void;
  onSign: () => void;
  happened: ReactNode;
}) {
  const t = useDeskWords();
  const whyId = useId();
  // The count says the reason in fewer words, where there is room for one of them.
  const counted = locked !== undefined && !writing && counts.toCheck > 0;
  return (
    <section className="sign-bar no-print" aria-label={t('bar.title')}>
      <div className="bar-left">
        <p className="bar-counts">
          <Tag kind={counts.toCheck > 0 ? 'warn' : writing ? 'plain' : 'ok'}>
            {counts.toCheck > 0 ? t('note.to-check', { count: counts.toCheck }) : writing ? t('bar.nothing-yet') : t('bar.all-checked')}
          </Tag>
          <span className="bar-sources">
            {t(writing ? 'bar.sentences-so-far' : 'bar.sentences', { count: counts.sentences, sourced: counts.withSource })}
          </span>
        </p>
        {happened}
      </div>
      <p id={whyId} className={`bar-why ${counted ? 'bar-why-counted' : ''}`}>
        {locked}
      </p>
      <Button kind="secondary" icon="eye" className="bar-minor" onClick={onPreview}>
        {t('letter.preview')}
      </Button>
      <Button icon="signature" shortcut="Ctrl Enter" locked={locked} reasonId={whyId} onLocked={onLocked} onClick={onSign}>
        {t('sign.note')}
      </Button>
    </section>
  );
}

export function SignedBar({
  note,
  hasEmail,
  sending,
  onSend,
  onPrint,
  onAmend,
  onPreview,
  happened,
}: {
  note: Note;
  hasEmail: boolean | undefined;
  sending: boolean;
  onSend: () => void;
  onPrint: (what: 'note' | 'letter') => void;
  onAmend: () => void;
  onPreview: () => void;
  happened: ReactNode;
}) {
  const t = useDeskWords();
  const { dateTime } = useFormat();
  const { letterRequestedAt, letterSentAt } = note;
  const onItsWay = letterRequestedAt !== undefined && (letterSentAt === undefined || letterSentAt < letterRequestedAt);
  const status = onItsWay
    ? t('send.on-its-way')
    : letterSentAt !== undefined
      ? t('send.sent', { when: dateTime(letterSentAt) })
      : t('send.to', { name: note.patient.name });
  return (
    <section className="sign-bar no-print" aria-label={t('bar.signed-title')}>
      <div className="bar-left">
        <p className="bar-counts bar-text" role="status">
          <Icon name={onItsWay ? 'send' : letterSentAt === undefined ? 'mail' : 'check'} />
          <span>{hasEmail === false ? t('send.no-email', { name: note.patient.name }) : status}</span>
        </p>
        {happened}
      </div>
      <Button kind="secondary" icon="eye" className="bar-minor" onClick={onPreview}>
        {t('letter.see')}
      </Button>
      <Button kind="secondary" icon="pencil" className="bar-minor" onClick={onAmend}>
        {t('amend.action')}
      </Button>
      <Button kind="secondary" icon="printer" className="bar-minor" onClick={() => onPrint('note')}>
        {t('print')}
      </Button>
      {hasEmail === false ? (
        <Button icon="printer" onClick={() => onPrint('letter')}>
          {t('letter.print')}
        </Button>
      ) : (
        <Button kind={letterRequestedAt === undefined ? 'primary' : 'secondary'} icon="send" busy={sending || onItsWay} onClick={onSend}>
          {t(letterRequestedAt === undefined ? 'send.action' : 'send.again')}
        </Button>
      )}
    </section>
  );
}

export function AmendBar({
  changed,
  onSign,
  onCancel,
  happened,
}: {
  changed: boolean;
  onSign: () => void;
  onCancel: () => void;
  happened: ReactNode;
}) {
  const t = useDeskWords();
  const whyId = useId();
  return (
    <section className="sign-bar no-print" aria-label={t('amend.bar')}>
      <div className="bar-left">
        <p className="bar-counts bar-text">{t('amend.text')}</p>
        {happened}
      </div>
      <p id={whyId} className="bar-why">
        {changed ? '' : t('amend.nothing')}
      </p>
      <Button kind="secondary" onClick={onCancel}>
        {t('amend.cancel')}
      </Button>
      <Button icon="signature" locked={!changed && t('amend.nothing')} reasonId={whyId} onClick={onSign}>
        {t('amend.review')}
      </Button>
    </section>
  );
}
