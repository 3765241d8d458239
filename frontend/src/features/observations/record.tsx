import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { useQuery } from '../../shared/api/query.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Card, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { AddFiles } from '../documents/add-files.tsx';
import { UploadList } from '../documents/upload-list.tsx';
import { useUploads } from '../documents/uploads.ts';
import { DashboardView } from './dashboard-view.tsx';
import { useResultWords } from './observations-words.ts';
import { RecordWays } from './record-ways.tsx';
import { Sources } from './sources.tsx';
import { useMarkers } from './use-markers.ts';
import { WaitingImports } from './waiting-imports.tsx';

const Way = ({ code, children }: { code: string; children: ReactNode }) => (
  <Link to={`/record/results/${code}`} className="row-link">
    {children}
  </Link>
);

/** `/record`: what changed? */
export default function RecordScreen() {
  const t = useResultWords();
  const dashboard = useQuery('GET /dashboard', { query: {} }, { staleTime: 0 });
  const markers = useMarkers();
  const failure = dashboard.error ?? markers.error;
  const again = () => Promise.all([dashboard.refetch(), markers.refetch()]);
  const known = dashboard.data;
  return (
    <Page title={t('record.title')} heading={t('record.heading')} wide>
      <div className="grid items-start gap-x-6 gap-y-4 desk:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="min-w-0 space-y-4">
          {known && known.markers.length > 0 && (
            <div className="flex flex-wrap gap-3">
              <ButtonLink to="/record/files?kind=lab-report" icon="report-medical" className="grow desk:grow-0">
                {t('add-report')}
              </ButtonLink>
              <ButtonLink kind="secondary" to="/record/results/add" icon="plus" className="grow desk:grow-0">
                {t('add-value')}
              </ButtonLink>
            </div>
          )}
          <WaitingImports />
          {failure && !(known && markers.data) && <ErrorNotice failure={failure} onRetry={again} />}
          {dashboard.isPending && (dashboard.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} lines={3} />)}
          {known?.markers.length === 0 && <FirstReport />}
          {known && known.markers.length > 0 && <DashboardView dashboard={known} markers={markers.data} Way={Way} own />}
          <Age at={dashboard.dataUpdatedAt} failed={Boolean(known) && (dashboard.isRefetchError || dashboard.fetchStatus === 'paused')} />
        </div>
        <div className="min-w-0 space-y-4">
          <RecordWays hasValues={(known?.markers.length ?? 0) > 0} />
          <Sources />
        </div>
      </div>
    </Page>
  );
}

const NONE_LISTED: ReadonlySet<string> = new Set();

/** No value yet: the camera, and what arrived is one press from being read. */
function FirstReport() {
  const t = useResultWords();
  const arrived = useUploads().filter(({ state }) => state.is === 'available');
  return (
    <>
      <Card title={t('empty.title')}>
        <p className="text-ink-2">{t('empty.text')}</p>
      </Card>
      <AddFiles category="lab-report" />
      <UploadList listed={NONE_LISTED} />
      {arrived.map(({ documentId, name }) =>
        documentId === undefined ? null : (
          <ButtonLink key={documentId} to={`/record/results/from-file/${encodeURIComponent(documentId)}`} icon="report-medical">
            {t('read-values.of', { name })}
          </ButtonLink>
        ),
      )}
      <Link to="/record/results/add" className="link flex items-center gap-2 py-3">
        <Icon name="plus" />
        {t('empty.by-hand')}
      </Link>
    </>
  );
}
