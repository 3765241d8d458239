import { Link, useNavigate, useParams } from 'react-router';

import type { Consent } from '../../../../functions/consents/contract.ts';
import { usePages } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { BackLink, ShowMore } from '../../shared/ui/lists.tsx';
import { Chevron, Page } from '../../shared/ui/page.tsx';
import { Age, Card, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useNow } from '../appointments/clock.ts';
import { useDocumentWords } from '../documents/documents-words.ts';
import { useConsentWords } from './consents-words.ts';
import PatientFiles from './patient-files.tsx';
import { RedeemCode } from './redeem-code.tsx';
import { sharedParts } from './shared-parts.ts';

const MINUTE = 60_000;

/** `/record/shared-with-me` and `…/:patientId`: records that others let one read. The same at the doctor's desk. */
export default function SharedWithMe({ base = '/record/shared-with-me' }: { base?: string }) {
  const { patientId } = useParams();
  // The words of the parts are waited for with the others.
  useDocumentWords();
  return patientId === undefined ? <People base={base} /> : <Person key={patientId} patientId={patientId} base={base} />;
}

/** Grants to the caller that hold now. */
function useGrantsToMe() {
  const now = useNow(MINUTE / 2);
  const consents = usePages('GET /consents', { query: { as: 'reader', limit: '100' } }, { staleTime: 0 });
  return { ...consents, active: consents.items?.filter(({ status, endsAt }) => status === 'active' && Date.parse(endsAt) > now) };
}

function People({ base }: { base: string }) {
  const t = useConsentWords();
  const { date } = useFormat();
  const navigate = useNavigate();
  const consents = useGrantsToMe();
  // Somebody may share twice: once with a code, once for a visit.
  const people = [...Map.groupBy(consents.active ?? [], ({ patientId }) => patientId)];
  const partsText = (given: readonly Consent[]) => {
    const { record, emergency, files } = sharedParts(given);
    const whole = record ?? emergency;
    return [
      ...(whole === undefined ? [] : [{ what: t('grant.record'), until: whole }]),
      ...files.map(({ count, until }) => ({ what: t('grant.files', { count }), until })),
    ].map(({ what, until }) => `${what} · ${t('grant.until', { when: date(indianDay(until)) })}`);
  };
  return (
    <Page title={t('with-me.title')}>
      <p className="text-ink-2">{t('with-me.lead')}</p>
      <Card title={t('redeem.title')}>
        <RedeemCode onOpen={({ patientId }) => navigate(`${base}/${encodeURIComponent(patientId)}`)} />
      </Card>
      {consents.error && !consents.items && <ErrorNotice failure={consents.error} onRetry={() => consents.refetch()} />}
      {consents.isPending && (consents.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={2} />)}
      {consents.active && people.length === 0 && (
        <Empty icon="users" title={t('with-me.empty')}>
          {t('with-me.empty.text')}
        </Empty>
      )}
      {people.length > 0 && (
        <ul className="card divide-y divide-line overflow-hidden" aria-label={t('with-me.list')}>
          {people.map(([patientId, given]) => (
            <li key={patientId}>
              <Link to={`${base}/${encodeURIComponent(patientId)}`} className="row-link">
                <Icon name="user" size={24} className="text-brand" />
                <span className="min-w-0">
                  <span className="block font-semibold break-words">{given[0]?.patientName}</span>
                  {partsText(given).map((text) => (
                    <span key={text} className="block text-sm text-ink-2">
                      {text}
                    </span>
                  ))}
                </span>
                <Chevron />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <ShowMore of={consents} />
      <Age at={consents.dataUpdatedAt} failed={Boolean(consents.items) && (consents.isRefetchError || consents.fetchStatus === 'paused')} />
    </Page>
  );
}

function Person({ patientId, base }: { patientId: string; base: string }) {
  const t = useConsentWords();
  const consents = useGrantsToMe();
  const name = consents.items?.find((consent) => consent.patientId === patientId)?.patientName;
  return (
    <Page title={name ? t('with-me.person', { name }) : t('with-me.title')}>
      {consents.isPending ? <Skeleton cards={1} lines={4} /> : <PatientFiles patientId={patientId} name={name ?? ''} emergency={false} />}
      <BackLink to={base}>{t('with-me.back')}</BackLink>
    </Page>
  );
}
