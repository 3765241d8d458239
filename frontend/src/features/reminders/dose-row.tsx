import { type ReactNode, useId, useRef, useState } from 'react';

import type { Dose } from '../../../../functions/reminders/contract.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { useLostFocus } from '../appointments/use-lost-focus.ts';
import { isOverdue, mayHaveBeenOnTime, mayUndo, standingOf } from './dose-list.ts';
import { DoseIcon } from './dose-status.tsx';
import { useMedicineWords } from './medicines-words.ts';
import { doseText } from './rule-text.ts';
import { useDoseAnswers } from './use-dose-answers.ts';
import { useMedicineFormat } from './use-medicine-format.ts';

const REASONS = ['forgot', 'felt-unwell', 'side-effect', 'ran-out', 'doctor-said', 'other'] as const;

/** `Metformin 500 mg`. */
export const nameOf = ({ medicine, strength }: Pick<Dose, 'medicine' | 'strength'>): string =>
  strength === undefined ? medicine : `${medicine} ${strength.replace(/(\d) (?=\S)/g, '$1\u00a0')}`;

type Props = {
  dose: Dose;
  zone: string;
  now: number;
  /** The day is said too: in lists of more than one day. */
  dated?: boolean;
};

/** One dose: what, when, how it stands, and what can be said about it now. */
export function DoseRow({ dose, zone, now, dated = false }: Props) {
  const { t, wording, time, dateTime, dayOf } = useMedicineFormat(zone);
  const answers = useDoseAnswers(dose, time);
  const [asking, setAsking] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const lostFocus = useLostFocus(() => row.current);
  const why = useId();
  const standing = standingOf(dose, now);
  const name = nameOf(dose);
  const at = time(dose.dueAt);
  const of = t('of-dose', { medicine: name, time: at });
  const open = standing === 'due' || standing === 'snoozed' || standing === 'missed';
  const overdue = isOverdue(dose, now);
  const takenAt = dose.takenAt ?? dose.dueAt;
  const said =
    standing === 'taken'
      ? dose.late
        ? t('status.late', { when: dayOf(takenAt) === dayOf(dose.dueAt) ? time(takenAt) : dateTime(takenAt) })
        : t('status.taken.at', { time: time(takenAt) })
      : standing === 'skipped'
        ? `${t('status.skipped')}${dose.skipReason ? `: ${t(`reason.${dose.skipReason}`)}` : ''}`
        : standing === 'snoozed'
          ? t('status.snoozed', { time: time(dose.snoozedUntil ?? dose.dueAt) })
          : t(`status.${standing}`);
  const ask = () => {
    setAsking(true);
    requestAnimationFrame(() => document.getElementById(why)?.focus());
  };
  return (
    <li ref={row} tabIndex={-1} className="focus-by-script space-y-3 px-4 py-3" {...lostFocus}>
      <div className="flex items-start gap-3">
        <span className="pt-0.5">
          <DoseIcon status={standing} />
        </span>
        <div className="mr-auto min-w-0">
          <p className={open ? 'text-lg font-semibold' : 'font-semibold'}>
            {dated ? dateTime(dose.dueAt) : at} {name}
          </p>
          <p>{doseText(dose, wording)}</p>
          {standing !== 'upcoming' && <p className="text-sm text-ink-2">{said}</p>}
          {standing === 'missed' && <p className="text-sm text-ink-2">{t('missed.text')}</p>}
        </div>
        {standing === 'upcoming' && !answers.isPaused && (
          <Button kind="secondary" className="flex-none" busy={answers.pending === 'take'} onClick={() => answers.take()}>
            {t('took.early')}
            <Of>{of}</Of>
          </Button>
        )}
        {mayUndo(dose, now) && !answers.isPaused && (
          <Button kind="secondary" icon="undo" className="flex-none" busy={answers.pending === 'undo'} onClick={answers.undo}>
            {t('undo')}
            <Of>{of}</Of>
          </Button>
        )}
      </div>
      {open && !asking && !answers.isPaused && (
        <div className="grid gap-2 desk:flex desk:flex-wrap">
          <Button className="text-lg" busy={answers.pending === 'take'} onClick={() => answers.take()}>
            {overdue ? t('took.now') : t('took')}
            <Of>{of}</Of>
          </Button>
          {mayHaveBeenOnTime(dose, now) && (
            <Button kind="secondary" busy={answers.pending === 'take'} onClick={() => answers.take(dose.dueAt)}>
              {t('took.at', { time: at })}
              <Of>{name}</Of>
            </Button>
          )}
          <div className={standing === 'missed' ? 'grid' : 'grid grid-cols-2 gap-2'}>
            {standing !== 'missed' && (
              <Button kind="secondary" busy={answers.pending === 'snooze'} onClick={answers.snooze}>
                {t('in-30')}
                <Of>{of}</Of>
              </Button>
            )}
            <Button kind="secondary" aria-expanded={false} busy={answers.pending === 'skip'} onClick={ask}>
              {t('did-not')}
              <Of>{of}</Of>
            </Button>
          </div>
        </div>
      )}
      {open && asking && !answers.isPaused && (
        <Reasons id={why} of={of} onChoose={answers.skip} busy={answers.pending === 'skip'} onClose={() => setAsking(false)} />
      )}
      {answers.isPaused && (
        <p role="status" className="flex items-center gap-2 font-semibold">
          <Icon name="cloud-check" className="text-brand" />
          {t(`waiting.${answers.pending ?? 'take'}`)}
        </p>
      )}
      {answers.failure && <ErrorNotice failure={answers.failure} />}
    </li>
  );
}

/** Which dose a button is about, for those who hear it away from its row. */
function Of({ children }: { children: ReactNode }) {
  return <span className="sr"> {children}</span>;
}

function Reasons({
  id,
  of,
  busy,
  onChoose,
  onClose,
}: {
  id: string;
  of: string;
  busy: boolean;
  onChoose: (reason: (typeof REASONS)[number]) => void;
  onClose: () => void;
}) {
  const t = useMedicineWords();
  const shared = useSharedWords();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and these are buttons
    <div role="group" aria-labelledby={id}>
      <p id={id} tabIndex={-1} className="focus-by-script font-semibold">
        {t('did-not.why')}
        <Of>{of}</Of>
      </p>
      <div className="chips">
        {REASONS.map((reason) => (
          <Button key={reason} kind="secondary" busy={busy} onClick={() => onChoose(reason)}>
            {t(`reason.${reason}`)}
          </Button>
        ))}
        <Button kind="quiet" onClick={onClose}>
          {shared('cancel')}
        </Button>
      </div>
      <p className="hint pt-2">{t('reason.advice')}</p>
    </div>
  );
}
