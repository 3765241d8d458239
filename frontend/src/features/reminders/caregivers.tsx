import { useQuery } from '../../shared/api/query.ts';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { BackLink } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Card, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { AcceptCode } from './accept-code.tsx';
import { CaregiverRow } from './caregiver-row.tsx';
import { useCaregiverWords } from './caregivers-words.ts';
import { InviteCaregiver } from './invite-caregiver.tsx';

/** `/medicines/caregivers`: who is told if I miss a dose, and about whom I am told. */
export default function Caregivers() {
  const t = useCaregiverWords();
  const links = useQuery('GET /caregivers', {}, { staleTime: 20_000 });
  const current = links.data?.filter(({ status }) => status !== 'ended');
  const past = links.data?.filter(({ status }) => status === 'ended') ?? [];
  const list = (as: 'patient' | 'caregiver') => {
    const shown = current?.filter((link) => link.as === as) ?? [];
    return shown.length === 0 ? (
      <p className="text-ink-2">{t(as === 'patient' ? 'mine.none' : 'for.none')}</p>
    ) : (
      <ul className="-mx-4 divide-y divide-line">
        {shown.map((link) => (
          <CaregiverRow key={link.linkId} link={link} />
        ))}
      </ul>
    );
  };
  return (
    <Page title={t('title')} heading={t('heading')}>
      <p className="text-ink-2">{t('lead')}</p>
      {links.error && !links.data && <ErrorNotice failure={links.error} onRetry={() => links.refetch()} />}
      {links.isPending && (links.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={3} />)}
      {current && (
        <>
          <Card title={t('mine.title')} className="space-y-4">
            {list('patient')}
            <InviteCaregiver />
          </Card>
          <Card title={t('for.title')} className="space-y-4">
            {list('caregiver')}
            <AcceptCode />
          </Card>
        </>
      )}
      {past.length > 0 && (
        <details>
          <summary className="link py-3">{t('past', { count: past.length })}</summary>
          <ul className="card mt-2 divide-y divide-line">
            {past.map((link) => (
              <CaregiverRow key={link.linkId} link={link} />
            ))}
          </ul>
        </details>
      )}
      <Age at={links.dataUpdatedAt} failed={Boolean(links.data) && (links.isRefetchError || links.fetchStatus === 'paused')} />
      <BackLink to="/medicines">{t('back')}</BackLink>
    </Page>
  );
}
