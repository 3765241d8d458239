import { useState } from 'react';

import type { AppointmentDetail, AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import type { ApiFailure } from '../../shared/api/failure.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { useAppointmentCommands } from './desk-commands.ts';
import { startableFrom } from './desk-day.ts';
import { noteLinkOf } from './desk-note-link.ts';
import { useAppointmentDeskWords } from './desk-words.ts';

/** `8:50 am`, with the day if that is not today. */
const useMoment = (): ((at: string | number) => string) => {
  const { time, dateTime } = useFormat();
  return (at) => (indianDay(at) === indianDay() ? time(at) : dateTime(at));
};

/** A refusal, with the time from which it would be none. */
function Refusal({ failure, onRetry }: { failure: ApiFailure; onRetry: () => void }) {
  const t = useAppointmentDeskWords();
  const moment = useMoment();
  const from = failure.code === 'too-early' ? (failure.details as { from?: string } | undefined)?.from : undefined;
  return (
    <ErrorNotice failure={failure} onRetry={failure.mayPass ? onRetry : undefined}>
      {from !== undefined && <p>{t('start.from', { time: moment(from) })}</p>}
    </ErrorNotice>
  );
}

function NoShowDialog({ appointment, onClose }: { appointment: AppointmentSummary; onClose: () => void }) {
  const t = useAppointmentDeskWords();
  const { noShow, params } = useAppointmentCommands(appointment, onClose);
  const { name } = appointment.patient;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('no-show.title', { name })}
      actions={
        <>
          <Button busy={noShow.isPending} onClick={() => noShow.mutate({ params })}>
            {t('no-show.yes')}
          </Button>
          <Button kind="secondary" onClick={onClose}>
            {t('no-show.back')}
          </Button>
        </>
      }
    >
      <p>{t(appointment.feePaise > 0 ? 'no-show.text' : 'no-show.text-free')}</p>
      {noShow.failure && <Refusal failure={noShow.failure} onRetry={() => noShow.mutate({ params })} />}
    </Dialog>
  );
}

export function CancelDialog({ appointment, onClose }: { appointment: AppointmentDetail; onClose: () => void }) {
  const t = useAppointmentDeskWords();
  const { dateTime, rupees } = useFormat();
  const { cancel, params } = useAppointmentCommands(appointment, onClose);
  const { name } = appointment.patient;
  const back = appointment.refundIfCancelled?.paise ?? 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('cancel.title', { name })}
      actions={
        <>
          <Button busy={cancel.isPending} onClick={() => cancel.mutate({ params })}>
            {t('cancel.yes')}
          </Button>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel.no')}
          </Button>
        </>
      }
    >
      <p className="font-semibold">{dateTime(appointment.startsAt)}</p>
      <p>{back > 0 ? t('cancel.money', { name, sum: rupees(back) }) : t('cancel.no-money')}</p>
      <p>{t('cancel.told', { name })}</p>
      {cancel.failure && <Refusal failure={cancel.failure} onRetry={() => cancel.mutate({ params })} />}
    </Dialog>
  );
}

/** What is to be done with a visit now: start it, write its note, end it, or say that nobody came. `now` in milliseconds. */
export function VisitActions({ appointment, now, aside = false }: { appointment: AppointmentSummary; now: number; aside?: boolean }) {
  const t = useAppointmentDeskWords();
  const moment = useMoment();
  const { start, complete, params } = useAppointmentCommands(appointment);
  const [asking, setAsking] = useState(false);
  const { status, endsAt, noteId } = appointment;
  const earliest = startableFrom(appointment);
  const failure = start.failure ?? complete.failure;
  const mainKind = aside ? 'secondary' : 'primary';
  return (
    <>
      {status === 'CONFIRMED' && (
        <Button
          kind={mainKind}
          busy={start.isPending}
          locked={now < earliest && t('start.from', { time: moment(earliest) })}
          onClick={() => start.mutate({ params })}
        >
          {t('start')}
        </Button>
      )}
      {status === 'CONFIRMED' && Date.parse(endsAt) <= now && (
        <Button kind="secondary" onClick={() => setAsking(true)}>
          {t('no-show')}
        </Button>
      )}
      {(status === 'IN_PROGRESS' || status === 'COMPLETED') && (
        <ButtonLink
          to={noteLinkOf(appointment)}
          kind={noteId === undefined ? mainKind : 'secondary'}
          icon={noteId === undefined ? 'pencil' : 'notes'}
        >
          {t(noteId === undefined ? 'write-note' : 'open-note')}
        </ButtonLink>
      )}
      {status === 'IN_PROGRESS' && (
        <Button
          kind={noteId === undefined ? 'secondary' : mainKind}
          icon="check"
          busy={complete.isPending}
          onClick={() => complete.mutate({ params })}
        >
          {t('complete')}
        </Button>
      )}
      {failure && (
        <div className="w-full">
          <Refusal failure={failure} onRetry={() => (start.failure ? start : complete).mutate({ params })} />
        </div>
      )}
      {asking && <NoShowDialog appointment={appointment} onClose={() => setAsking(false)} />}
    </>
  );
}
