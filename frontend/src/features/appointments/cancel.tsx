import { useState } from 'react';

import type { AppointmentDetail } from '../../../../functions/appointments/contract.ts';
import { useForget, useKnow, useMutation } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { useAppointmentWords } from './appointment-words.ts';
import { backWord } from './money-words.ts';

/** Cancels after saying exactly what comes back: the time may be somebody else's a second later, so there is no undo. */
export function Cancel({ appointment, onAgain }: { appointment: AppointmentDetail; onAgain: () => unknown }) {
  const t = useAppointmentWords();
  const { dateTime, rupees } = useFormat();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const [asking, setAsking] = useState(false);
  const { appointmentId, doctor, startsAt, feePaise, paymentStatus, refundIfCancelled } = appointment;
  const cancel = useMutation('POST /appointments/{appointmentId}/cancel', {
    onSuccess: (reply) => {
      know('GET /appointments/{appointmentId}', { params: { appointmentId } }, () => reply);
      void forget('GET /appointments', 'GET /doctors/{doctorId}/slots', 'GET /doctors', 'GET /appointments/{appointmentId}/receipt');
      setAsking(false);
      say(t('cancel.done'));
    },
    onError: ({ code }) => {
      if (code === 'illegal-transition') void onAgain();
    },
  });
  const paidPaise = paymentStatus === 'paid' ? feePaise : 0;
  const back = backWord(refundIfCancelled, paidPaise);
  const amounts = { back: rupees(refundIfCancelled?.paise ?? 0), fee: rupees(feePaise) };
  const open = () => {
    cancel.reset();
    // What comes back depends on the minute: it is read again while the person reads.
    void onAgain();
    setAsking(true);
  };
  return (
    <>
      <Button kind="secondary" icon="x" onClick={open}>
        {t('cancel.open')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('cancel.title')}
        actions={
          <>
            <Button busy={cancel.isPending} onClick={() => cancel.mutate({ params: { appointmentId } })}>
              {t('cancel.yes')}
            </Button>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              {t('cancel.no')}
            </Button>
          </>
        }
      >
        <p className="font-semibold">{t('cancel.what', { doctor: doctor.name, when: dateTime(startsAt) })}</p>
        <p>
          {back === 'all'
            ? t('cancel.back.all', { back: amounts.back })
            : back === 'part'
              ? t('cancel.back.part', amounts)
              : back === 'none'
                ? t('cancel.back.none', { fee: amounts.fee })
                : t('cancel.back.nothing-paid')}
        </p>
        <p className="text-ink-2">{t('cancel.no-way-back')}</p>
        {cancel.failure && (
          <ErrorNotice
            failure={cancel.failure}
            onRetry={cancel.failure.mayPass ? () => cancel.mutate({ params: { appointmentId } }) : undefined}
          />
        )}
      </Dialog>
    </>
  );
}
