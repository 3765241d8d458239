import { lazy, Suspense } from 'react';

import { useQuery } from '../../shared/api/query.ts';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Skeleton } from '../../shared/ui/surfaces.tsx';

const FilePreview = lazy(() => import('../documents/file-preview.tsx').then(({ FilePreview: Preview }) => ({ default: Preview })));

/** The report itself, beside the values that are read or typed off it. */
export function ReportFile({ documentId }: { documentId: string }) {
  const file = useQuery('GET /documents/{documentId}', { params: { documentId } });
  if (!file.data) return file.error ? <ErrorNotice failure={file.error} onRetry={() => file.refetch()} /> : <Skeleton lines={6} />;
  return (
    <Suspense fallback={<Skeleton lines={6} />}>
      <FilePreview document={file.data} onGone={() => void file.refetch()} />
    </Suspense>
  );
}
