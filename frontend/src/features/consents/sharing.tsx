import { Link } from 'react-router';

import { usePages, useQuery } from '../../shared/api/query.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { Chevron, Page } from '../../shared/ui/page.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useNow } from '../appointments/clock.ts';
import { useConsentWords } from './consents-words.ts';
import { GrantRow } from './grant-row.tsx';

const MINUTE = 60_000;

/** `/record/sharing`: who can see it? */
export default function Sharing() {
  const t = useConsentWords();
  const now = useNow(MINUTE / 2);
  const consents = usePages('GET /consents', { query: { as: 'patient' } }, { staleTime: 0 });
  const files = useQuery('GET /documents', { query: { limit: '100' } });
  const fileNames = new Map(files.data?.map(({ documentId, name }) => [documentId, name]));
  const isActive = ({ status, endsAt }: { status: string; endsAt: string }) => status === 'active' && Date.parse(endsAt) > now;
  const active = consents.items?.filter(isActive);
  const past = consents.items?.filter((consent) => !isActive(consent));
  return (
    <Page title={t('sharing.title')} heading={t('sharing.heading')}>
      <div className="flex flex-wrap gap-3">
        <ButtonLink to="/record/sharing/new" icon="stethoscope">
          {t('sharing.share')}
        </ButtonLink>
        <ButtonLink to="/record/sharing/new?with=code" kind="secondary" icon="id-card">
          {t('sharing.code')}
        </ButtonLink>
      </div>
      {consents.error && !consents.items && <ErrorNotice failure={consents.error} onRetry={() => consents.refetch()} />}
      {consents.isPending && (consents.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={3} />)}
      {active?.length === 0 && (
        <Empty icon="lock" title={t('sharing.nobody')}>
          {t('sharing.nobody.text')}
        </Empty>
      )}
      {active && active.length > 0 && (
        <section className="space-y-2" aria-labelledby="now">
          <h2 id="now">{t('sharing.now')}</h2>
          <ul className="card divide-y divide-line">
            {active.map((consent) => (
              <GrantRow key={consent.consentId} consent={consent} active fileNames={fileNames} />
            ))}
          </ul>
        </section>
      )}
      <Link to="/me/seen-by" className="card row-link">
        <Icon name="eye" size={24} className="text-brand" />
        <span className="min-w-0">
          <span className="block font-semibold">{t('sharing.who-looked')}</span>
          <span className="block text-sm text-ink-2">{t('sharing.who-looked.text')}</span>
        </span>
        <Chevron />
      </Link>
      {past && past.length > 0 && (
        <details>
          <summary className="link py-3">{t('sharing.past', { count: past.length })}</summary>
          <ul className="card mt-2 divide-y divide-line">
            {past.map((consent) => (
              <GrantRow key={consent.consentId} consent={consent} active={false} fileNames={fileNames} />
            ))}
          </ul>
        </details>
      )}
      <ShowMore of={consents} />
      <Age at={consents.dataUpdatedAt} failed={Boolean(consents.items) && (consents.isRefetchError || consents.fetchStatus === 'paused')} />
    </Page>
  );
}
