import { useEffect, useRef, useState } from 'react';

import type { AppointmentDetail } from '../../../../functions/appointments/contract.ts';
import type { ApiFailure } from '../../shared/api/failure.ts';
import { useForget, useKnow, useMutation } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import { useAppointmentWords } from './appointment-words.ts';
import { type ChosenTime, SlotPicker } from './slot-picker.tsx';

/** Another time of the same doctor, chosen in place; the old one stays until the new one is there. */
export function Reschedule({ appointment, onClose }: { appointment: AppointmentDetail; onClose: () => void }) {
  const t = useAppointmentWords();
  const { dateTime } = useFormat();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const heading = useRef<HTMLHeadingElement>(null);
  const [chosen, setChosen] = useState<ChosenTime>();
  const { appointmentId, doctor, startsAt, mode } = appointment;
  useEffect(() => heading.current?.focus(), []);
  const move = useMutation('POST /appointments/{appointmentId}/reschedule', {
    onSuccess: (reply) => {
      know('GET /appointments/{appointmentId}', { params: { appointmentId } }, () => reply);
      void forget('GET /appointments', 'GET /doctors/{doctorId}/slots', 'GET /doctors');
      say(t('reschedule.done', { when: dateTime(reply.startsAt) }));
      onClose();
    },
    onError: ({ code }) => {
      if (code === 'slot-taken' || code === 'slot-not-offered') {
        setChosen(undefined);
        void forget('GET /doctors/{doctorId}/slots');
      }
    },
  });
  const submit = () => chosen && move.mutate({ params: { appointmentId }, body: chosen });
  return (
    <section className="card space-y-4 p-4" aria-labelledby="reschedule">
      <h2 id="reschedule" ref={heading} tabIndex={-1}>
        {t('reschedule.title')}
      </h2>
      <p className="text-ink-2">{t('reschedule.text', { when: dateTime(startsAt) })}</p>
      <SlotPicker
        doctorId={doctor.doctorId}
        nextFreeAt={startsAt}
        chosen={chosen}
        wantedMode={mode}
        onChoose={(time) => {
          setChosen(time);
          if (time) move.reset();
        }}
      />
      {move.failure && <Refused failure={move.failure} startsAt={startsAt} onRetry={submit} />}
      <div className="flex flex-wrap gap-3">
        <Button busy={move.isPending} locked={!chosen && t('reschedule.choose-first')} onClick={submit}>
          {chosen ? t('reschedule.to', { when: dateTime(chosen.startsAt) }) : t('reschedule.open')}
        </Button>
        <Button kind="secondary" onClick={onClose}>
          {t('reschedule.keep')}
        </Button>
      </div>
    </section>
  );
}

function Refused({ failure, startsAt, onRetry }: { failure: ApiFailure; startsAt: string; onRetry: () => unknown }) {
  const t = useAppointmentWords();
  const { dateTime } = useFormat();
  const { code } = failure;
  const text =
    code === 'slot-taken'
      ? t('reschedule.taken', { when: dateTime(startsAt) })
      : code === 'too-late'
        ? t('reschedule.too-late')
        : code === 'overlapping-appointment'
          ? t('reschedule.overlap')
          : undefined;
  return text ? (
    <div role="alert">
      <Note kind="warn">{text}</Note>
    </div>
  ) : (
    <ErrorNotice failure={failure} onRetry={failure.mayPass ? onRetry : undefined} />
  );
}
