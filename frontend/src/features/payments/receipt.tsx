import type { ReactNode } from 'react';
import { useParams } from 'react-router';

import type { Receipt } from '../../../../functions/payments/contract.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { useQuery } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { dictionary, useWords } from '../../shared/i18n/words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Card, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useSpecialty } from '../directory/directory-words.ts';

const words = dictionary({ en: () => import('./receipt.en.ts'), hi: () => import('./receipt.hi.ts') });

/** `/visits/booked/:appointmentId/receipt`: what was paid and given back, to show and to print. */
export default function ReceiptScreen() {
  const { appointmentId = '' } = useParams();
  const t = useWords(words);
  const read = useQuery('GET /appointments/{appointmentId}/receipt', { params: { appointmentId } }, { staleTime: 10_000 });
  const visit = `/visits/booked/${encodeURIComponent(appointmentId)}`;
  return (
    <Page
      title={t('title')}
      end={
        read.data && (
          <Button kind="secondary" icon="printer" className="no-print" onClick={() => print()}>
            {t('print')}
          </Button>
        )
      }
    >
      {read.isPending && (read.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={1} lines={8} />)}
      {isFailure(read.error, 'not-found') ? (
        <Empty icon="rupee" title={t('none')} />
      ) : (
        read.error && !read.data && <ErrorNotice failure={read.error} onRetry={() => read.refetch()} />
      )}
      {read.data && <Paper receipt={read.data} />}
      <ButtonLink kind="quiet" icon="arrow-left" to={visit} className="no-print -ml-3">
        {t('back')}
      </ButtonLink>
      <Age at={read.dataUpdatedAt} failed={Boolean(read.data) && (read.isRefetchError || read.fetchStatus === 'paused')} />
    </Page>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd className="font-semibold break-words">{children}</dd>
    </div>
  );
}

function Paper({ receipt }: { receipt: Receipt }) {
  const t = useWords(words);
  const specialtyText = useSpecialty();
  const { rupees, dateTime } = useFormat();
  const { doctor, patient, hospital, visitAt, receiptNumber, paidAt, lines, capturedPaise, refundedPaise, refundDuePaise } = receipt;
  const back = lines.filter(({ kind }) => kind === 'refunded');
  const sums = [
    { word: 'total.paid', paise: capturedPaise, shown: refundedPaise > 0 || refundDuePaise > 0 },
    { word: 'total.refunded', paise: refundedPaise, shown: back.length > 1 },
    { word: 'total.due', paise: refundDuePaise, shown: refundDuePaise > 0 },
    { word: 'total.net', paise: capturedPaise - refundedPaise - refundDuePaise, shown: true },
  ] as const;
  return (
    <Card>
      <p className="print-only mb-4 text-lg font-semibold">Arogya</p>
      <dl className="grid gap-3 desk:grid-cols-2">
        <Fact name={t('number')}>{receiptNumber}</Fact>
        {paidAt && <Fact name={t('paid')}>{dateTime(paidAt)}</Fact>}
        <Fact name={t('patient')}>{patient.name}</Fact>
        <Fact name={t('visit')}>{dateTime(visitAt)}</Fact>
        <Fact name={t('doctor')}>{doctor.name}</Fact>
        <Fact name={t('qualification')}>{doctor.qualification}</Fact>
        <Fact name={t('registration')}>{doctor.registrationNumber}</Fact>
        <Fact name={t('council')}>{doctor.council}</Fact>
        <Fact name={t('specialty')}>{specialtyText(doctor.specialty)}</Fact>
        <Fact name={t('hospital')}>{hospital}</Fact>
      </dl>
      <table className="mt-5 w-full border-t border-line">
        <caption className="sr">{t('amounts')}</caption>
        <thead>
          <tr className="text-left text-sm text-ink-2">
            <th scope="col" className="py-2 font-normal">
              {t('what')}
            </th>
            <th scope="col" className="py-2 text-right font-normal">
              {t('amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ kind, amountPaise, at, providerId }) => (
            <tr key={`${kind} ${providerId}`} className="border-t border-line align-top">
              <th scope="row" className="py-2 pr-3 text-left font-semibold">
                {t(`line.${kind}`)}
                <span className="block text-sm font-normal text-ink-2">{dateTime(at)}</span>
                <span className="block text-sm font-normal break-all text-ink-2">{t('line.id', { id: providerId })}</span>
              </th>
              <td className="py-2 text-right whitespace-nowrap">{rupees(kind === 'refunded' ? -amountPaise : amountPaise)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {sums
            .filter(({ shown }) => shown)
            .map(({ word, paise }) => (
              <tr key={word} className="border-t border-line">
                <th scope="row" className="py-2 pr-3 text-left font-semibold">
                  {t(word)}
                </th>
                <td className="py-2 text-right font-semibold whitespace-nowrap">{rupees(paise)}</td>
              </tr>
            ))}
        </tfoot>
      </table>
      <p className="mt-4 text-sm text-ink-2">{t('by')}</p>
    </Card>
  );
}
