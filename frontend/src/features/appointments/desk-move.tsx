import { useId, useState } from 'react';

import type { AppointmentDetail } from '../../../../functions/appointments/contract.ts';
import { useSession } from '../../shared/auth/session.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { useAppointmentCommands } from './desk-commands.ts';
import { useAppointmentDeskWords } from './desk-words.ts';
import { type ChosenTime, SlotPicker } from './slot-picker.tsx';

/** Another of the doctor's own times for a visit. */
export function MoveDialog({ appointment, onClose }: { appointment: AppointmentDetail; onClose: () => void }) {
  const t = useAppointmentDeskWords();
  const { dateTime } = useFormat();
  const { accountId = '' } = useSession();
  const { move, params } = useAppointmentCommands(appointment, onClose);
  const [chosen, setChosen] = useState<ChosenTime>();
  const picker = useId();
  const { name } = appointment.patient;
  const send = (): void => {
    if (chosen !== undefined) move.mutate({ params, body: { startsAt: chosen.startsAt, mode: chosen.mode } });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('move.title', { name })}
      actions={
        <>
          <Button
            busy={move.isPending}
            locked={chosen === undefined && t('move.choose')}
            onLocked={() => document.getElementById(picker)?.querySelector('input')?.focus()}
            onClick={send}
          >
            {chosen === undefined ? t('move.action') : t('move.to', { when: dateTime(chosen.startsAt) })}
          </Button>
          <Button kind="secondary" onClick={onClose}>
            {t('move.keep')}
          </Button>
        </>
      }
    >
      <p>{t('move.now', { when: dateTime(appointment.startsAt) })}</p>
      <div id={picker}>
        <SlotPicker
          doctorId={accountId}
          nextFreeAt={appointment.startsAt}
          wantedMode={appointment.mode}
          chosen={chosen}
          onChoose={setChosen}
        />
      </div>
      <p className="text-sm text-ink-2">{t('move.told', { name })}</p>
      {move.failure && <ErrorNotice failure={move.failure} onRetry={move.failure.mayPass ? send : undefined} />}
    </Dialog>
  );
}
