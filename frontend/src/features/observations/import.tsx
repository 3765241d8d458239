import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { MarkerInfo, ObservationImport } from '../../../../functions/observations/contract.ts';
import { useForget, useMutation, useQuery } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { BackLink } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Note, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useResultWords } from './observations-words.ts';
import { ReportFile } from './report-file.tsx';
import { Review } from './review.tsx';
import { useMarkers } from './use-markers.ts';

/** A report of a few pages is read within seconds. */
const LOOK_AGAIN = 1_500;

/** `/record/results/imports/:importId`: what was read, beside the page it came from. */
export default function ImportScreen() {
  const t = useResultWords();
  const { importId = '' } = useParams();
  const [waiting, setWaiting] = useState(true);
  const read = useQuery(
    'GET /observation-imports/{importId}',
    { params: { importId } },
    { staleTime: 0, refetchInterval: waiting ? LOOK_AGAIN : false },
  );
  const markers = useMarkers();
  const reading = read.data?.status === 'reading';
  useEffect(() => setWaiting(reading), [reading]);
  const failure = read.error ?? markers.error;
  return (
    <Page key={importId} title={t('review.title')} wide>
      {failure && !(read.data && markers.data) && (
        <ErrorNotice failure={failure} onRetry={() => Promise.all([read.refetch(), markers.refetch()])} />
      )}
      {(read.isPending || markers.isPending) &&
        !failure &&
        (read.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={4} />)}
      {read.data && markers.data && <State found={read.data} markers={markers.data} onStale={() => void read.refetch()} />}
      <BackLink to="/record">{t('back')}</BackLink>
    </Page>
  );
}

function ByHand({ documentId }: { documentId: string | undefined }) {
  const t = useResultWords();
  return documentId === undefined ? null : (
    <ButtonLink kind="secondary" icon="pencil" to={`/record/results/add?file=${encodeURIComponent(documentId)}`}>
      {t('review.by-hand')}
    </ButtonLink>
  );
}

function State({ found, markers, onStale }: { found: ObservationImport; markers: readonly MarkerInfo[]; onStale: () => void }) {
  const t = useResultWords();
  const { status, problem, documentId } = found;
  switch (status) {
    case 'reading':
      return (
        <>
          <p role="status">{t('review.reading')}</p>
          <Skeleton cards={2} lines={3} />
        </>
      );
    case 'needs-cloud-reader':
      return (
        <>
          <Note title={t('review.needs-cloud')}>
            <p>{t('review.needs-cloud.text')}</p>
          </Note>
          <ByHand documentId={documentId} />
        </>
      );
    case 'failed':
      return (
        <>
          <Note kind="warn" title={t('review.failed')}>
            <p>{t(`failed.${problem ?? 'unknown'}`)}</p>
          </Note>
          {problem !== 'file-gone' && <ByHand documentId={documentId} />}
        </>
      );
    case 'confirmed':
    case 'discarded':
      return <Note kind={status === 'confirmed' ? 'ok' : 'info'} title={t(`review.is-${status}`)} />;
    case 'to-review':
      return <ToReview found={found} markers={markers} onStale={onStale} />;
  }
}

function ToReview({ found, markers, onStale }: { found: ObservationImport; markers: readonly MarkerInfo[]; onStale: () => void }) {
  const t = useResultWords();
  const { list } = useFormat();
  const { say } = useStatus();
  const navigate = useNavigate();
  const forget = useForget();
  const [shown, setShown] = useState(false);
  const { importId, documentId, pagesNotRead, fileName } = found;
  const discard = useMutation('DELETE /observation-imports/{importId}', {
    onSuccess: () => {
      navigate('/record', { replace: true });
      say(t('review.discarded'));
      void forget('GET /observation-imports', 'GET /observation-imports/{importId}');
    },
  });
  return (
    <>
      {fileName && <p className="font-semibold break-words">{fileName}</p>}
      <p>{t('review.lead')}</p>
      {pagesNotRead.length > 0 && (
        <Note kind="warn">
          <p>{t('review.pages-not-read', { pages: list(pagesNotRead.map(String)) })}</p>
          <ByHand documentId={documentId} />
        </Note>
      )}
      {/* Every look at the file is written down, so it is opened by a press only. */}
      {documentId !== undefined && (
        <Button kind="secondary" icon="eye" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? 'review.hide-file' : 'review.show-file')}
        </Button>
      )}
      <div className={shown ? 'grid items-start gap-4 desk:grid-cols-2' : ''}>
        {shown && documentId !== undefined && (
          <div className="desk:sticky desk:top-4">
            <ReportFile documentId={documentId} />
          </div>
        )}
        <Review key={importId} found={found} markers={markers} onStale={onStale} />
      </div>
      {discard.failure && <ErrorNotice failure={discard.failure} />}
      <Button kind="quiet" icon="x" busy={discard.isPending} onClick={() => discard.mutate({ params: { importId } })}>
        {t('review.discard')}
      </Button>
    </>
  );
}
