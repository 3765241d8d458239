import { useParams } from 'react-router';

import { isFailure } from '../../shared/api/failure.ts';
import { useQuery } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { VisitContent } from './visit-content.tsx';
import { useVisitWords } from './visits-words.ts';

/** `/visits/:noteId`: the signed note of one visit. */
export default function Visit() {
  const { noteId = '' } = useParams();
  const t = useVisitWords();
  const shared = useSharedWords();
  const { date } = useFormat();
  const visit = useQuery('GET /consultation-notes/{noteId}', { params: { noteId } });
  const note = visit.data;

  if (!note) {
    return (
      <Page title={t('title')}>
        {visit.isPending && (visit.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={5} />)}
        {isFailure(visit.error, 'not-found') ? (
          <Empty icon="search" title={shared('error.not-found')} action={<ButtonLink to="/visits">{t('back')}</ButtonLink>}>
            {t('not-yet')}
          </Empty>
        ) : (
          visit.error && <ErrorNotice failure={visit.error} onRetry={() => visit.refetch()} />
        )}
      </Page>
    );
  }

  return (
    <Page
      title={t('visit.title', { date: date(note.visitDate) })}
      heading={note.doctor.name}
      eyebrow={t('visit.where', { type: t(`type.${note.visitType}`), date: date(note.visitDate) })}
      end={
        <Button kind="secondary" icon="printer" className="no-print" onClick={() => print()}>
          {t('print')}
        </Button>
      }
    >
      <VisitContent note={note} />
      <Age at={visit.dataUpdatedAt} failed={visit.isRefetchError || visit.fetchStatus === 'paused'} />
    </Page>
  );
}
