import { useQuery } from '../../shared/api/query.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Age, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { VisitContent } from './visit-content.tsx';
import { useVisitWords } from './visits-words.ts';

/** The signed note of an appointment, on the appointment's own page. */
export default function VisitLetter({ noteId }: { noteId: string }) {
  const t = useVisitWords();
  const visit = useQuery('GET /consultation-notes/{noteId}', { params: { noteId } });
  if (!visit.data) {
    return (
      <>
        {visit.isPending && (visit.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={5} />)}
        {visit.error && <ErrorNotice failure={visit.error} onRetry={() => visit.refetch()} />}
      </>
    );
  }
  return (
    <>
      <VisitContent note={visit.data} />
      <Button kind="secondary" icon="printer" className="no-print" onClick={() => print()}>
        {t('print')}
      </Button>
      <Age at={visit.dataUpdatedAt} failed={visit.isRefetchError || visit.fetchStatus === 'paused'} />
    </>
  );
}
