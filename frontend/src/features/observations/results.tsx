import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { useQuery } from '../../shared/api/query.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { DashboardView } from './dashboard-view.tsx';
import { useResultWords } from './observations-words.ts';
import { useMarkers } from './use-markers.ts';

const Way = ({ code, children }: { code: string; children: ReactNode }) => (
  <Link to={`/record/results/${code}`} className="row-link">
    {children}
  </Link>
);

function AddWays() {
  const t = useResultWords();
  return (
    <div className="flex flex-wrap gap-3">
      <ButtonLink to="/record/files" icon="report-medical">
        {t('add-report')}
      </ButtonLink>
      <ButtonLink kind="secondary" to="/record/results/add" icon="plus">
        {t('add-value')}
      </ButtonLink>
    </div>
  );
}

/** `/record/results`: what changed, what needs attention. */
export default function ResultsScreen() {
  const t = useResultWords();
  const dashboard = useQuery('GET /dashboard', { query: {} }, { staleTime: 0 });
  const markers = useMarkers();
  const failure = dashboard.error ?? markers.error;
  const again = () => Promise.all([dashboard.refetch(), markers.refetch()]);
  const known = dashboard.data;
  return (
    <Page title={t('title')} heading={t('heading')}>
      {failure && !(known && markers.data) && <ErrorNotice failure={failure} onRetry={again} />}
      {dashboard.isPending && (dashboard.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} lines={3} />)}
      {known?.markers.length === 0 && (
        <Empty icon="report-medical" title={t('empty.title')} action={<AddWays />}>
          {t('empty.text')}
        </Empty>
      )}
      {known && known.markers.length > 0 && (
        <>
          <AddWays />
          <DashboardView dashboard={known} markers={markers.data} Way={Way} own />
        </>
      )}
      <Age at={dashboard.dataUpdatedAt} failed={Boolean(known) && (dashboard.isRefetchError || dashboard.fetchStatus === 'paused')} />
      <p className="flex flex-wrap gap-x-6">
        <Link to="/record/results/import" className="link inline-flex items-center gap-2 py-3">
          <Icon name="plus" />
          {t('from-file')}
        </Link>
        <Link to="/record/results/apple-health" className="link inline-flex items-center gap-2 py-3">
          <Icon name="plus" />
          {t('from-apple')}
        </Link>
      </p>
    </Page>
  );
}
