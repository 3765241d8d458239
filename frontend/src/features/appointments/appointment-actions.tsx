import { useState } from 'react';

import type { AppointmentDetail } from '../../../../functions/appointments/contract.ts';
import { ApiFailure } from '../../shared/api/failure.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { useAppointmentWords } from './appointment-words.ts';
import { Cancel } from './cancel.tsx';
import { hasReceipt } from './money-words.ts';
import { Reschedule } from './reschedule.tsx';
import { saveCalendarFile } from './save-calendar-file.ts';

/** What a patient can do with an appointment: what the API says that is possible now. */
export function AppointmentActions({ appointment, onAgain }: { appointment: AppointmentDetail; onAgain: () => unknown }) {
  const t = useAppointmentWords();
  const [moving, setMoving] = useState(false);
  const { appointmentId, status, actions, doctor, cancelReason } = appointment;
  const booked = status === 'CONFIRMED' || status === 'IN_PROGRESS';
  const close = () => {
    setMoving(false);
    requestAnimationFrame(() => document.getElementById('reschedule-open')?.focus());
  };
  if (moving && actions.includes('reschedule')) return <Reschedule appointment={appointment} onClose={close} />;
  // The other cancelled ones lead to other times by themselves.
  const over = status === 'COMPLETED' || status === 'NO_SHOW' || (status === 'CANCELLED' && cancelReason === 'by-patient');
  return (
    <div className="no-print space-y-3">
      <div className="grid gap-3 desk:flex desk:flex-wrap">
        {booked && <Calendar appointmentId={appointmentId} />}
        {hasReceipt(appointment) && (
          <ButtonLink kind="secondary" icon="rupee" to={`/visits/booked/${encodeURIComponent(appointmentId)}/receipt`}>
            {t('receipt')}
          </ButtonLink>
        )}
        {actions.includes('reschedule') && (
          <Button id="reschedule-open" kind="secondary" icon="clock" onClick={() => setMoving(true)}>
            {t('reschedule.open')}
          </Button>
        )}
        {actions.includes('cancel') && status === 'CONFIRMED' && <Cancel appointment={appointment} onAgain={onAgain} />}
        {over && (
          <ButtonLink kind="secondary" icon="stethoscope" to={`/doctors/${encodeURIComponent(doctor.doctorId)}`}>
            {t('doctor.page', { doctor: doctor.name })}
          </ButtonLink>
        )}
      </div>
      {status === 'CONFIRMED' && actions.includes('cancel') && !actions.includes('reschedule') && (
        <p className="hint">{t('reschedule.why-not')}</p>
      )}
    </div>
  );
}

function Calendar({ appointmentId }: { appointmentId: string }) {
  const t = useAppointmentWords();
  const { say } = useStatus();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  const save = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await saveCalendarFile(appointmentId);
      say(t('calendar.saved'));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button kind="secondary" icon="calendar-plus" busy={busy} onClick={() => void save()}>
        {t('calendar')}
      </Button>
      {failure && <ErrorNotice failure={failure} onRetry={() => void save()} />}
    </>
  );
}
