import type { AppointmentDetail } from '../../../../functions/appointments/contract.ts';
import { useQuery } from '../../shared/api/query.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { phoneText } from '../identity/profile-checks.ts';
import { useAppointmentDeskWords } from './desk-words.ts';

/** The way to the patient of a video or phone visit. */
export function WayTo({ appointment }: { appointment: Pick<AppointmentDetail, 'mode' | 'videoUrl' | 'patientPhone'> }) {
  const t = useAppointmentDeskWords();
  const { mode, videoUrl, patientPhone } = appointment;
  if (mode === 'video' && videoUrl !== undefined)
    return (
      <a className="btn btn-secondary" href={videoUrl} target="_blank" rel="noreferrer">
        <span className="btn-label">
          <Icon name="video" />
          {t('page.video.open')}
        </span>
      </a>
    );
  if (mode === 'phone' && patientPhone !== undefined)
    return (
      <a className="btn btn-secondary" href={`tel:${patientPhone}`}>
        <span className="btn-label">
          <Icon name="phone" />
          {t('page.phone.call', { number: phoneText(patientPhone).replaceAll(' ', '\u00a0') })}
        </span>
      </a>
    );
  return null;
}

/** The same where only the line of a list is known. Each look at a whole appointment is recorded, so it is not asked for again and again. */
export function VisitWay({ appointmentId }: { appointmentId: string }) {
  const found = useQuery('GET /appointments/{appointmentId}', { params: { appointmentId } }, { staleTime: Number.POSITIVE_INFINITY });
  if (found.data === undefined) return null;
  return (
    <>
      <blockquote className="said">{found.data.reason}</blockquote>
      <WayTo appointment={found.data} />
    </>
  );
}

/** Why the patient comes, beside the note that is being written about it. */
export function VisitReason({ appointmentId }: { appointmentId: string }) {
  const t = useAppointmentDeskWords();
  const found = useQuery('GET /appointments/{appointmentId}', { params: { appointmentId } }, { staleTime: Number.POSITIVE_INFINITY });
  if (found.data === undefined) return null;
  return (
    <p className="text-sm">
      <span className="text-ink-2">{t('page.reason')}: </span>
      {found.data.reason}
    </p>
  );
}
