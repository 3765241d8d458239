import { useSyncExternalStore } from 'react';

import { call } from '../../shared/api/client.ts';
import { postForm } from './post-form.ts';
import { sha256Of } from './sha256.ts';
import { uploadQueue } from './upload-queue.ts';

/** The page's uploads. They go on while the person looks at other screens. */
export const uploads = uploadQueue({
  hash: sha256Of,
  announce: (file, idempotencyKey) => call('POST /documents', { body: { ...file, tags: [] } }, { idempotencyKey }),
  renew: (documentId) =>
    call('POST /documents/{documentId}/upload-forms', { params: { documentId } }, { idempotencyKey: crypto.randomUUID() }),
  send: postForm,
  look: (documentId) => call('GET /documents/{documentId}', { params: { documentId } }),
  discard: (documentId) => call('DELETE /documents/{documentId}', { params: { documentId } }),
  online: () => navigator.onLine,
});

/** A download is a navigation too, of which nothing is lost (milliseconds). */
const DOWNLOAD_STARTS = 3_000;
let downloadUntil = 0;

/** Hands a file that comes as an attachment to the browser; the page stays. */
export const startDownload = (url: string): void => {
  downloadUntil = Date.now() + DOWNLOAD_STARTS;
  location.assign(url);
};

addEventListener('online', uploads.wake);
addEventListener('beforeunload', (event) => {
  if (uploads.unsent() && Date.now() > downloadUntil) event.preventDefault();
});

export const useUploads = () => useSyncExternalStore(uploads.subscribe, uploads.uploads, uploads.uploads);
