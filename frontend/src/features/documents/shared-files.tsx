import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import type { MedicalFile } from '../../../../functions/documents/contract.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { usePages } from '../../shared/api/query.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useDocumentWords } from './documents-words.ts';
import { FileIcon } from './file-icon.tsx';
import { DownloadButton, FilePreview } from './file-preview.tsx';
import { useFileFacts } from './file-row.tsx';

/** How often it is asked whether the patient still shares (milliseconds). */
const ASK_AGAIN = 10_000;

/**
 * Files that somebody else lets the caller read. Whether they still do is asked again and again, and each time the page is
 * looked at: once the answer is no, `onEnd` is told, and nothing of the files stays in the page or its memory.
 */
export function SharedFiles({
  patientId,
  name,
  onEnd,
}: {
  patientId: string;
  name: string;
  /** `never`: nothing was shared when it was first asked. */
  onEnd: (how: 'stopped' | 'never') => void;
}) {
  const t = useDocumentWords();
  const { say } = useStatus();
  const client = useQueryClient();
  const facts = useFileFacts();
  const [openId, setOpenId] = useState<string>();
  const files = usePages('GET /documents', { query: { patientId } }, { staleTime: 0, refetchInterval: ASK_AGAIN });
  const open = files.items?.find(({ documentId }) => documentId === openId);
  const refused = isFailure(files.error, 'not-found');
  const seen = useRef(false);
  if (files.items && !refused) seen.current = true;

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the answer is no
  useEffect(() => {
    if (!refused) return;
    onEnd(seen.current ? 'stopped' : 'never');
    // After this part has left the page: what is on the page would be read again at once.
    setTimeout(() => client.removeQueries({ queryKey: ['GET /documents', 'pages', { query: { patientId } }] }));
  }, [refused]);
  useEffect(() => {
    if (openId === undefined || open || !files.items || files.hasNextPage) return;
    setOpenId(undefined);
    say(t('shared.file-gone'));
  }, [openId, open, files.items, files.hasNextPage, say, t]);

  const askNow = () => void files.refetch();
  if (refused) return null;
  return (
    <div className="space-y-3">
      {files.error && !files.items && <ErrorNotice failure={files.error} onRetry={askNow} />}
      {files.isPending && (files.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton lines={4} />)}
      {files.items?.length === 0 && <Empty icon="report-medical" title={t('shared.empty')} />}
      {files.items && files.items.length > 0 && (
        <>
          <p className="text-sm text-ink-2">{t('shared.trail', { name })}</p>
          <ul className="divide-y divide-line rounded-md border border-line bg-surface" aria-label={t('shared.label', { name })}>
            {files.items.map((document) => (
              <SharedRow
                key={document.documentId}
                document={document}
                facts={facts(document)}
                onOpen={() => setOpenId(document.documentId)}
              />
            ))}
          </ul>
        </>
      )}
      <ShowMore of={files} />
      <Age at={files.dataUpdatedAt} failed={Boolean(files.items) && (files.isRefetchError || files.fetchStatus === 'paused')} />
      <Dialog open={open !== undefined} onClose={() => setOpenId(undefined)} title={open?.name ?? ''} wide>
        {open && (
          <>
            <p className="text-sm text-ink-2">{facts(open)}</p>
            {open.note && <p className="whitespace-pre-line">{open.note}</p>}
            <FilePreview document={open} onGone={askNow} />
            <DownloadButton documentId={open.documentId} onGone={askNow} />
          </>
        )}
      </Dialog>
    </div>
  );
}

function SharedRow({ document, facts, onOpen }: { document: MedicalFile; facts: string; onOpen: () => void }) {
  const t = useDocumentWords();
  const { name, contentType } = document;
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <FileIcon name={contentType === 'application/pdf' ? 'file' : 'photo'} size={24} className="text-brand" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold break-words">{name}</p>
        <p className="text-sm text-ink-2">{facts}</p>
      </div>
      <Button kind="secondary" icon="eye" onClick={onOpen}>
        {t('shared.open')}
        <span className="sr"> {name}</span>
      </Button>
    </li>
  );
}
