import { Link, useParams } from 'react-router';

import type { Reminder } from '../../../../functions/reminders/contract.ts';
import { useForget, useKnow, useMutation, useQuery } from '../../shared/api/query.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { BackLink } from '../../shared/ui/lists.tsx';
import { Chevron, Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Age, Card, Note, OfflineEmpty, Skeleton, Tag } from '../../shared/ui/surfaces.tsx';
import { useNow } from '../appointments/clock.ts';
import { useLostFocus } from '../appointments/use-lost-focus.ts';
import { nameOf } from './dose-row.tsx';
import { useMedicineWords } from './medicines-words.ts';
import { Refill, runsLow, useStockText } from './refill.tsx';
import { doseAmount, ruleText, spanText } from './rule-text.ts';
import { useMedicineFormat } from './use-medicine-format.ts';
import { useZone } from './use-zone.ts';

const LOOK = 30_000;

/** `/medicines/:reminderId`: one medicine, how it is taken, what is left of it. */
export default function Medicine() {
  const t = useMedicineWords();
  const { reminderId = '' } = useParams();
  const { zone } = useZone();
  const reminder = useQuery('GET /reminders/{reminderId}', { params: { reminderId } }, { staleTime: LOOK });
  const { data } = reminder;
  return (
    <Page
      title={data ? nameOf(data) : t('title')}
      end={data && <Tag kind={data.status === 'running' ? 'ok' : 'plain'}>{t(`status.${data.status}`)}</Tag>}
    >
      {reminder.error && !data && <ErrorNotice failure={reminder.error} onRetry={() => reminder.refetch()} />}
      {reminder.isPending && (reminder.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={3} />)}
      {data && <Shown reminder={data} zone={data.zone ?? zone} />}
      <Age at={reminder.dataUpdatedAt} failed={Boolean(data) && (reminder.isRefetchError || reminder.fetchStatus === 'paused')} />
      <BackLink to="/medicines">{t('one.back')}</BackLink>
    </Page>
  );
}

function Shown({ reminder, zone }: { reminder: Reminder; zone: string }) {
  const { t, wording, dayOf, dateTime } = useMedicineFormat(zone);
  const now = useNow(LOOK);
  const stockText = useStockText();
  const { reminderId, status, nextAt, stock, form, note, noteId, alertCaregiversAfterMinutes, stoppedAt } = reminder;
  return (
    <>
      <Card title={t('one.rule')} className="space-y-3">
        <p className="text-lg">{ruleText(reminder, { today: dayOf(now), zone }, wording)}</p>
        {status === 'running' && nextAt && (
          <p className="flex items-center gap-2 font-semibold">
            <Icon name="bell" className="text-brand" />
            {t('one.next', { when: dateTime(nextAt) })}
          </p>
        )}
        {status === 'stopped' && <p className="text-ink-2">{t('one.stopped-on', { when: dateTime(stoppedAt ?? now) })}</p>}
        {status === 'ended' && <p className="text-ink-2">{t('one.ended')}</p>}
        {alertCaregiversAfterMinutes !== undefined && (
          <p>
            {t('one.caregivers', { time: spanText(alertCaregiversAfterMinutes, { t }) })}{' '}
            <Link to="/medicines/caregivers" className="link">
              {t('caregivers')}
            </Link>
          </p>
        )}
        {note && (
          <div>
            <p className="text-sm text-ink-2">{t('one.note')}</p>
            <p className="break-words whitespace-pre-wrap">{note}</p>
          </div>
        )}
        {noteId && (
          <p>
            {t('one.from-visit')}:{' '}
            <Link to={`/visits/${encodeURIComponent(noteId)}`} className="link">
              {t('one.from-visit.open')}
            </Link>
          </p>
        )}
        <Actions reminder={reminder} />
      </Card>
      {status === 'running' && (
        <Card title={t('one.stock')} id="stock" className="space-y-3">
          {stock === undefined ? (
            <p className="text-ink-2">{t('one.stock.none')}</p>
          ) : runsLow(reminder) ? (
            <Note kind="warn" title={stockText(reminder)} />
          ) : (
            <p>
              {t('one.stock.left', { amount: doseAmount(stock.left, form, { t }) })}{' '}
              {stock.warnAt > 0 && t('one.stock.warn', { amount: doseAmount(stock.warnAt, form, { t }) })}
            </p>
          )}
          <Refill reminder={reminder} />
        </Card>
      )}
      <Link to={`/medicines/history?medicine=${encodeURIComponent(reminderId)}`} className="card row-link">
        <Icon name="history" size={24} className="text-brand" />
        <span className="font-semibold">{t('history')}</span>
        <Chevron />
      </Link>
    </>
  );
}

/** Change, stop, start again. Stopping needs no question: it can be taken back. */
function Actions({ reminder }: { reminder: Reminder }) {
  const t = useMedicineWords();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const lostFocus = useLostFocus(() => document.querySelector<HTMLElement>('#medicine-actions a, #medicine-actions button'));
  const { reminderId, status } = reminder;
  const params = { reminderId };
  const told = (reply: Reminder) => {
    know('GET /reminders/{reminderId}', { params }, () => reply);
    void forget('GET /reminders', 'GET /doses');
  };
  const resume = useMutation('POST /reminders/{reminderId}/resume', {
    onSuccess: (reply) => {
      told(reply);
      say(t('resumed', { medicine: nameOf(reply) }));
    },
  });
  const start = () => resume.mutate({ params });
  const stop = useMutation('DELETE /reminders/{reminderId}', {
    onSuccess: (reply) => {
      told(reply);
      say(t('stopped', { medicine: nameOf(reply) }), { undo: start });
    },
  });
  const again = `/medicines/add?${new URLSearchParams({ medicine: reminder.medicine, ...(reminder.strength && { strength: reminder.strength }) })}`;
  return (
    <div id="medicine-actions" className="space-y-3" {...lostFocus}>
      <div className="flex flex-wrap gap-3">
        {status === 'running' && (
          <>
            <ButtonLink to={`/medicines/${encodeURIComponent(reminderId)}/change`} kind="secondary" icon="pencil">
              {t('change')}
            </ButtonLink>
            <Button kind="secondary" icon="player-stop" busy={stop.isPending} onClick={() => stop.mutate({ params })}>
              {t('stop')}
            </Button>
          </>
        )}
        {status === 'stopped' && (
          <Button icon="refresh" busy={resume.isPending} onClick={start}>
            {t('resume')}
          </Button>
        )}
        {status === 'ended' && (
          <ButtonLink to={again} kind="secondary" icon="plus">
            {t('change.over')}
          </ButtonLink>
        )}
      </div>
      {stop.failure && <ErrorNotice failure={stop.failure} onRetry={() => stop.mutate({ params })} />}
      {resume.failure && (
        <ErrorNotice failure={resume.failure}>
          {resume.failure.code === 'reminder-over' && (
            <Link to={again} className="link">
              {t('change.over')}
            </Link>
          )}
        </ErrorNotice>
      )}
    </div>
  );
}
