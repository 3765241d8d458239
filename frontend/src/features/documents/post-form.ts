import { ApiFailure } from '../../shared/api/failure.ts';

/** A form that S3 signed: it takes exactly one file. */
export type UploadForm = { readonly url: string; readonly fields: Readonly<Record<string, string>> };

/**
 * S3 did not take the file. `form`: the form is too old or was tampered with, a new one may do. `file`: the file is not the
 * one that was announced.
 */
export class UploadRefused extends Error {
  readonly because: 'form' | 'file';

  constructor(because: 'form' | 'file') {
    super(`S3 refused the ${because}.`);
    this.name = 'UploadRefused';
    this.because = because;
  }
}

/** S3's words for a file that is not what its form says. */
const FILE_IS_ANOTHER =
  /<Code>(EntityTooLarge|EntityTooSmall|BadDigest|InvalidDigest|XAmzContentChecksumMismatch|XAmzContentSHA256Mismatch)</;

const networkFailure = (message: string) => new ApiFailure({ status: 0, code: 'network', message });

/**
 * Sends a file with its form; the file goes last, because S3 reads no field after it. By XMLHttpRequest: `fetch` cannot say
 * how much has gone. Throws UploadRefused, ApiFailure (`network`, or a status that may pass) or an AbortError.
 */
export const postForm = (
  { url, fields }: UploadForm,
  file: Blob,
  { onPercent, signal }: { onPercent: (percent: number) => void; signal: AbortSignal },
  newRequest: () => XMLHttpRequest = () => new XMLHttpRequest(),
): Promise<void> =>
  new Promise((resolve, reject) => {
    const aborted = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
    if (signal.aborted) return aborted();
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file);
    const request = newRequest();
    const stop = () => request.abort();
    signal.addEventListener('abort', stop, { once: true });
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      // The last percent is S3's answer.
      if (lengthComputable && total > 0) onPercent(Math.min(99, Math.floor((loaded / total) * 100)));
    };
    request.onabort = aborted;
    request.onerror = () => reject(networkFailure('The upload broke off.'));
    request.ontimeout = () => reject(networkFailure('The upload took too long.'));
    request.onload = () => {
      const { status } = request;
      if (status >= 200 && status < 300) return resolve();
      if (status >= 500 || status === 429) return reject(new ApiFailure({ status, code: 'try-again', message: 'S3 is busy.' }));
      reject(new UploadRefused(FILE_IS_ANOTHER.test(request.responseText) ? 'file' : 'form'));
    };
    request.onloadend = () => signal.removeEventListener('abort', stop);
    request.open('POST', url);
    request.send(form);
  });
