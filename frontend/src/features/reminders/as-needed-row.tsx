import { Link } from 'react-router';

import type { Reminder } from '../../../../functions/reminders/contract.ts';
import { useKnow, useMutation } from '../../shared/api/query.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { nameOf } from './dose-row.tsx';
import { ruleText } from './rule-text.ts';
import { useToldDose } from './use-dose-answers.ts';
import { useMedicineFormat } from './use-medicine-format.ts';

/** A medicine for when it is needed: that one was taken, how often today, and from when on the next one may be. */
export function AsNeededRow({ reminder, zone, now, takenToday }: { reminder: Reminder; zone: string; now: number; takenToday: number }) {
  const { t, wording, time, dateTime, dayOf } = useMedicineFormat(zone);
  const { say } = useStatus();
  const told = useToldDose();
  const know = useKnow();
  const { reminderId, nextAllowedAt, startsOn } = reminder;
  const undo = useMutation('POST /doses/{doseId}/undo', {
    onSuccess: (reply) => {
      told(reply);
      say(t('said.undone', { medicine: reminder.medicine }));
    },
  });
  const take = useMutation('POST /reminders/{reminderId}/doses', {
    onSuccess: (reply) => {
      know('GET /doses', {}, (doses) => doses && [...doses.filter(({ doseId }) => doseId !== reply.doseId), reply]);
      told();
      say(t('said.taken', { medicine: reminder.medicine }), { undo: () => undo.mutate({ params: { doseId: reply.doseId } }) });
    },
    // Taken on another device meanwhile: the row then says from when on it may be.
    onError: () => told(),
  });
  const today = dayOf(now);
  const waiting = nextAllowedAt !== undefined && Date.parse(nextAllowedAt) > now;
  const from = waiting ? (dayOf(nextAllowedAt) === today ? time(nextAllowedAt) : dateTime(nextAllowedAt)) : undefined;
  return (
    <li className="space-y-3 px-4 py-3">
      <div>
        <Link to={`/medicines/${encodeURIComponent(reminderId)}`} className="link text-lg">
          {nameOf(reminder)}
        </Link>
        <p>{ruleText(reminder, { today, zone }, wording)}</p>
        {takenToday > 0 && <p className="text-sm text-ink-2">{t('needed.count', { count: takenToday })}</p>}
      </div>
      {startsOn <= today && (
        <div className="grid desk:flex">
          <Button
            kind="secondary"
            busy={take.isPending}
            locked={from !== undefined && t('needed.from', { time: from })}
            onClick={() => take.mutate({ params: { reminderId } })}
          >
            {t('needed.took')}
            <span className="sr"> {nameOf(reminder)}</span>
          </Button>
        </div>
      )}
      {take.failure && <ErrorNotice failure={take.failure} />}
      {undo.failure && <ErrorNotice failure={undo.failure} />}
      {waiting && <p className="hint">{t('needed.advice')}</p>}
    </li>
  );
}
