import { useEffect, useRef } from 'react';
import { Link, useNavigate, useParams } from 'react-router';

import { useMutation } from '../../shared/api/query.ts';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Skeleton } from '../../shared/ui/surfaces.tsx';
import { useResultWords } from './observations-words.ts';

/** `/record/results/from-file/:documentId`: has a report read and goes on to what was found. */
export default function StartReport() {
  const t = useResultWords();
  const { documentId = '' } = useParams();
  const navigate = useNavigate();
  const begun = useRef(false);
  const start = useMutation('POST /observation-imports', {
    onSuccess: ({ importId }) => navigate(`/record/results/imports/${encodeURIComponent(importId)}`, { replace: true }),
  });
  const read = () => start.mutate({ body: { kind: 'lab-report', documentId } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: coming here is what starts it, once
  useEffect(() => {
    if (!begun.current) read();
    begun.current = true;
  }, []);
  return (
    <Page title={t('review.title')}>
      {start.failure ? (
        <ErrorNotice failure={start.failure} onRetry={read}>
          <Link to={`/record/results/add?file=${encodeURIComponent(documentId)}`} className="link inline-block py-3">
            {t('review.by-hand')}
          </Link>
        </ErrorNotice>
      ) : (
        <>
          <p role="status">{t('review.starting')}</p>
          <Skeleton cards={2} lines={3} />
        </>
      )}
    </Page>
  );
}
