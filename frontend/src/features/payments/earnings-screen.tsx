import './earnings.css';

import { useSearchParams } from 'react-router';

import type { Earnings } from '../../../../functions/payments/contract.ts';
import { useQuery } from '../../shared/api/query.ts';
import { useSession } from '../../shared/auth/session.ts';
import { indianDay, monthNames, useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { Button, IconButton } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Select } from '../../shared/ui/field.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Card, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { DeskTop } from '../consultation-notes/desk-top.tsx';
import { isMonth, monthAfter, monthsAround } from './earnings-months.ts';
import { useEarningsWords } from './earnings-words.ts';

function MonthOf({ earnings }: { earnings: Earnings }) {
  const t = useEarningsWords();
  const { rupees, number, date } = useFormat();
  const sums = [
    { word: 'paid', paise: earnings.paidPaise },
    { word: 'refunded', paise: earnings.refundedPaise },
    { word: 'due', paise: earnings.refundDuePaise },
  ] as const;
  return (
    <>
      <Card>
        <dl className="earnings-sums">
          <div className="earnings-net">
            <dt>{t('net')}</dt>
            <dd>{rupees(earnings.netPaise)}</dd>
          </div>
          {sums.map(({ word, paise }) => (
            <div key={word}>
              <dt>{t(word)}</dt>
              <dd>{rupees(paise)}</dd>
            </div>
          ))}
          <div>
            <dt>{t('appointments')}</dt>
            <dd>{number(earnings.appointments)}</dd>
          </div>
        </dl>
        <p className="mt-3 text-sm text-ink-2">{t('net.hint')}</p>
      </Card>
      <Card title={t('days.title')}>
        <table className="earnings-table">
          <thead>
            <tr>
              <th scope="col">{t('days.day')}</th>
              <th scope="col">{t('days.count')}</th>
              <th scope="col">{t('net')}</th>
            </tr>
          </thead>
          <tbody>
            {earnings.byDay.map(({ date: day, appointments, netPaise }) => (
              <tr key={day}>
                <th scope="row">{date(day, 'no-year')}</th>
                <td>{number(appointments)}</td>
                <td>{rupees(netPaise)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('days.sum')}</th>
              <td>{number(earnings.appointments)}</td>
              <td>{rupees(earnings.netPaise)}</td>
            </tr>
          </tfoot>
        </table>
      </Card>
    </>
  );
}

/** `/desk/earnings`: what the appointments of a month brought. */
export default function EarningsScreen() {
  const t = useEarningsWords();
  const { language } = useLanguage();
  const { name = '' } = useSession();
  const [params, setParams] = useSearchParams();
  const now = indianDay().slice(0, 7);
  const given = params.get('month') ?? '';
  const month = isMonth(given) ? given : now;
  const nameOf = (one: string): string => `${monthNames(language)[Number(one.slice(5, 7)) - 1]} ${one.slice(0, 4)}`;
  const show = (one: string): void => setParams({ month: one }, { replace: true });
  const earnings = useQuery('GET /me/earnings', { query: { month } }, { staleTime: 0 });
  return (
    <>
      <DeskTop>
        <span aria-hidden="true">/</span>
        <span>{t('title')}</span>
      </DeskTop>
      <Page
        title={t('title')}
        wide
        end={
          <Button kind="secondary" icon="printer" className="no-print" onClick={() => print()}>
            {t('print')}
          </Button>
        }
      >
        <div className="earnings-month no-print">
          <IconButton icon="chevron-left" label={t('month.earlier')} onClick={() => show(monthAfter(month, -1))} />
          <Select
            label={t('month')}
            value={month}
            options={monthsAround(now, month).map((value) => ({ value, label: nameOf(value) }))}
            onChange={(value) => value !== '' && show(value)}
          />
          <IconButton icon="chevron-right" label={t('month.later')} onClick={() => show(monthAfter(month, 1))} />
        </div>
        <p className="print-only">{t('of-doctor', { name, month: nameOf(month) })}</p>
        {earnings.error && !earnings.data && <ErrorNotice failure={earnings.error} onRetry={() => earnings.refetch()} />}
        {earnings.isPending && (earnings.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={5} />)}
        {earnings.data &&
          (earnings.data.byDay.length === 0 ? (
            <Empty icon="rupee" title={t('empty', { month: nameOf(month) })}>
              <p>{t('empty.text')}</p>
            </Empty>
          ) : (
            <MonthOf earnings={earnings.data} />
          ))}
        <Age
          at={earnings.dataUpdatedAt}
          failed={Boolean(earnings.data) && (earnings.isRefetchError || earnings.fetchStatus === 'paused')}
        />
      </Page>
    </>
  );
}
