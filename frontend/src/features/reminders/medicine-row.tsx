import { Link } from 'react-router';

import type { Reminder } from '../../../../functions/reminders/contract.ts';
import { Chevron } from '../../shared/ui/page.tsx';
import { Tag } from '../../shared/ui/surfaces.tsx';
import { nameOf } from './dose-row.tsx';
import { ruleText } from './rule-text.ts';
import { useMedicineFormat } from './use-medicine-format.ts';

/** One medicine in a list, with its rule in words. */
export function MedicineRow({ reminder, zone, now }: { reminder: Reminder; zone: string; now: number }) {
  const { t, wording, dayOf } = useMedicineFormat(zone);
  const { reminderId, status } = reminder;
  return (
    <li>
      <Link to={`/medicines/${encodeURIComponent(reminderId)}`} className="row-link">
        <span className="min-w-0">
          <span className="block font-semibold break-words">{nameOf(reminder)}</span>
          <span className="block text-sm text-ink-2">{ruleText(reminder, { today: dayOf(now), zone }, wording)}</span>
          {status !== 'running' && (
            <span className="mt-1 block">
              <Tag>{t(`status.${status}`)}</Tag>
            </span>
          )}
        </span>
        <Chevron />
      </Link>
    </li>
  );
}
