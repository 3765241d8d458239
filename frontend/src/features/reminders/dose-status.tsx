import type { Dose } from '../../../../functions/reminders/contract.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import type { IconName } from '../../shared/ui/icons.ts';
import { plannedOf, standingOf } from './dose-list.ts';
import { useMedicineWords } from './medicines-words.ts';

const shapes: Readonly<Record<Dose['status'], { icon: IconName; colour: string }>> = {
  upcoming: { icon: 'circle', colour: 'text-ink-3' },
  due: { icon: 'bell', colour: 'text-brand' },
  snoozed: { icon: 'clock', colour: 'text-brand' },
  taken: { icon: 'circle-check', colour: 'text-ok' },
  skipped: { icon: 'circle-minus', colour: 'text-ink-2' },
  missed: { icon: 'alert-triangle', colour: 'text-warn' },
};

/** How a dose stands, as a shape; the word stands beside it. */
export function DoseIcon({ status, size = 24 }: { status: Dose['status']; size?: 20 | 24 }) {
  const { icon, colour } = shapes[status];
  return <Icon name={icon} size={size} className={colour} />;
}

/** `2 of 4 taken`, and each dose of the day as a shape. */
export function DayProgress({ doses, now }: { doses: readonly Dose[]; now: number }) {
  const t = useMedicineWords();
  const planned = plannedOf(doses);
  const taken = planned.filter(({ status }) => status === 'taken').length;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lg font-semibold">
      {t('today.progress', { taken, all: planned.length })}
      <span aria-hidden="true" className="flex flex-wrap gap-1">
        {planned.map((dose) => (
          <DoseIcon key={dose.doseId} status={standingOf(dose, now)} />
        ))}
      </span>
    </p>
  );
}
