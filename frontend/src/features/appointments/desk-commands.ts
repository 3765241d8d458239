import type { AppointmentDetail, AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import type { ApiFailure } from '../../shared/api/failure.ts';
import { useForget, useKnow, useMutation } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { useAppointmentDeskWords } from './desk-words.ts';

/** What a doctor does with one appointment; the reply takes the place of what was known, and lists are read again. */
export const useAppointmentCommands = ({ appointmentId, patient: { name } }: AppointmentSummary, onDone: () => void = () => undefined) => {
  const t = useAppointmentDeskWords();
  const { dateTime } = useFormat();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const params = { appointmentId };
  const done = (text: (reply: AppointmentDetail) => string) => ({
    onSuccess: (reply: AppointmentDetail) => {
      know('GET /appointments/{appointmentId}', { params }, () => reply);
      void forget('GET /appointments', 'GET /doctors/{doctorId}/slots');
      onDone();
      say(text(reply));
    },
    onError: ({ code }: ApiFailure) => {
      // Somebody else was faster: what is on the screen is old.
      if (code === 'illegal-transition' || code === 'too-late') void forget('GET /appointments', 'GET /appointments/{appointmentId}');
      if (code === 'slot-taken' || code === 'slot-not-offered') void forget('GET /doctors/{doctorId}/slots');
    },
  });
  return {
    params,
    start: useMutation(
      'POST /appointments/{appointmentId}/start',
      done(() => t('start.done', { name })),
    ),
    complete: useMutation(
      'POST /appointments/{appointmentId}/complete',
      done(() => t('complete.done', { name })),
    ),
    noShow: useMutation(
      'POST /appointments/{appointmentId}/no-show',
      done(() => t('no-show.done', { name })),
    ),
    cancel: useMutation(
      'POST /appointments/{appointmentId}/cancel',
      done(() => t('cancel.done', { name })),
    ),
    move: useMutation(
      'POST /appointments/{appointmentId}/reschedule',
      done(({ startsAt }) => t('move.done', { name, when: dateTime(startsAt) })),
    ),
  };
};
