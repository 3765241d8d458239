import { type FormEvent, useState } from 'react';

import type { Reminder } from '../../../../functions/reminders/contract.ts';
import { useForget, useKnow, useMutation } from '../../shared/api/query.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { useLostFocus } from '../appointments/use-lost-focus.ts';
import { nameOf } from './dose-row.tsx';
import { focusOn } from './form-part.ts';
import { isStock } from './medicine-form.ts';
import { useMedicineWords } from './medicines-words.ts';
import { doseAmount } from './rule-text.ts';

/** Days for which somebody should have bought more by then. */
const SOON = 3;

/** Whether it is time to buy more. */
export const runsLow = ({ stock, daysLeft, status }: Reminder): boolean =>
  status === 'running' && stock !== undefined && (stock.left <= stock.warnAt || (daysLeft !== undefined && daysLeft <= SOON));

/** `Metformin lasts 3 more days`, or how much there is where nobody knows how long that lasts. */
export function useStockText() {
  const t = useMedicineWords();
  return (reminder: Reminder): string => {
    const medicine = nameOf(reminder);
    const { daysLeft, stock, form } = reminder;
    if (daysLeft === undefined) return t('refill.left', { medicine, amount: doseAmount(stock?.left ?? 0, form, { t }) });
    return daysLeft === 0 ? t('refill.today', { medicine }) : t('refill.days', { count: daysLeft, medicine });
  };
}

/** Says how much there is now. */
export function Refill({ reminder }: { reminder: Reminder }) {
  const t = useMedicineWords();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const [open, setOpen] = useState(false);
  const [left, setLeft] = useState('');
  const [tried, setTried] = useState(false);
  const { reminderId, revision, stock, form } = reminder;
  const id = `refill-${reminderId}`;
  const lostFocus = useLostFocus(() => document.getElementById(`${id}-open`));
  const change = useMutation('PATCH /reminders/{reminderId}', {
    onSuccess: (reply) => {
      know('GET /reminders/{reminderId}', { params: { reminderId } }, () => reply);
      void forget('GET /reminders');
      setOpen(false);
      setLeft('');
      say(t('refill.saved', { medicine: nameOf(reply), amount: doseAmount(reply.stock?.left ?? 0, form, { t }) }));
    },
    onError: ({ code }) => {
      if (code === 'changed-elsewhere') void forget('GET /reminders', 'GET /reminders/{reminderId}');
    },
  });
  if (!open)
    return (
      <Button
        id={`${id}-open`}
        kind="secondary"
        icon="plus"
        onClick={() => {
          setOpen(true);
          focusOn(id);
        }}
      >
        {t('refill.do')}
        <span className="sr"> {nameOf(reminder)}</span>
      </Button>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isStock(left))
      change.mutate({ params: { reminderId }, body: { revision, changes: { stock: { left: Number(left), warnAt: stock?.warnAt ?? 0 } } } });
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-3" {...lostFocus}>
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          id={id}
          label={t('refill.label')}
          inputMode="decimal"
          autoComplete="off"
          error={tried && !isStock(left) ? t('refill.wrong') : undefined}
          value={left}
          onChange={setLeft}
          className="min-w-40 flex-1"
        />
        <Button type="submit" busy={change.isPending}>
          {t('refill.save')}
        </Button>
      </div>
      {change.failure && <ErrorNotice failure={change.failure} />}
    </form>
  );
}
