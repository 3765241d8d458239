import { usePages } from '../../shared/api/query.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { VisitRow } from './visit-row.tsx';
import { useVisitWords } from './visits-words.ts';

/** `/visits`: the signed notes of the person who is signed in. */
export default function Visits() {
  const t = useVisitWords();
  const shared = useSharedWords();
  const visits = usePages('GET /consultation-notes', { query: { as: 'patient' } });
  return (
    <Page title={t('title')}>
      {visits.error && !visits.items && <ErrorNotice failure={visits.error} onRetry={() => visits.refetch()} />}
      {visits.isPending && (visits.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} />)}
      {visits.items?.length === 0 && (
        <Empty icon="stethoscope" title={t('empty.title')} action={<ButtonLink to="/me#code">{t('empty.action')}</ButtonLink>}>
          {t('empty.text')}
        </Empty>
      )}
      {visits.items && visits.items.length > 0 && (
        <>
          <ul className="card divide-y divide-line overflow-hidden" aria-label={t('list.label')}>
            {visits.items.map((note) => (
              <li key={note.noteId}>
                <VisitRow note={note} />
              </li>
            ))}
          </ul>
          {visits.hasNextPage && (
            <Button kind="secondary" busy={visits.isFetchingNextPage} onClick={() => void visits.fetchNextPage()}>
              {shared('show-more')}
            </Button>
          )}
          <Age at={visits.dataUpdatedAt} failed={visits.isRefetchError || visits.fetchStatus === 'paused'} />
        </>
      )}
    </Page>
  );
}
