import type { AppointmentDetail } from '../../../../functions/appointments/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { useAppointmentWords } from './appointment-words.ts';
import { useNow } from './clock.ts';

/** The call is the main thing on the page from this long before the start (milliseconds). */
const JOIN_BEFORE = 10 * 60_000;

/** The way into the doctor's video room, for those whose video visit is booked or going on. */
export function Join({ appointment: { status, startsAt, videoUrl } }: { appointment: AppointmentDetail }) {
  const t = useAppointmentWords();
  const { time } = useFormat();
  const now = useNow(15_000);
  if (!videoUrl || (status !== 'CONFIRMED' && status !== 'IN_PROGRESS')) return null;
  const from = Date.parse(startsAt) - JOIN_BEFORE;
  const soon = now >= from;
  return (
    <div className="no-print space-y-1">
      {soon && status === 'CONFIRMED' && <p className="font-semibold">{t('join.soon')}</p>}
      <a
        href={videoUrl}
        target="_blank"
        rel="noopener noreferrer"
        className={`btn w-full ${soon ? 'btn-primary text-lg' : 'btn-secondary'}`}
      >
        <span className="btn-label">
          <Icon name="video" />
          {t('join')}
        </span>
      </a>
      {!soon && <p className="hint">{t('join.early', { time: time(from) })}</p>}
    </div>
  );
}
