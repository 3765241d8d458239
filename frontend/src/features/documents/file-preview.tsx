import { useEffect, useState } from 'react';

import type { MedicalFile } from '../../../../functions/documents/contract.ts';
import { call } from '../../shared/api/client.ts';
import { ApiFailure, isFailure } from '../../shared/api/failure.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Note, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useDocumentWords } from './documents-words.ts';
import { FileIcon } from './file-icon.tsx';
import { startDownload } from './uploads.ts';

const asFailure = (error: unknown): ApiFailure =>
  error instanceof ApiFailure ? error : new ApiFailure({ status: 0, code: 'unreadable-reply', message: String(error) });

type Look = { readonly url?: string; readonly failure?: ApiFailure };

/**
 * A link that shows the file here. It is good for a minute or five and every look is written down, so it is asked for once
 * and not kept: what is shown later asks anew.
 */
function useLook(documentId: string, onGone: () => void) {
  const [tries, setTries] = useState(0);
  const [look, setLook] = useState<Look>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks again
  useEffect(() => {
    const stop = new AbortController();
    setLook({});
    call('GET /documents/{documentId}/download', { params: { documentId }, query: { as: 'preview' } }, { signal: stop.signal }).then(
      ({ url }) => setLook({ url }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        if (isFailure(error, 'not-found')) onGone();
        else setLook({ failure: asFailure(error) });
      },
    );
    return () => stop.abort();
  }, [documentId, tries]);
  return { ...look, again: () => setTries(tries + 1) };
}

/** Chrome on Android and others hand a PDF to another app. */
const showsPdf = (): boolean => navigator.pdfViewerEnabled !== false;

/** The file itself, in the page. `onGone`: whoever looks may not any more, or it is deleted. */
export function FilePreview({
  document,
  onGone,
}: {
  document: Pick<MedicalFile, 'documentId' | 'name' | 'contentType'>;
  onGone: () => void;
}) {
  const t = useDocumentWords();
  const { documentId, name, contentType } = document;
  const { url, failure, again } = useLook(documentId, onGone);
  const [broken, setBroken] = useState(false);
  if (failure) return <ErrorNotice failure={failure} onRetry={again} />;
  if (broken)
    return (
      <Note kind="warn" title={t('preview.failed')}>
        <Button
          kind="secondary"
          icon="refresh"
          onClick={() => {
            setBroken(false);
            again();
          }}
        >
          {t('preview.again')}
        </Button>
      </Note>
    );
  if (!url) return <Skeleton cards={1} lines={6} />;
  if (contentType !== 'application/pdf')
    return (
      <img
        src={url}
        alt={t('preview.image', { name })}
        className="mx-auto block max-h-[80dvh] max-w-full rounded-md bg-sunken"
        onError={() => setBroken(true)}
      />
    );
  if (showsPdf()) return <iframe src={url} title={name} className="h-[75dvh] w-full rounded-md border border-line bg-sunken" />;
  return (
    <Note title={t('preview.no-viewer')}>
      <a className="btn btn-secondary" href={url} target="_blank" rel="noreferrer">
        {t('preview.open')}
      </a>
    </Note>
  );
}

/** Saves the file on the device. */
export function DownloadButton({ documentId, onGone }: { documentId: string; onGone: () => void }) {
  const t = useDocumentWords();
  const [state, setState] = useState<{ busy: boolean; failure?: ApiFailure }>({ busy: false });
  const save = async () => {
    setState({ busy: true });
    try {
      const { url } = await call('GET /documents/{documentId}/download', { params: { documentId }, query: { as: 'file' } });
      startDownload(url);
      setState({ busy: false });
    } catch (error) {
      setState({ busy: false, failure: asFailure(error) });
      if (isFailure(error, 'not-found')) onGone();
    }
  };
  return (
    <>
      <Button kind="secondary" busy={state.busy} onClick={() => void save()}>
        <span className="inline-flex items-center gap-2">
          <FileIcon name="download" />
          {t('download')}
        </span>
      </Button>
      {state.failure && <ErrorNotice failure={state.failure} />}
    </>
  );
}
