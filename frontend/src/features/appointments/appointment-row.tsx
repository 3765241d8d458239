import { Link } from 'react-router';

import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Chevron } from '../../shared/ui/page.tsx';
import { Tag } from '../../shared/ui/surfaces.tsx';
import { DateTile } from '../consultation-notes/date-tile.tsx';
import { useAppointmentWords } from './appointment-words.ts';
import { StatusTag } from './status-tag.tsx';

/** One appointment in a list: who, when, how, how far it is. */
export function AppointmentRow({ appointment, quiet = false }: { appointment: AppointmentSummary; quiet?: boolean }) {
  const t = useAppointmentWords();
  const shared = useSharedWords();
  const { dateTime } = useFormat();
  const { appointmentId, doctor, startsAt, mode, status, noteId } = appointment;
  return (
    <Link to={`/visits/booked/${encodeURIComponent(appointmentId)}`} className="row-link">
      <DateTile day={indianDay(startsAt)} />
      <span className="min-w-0">
        <span className="block font-semibold">{doctor.name}</span>
        <span className="block text-sm text-ink-2">{dateTime(startsAt)}</span>
        <span className="block text-sm text-ink-2">{shared(`mode.${mode}`)}</span>
        {!quiet && (
          <span className="mt-1 flex flex-wrap gap-2">
            {status === 'COMPLETED' && noteId ? <Tag icon="notes">{t('row.letter')}</Tag> : <StatusTag status={status} />}
          </span>
        )}
      </span>
      <Chevron />
    </Link>
  );
}
