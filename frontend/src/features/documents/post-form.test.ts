import { expect, test } from 'vitest';

import { isFailure } from '../../shared/api/failure.ts';
import { postForm, UploadRefused } from './post-form.ts';

/** A request that the test answers. */
class Request {
  upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  status = 0;
  responseText = '';
  sent: FormData | undefined;
  address = '';
  open(_method: string, url: string) {
    this.address = url;
  }
  send(form: FormData) {
    this.sent = form;
  }
  abort() {
    this.onabort?.();
    this.onloadend?.();
  }
  answer(status: number, text = '') {
    this.status = status;
    this.responseText = text;
    this.onload?.();
    this.onloadend?.();
  }
}

const upload = (onPercent: (percent: number) => void = () => undefined) => {
  const request = new Request();
  const stop = new AbortController();
  const form = { url: 'https://bucket.example/', fields: { key: 'quarantine/1', policy: 'abc', 'Content-Type': 'application/pdf' } };
  const done = postForm(form, new Blob(['%PDF-']), { onPercent, signal: stop.signal }, () => request as unknown as XMLHttpRequest);
  const ended = done.then(
    () => 'sent',
    (error: unknown) => error,
  );
  return { request, stop, ended };
};

test('the fields go as they were signed, and the file after them', async () => {
  const { request, ended } = upload();
  expect(request.address).toBe('https://bucket.example/');
  expect([...(request.sent?.keys() ?? [])]).toEqual(['key', 'policy', 'Content-Type', 'file']);
  request.answer(204);
  expect(await ended).toBe('sent');
});

test('the person sees how much has gone, and the last percent only with the answer', () => {
  const seen: number[] = [];
  const { request } = upload((percent) => seen.push(percent));
  request.upload.onprogress?.({ lengthComputable: true, loaded: 30, total: 100 });
  request.upload.onprogress?.({ lengthComputable: false, loaded: 40, total: 0 });
  request.upload.onprogress?.({ lengthComputable: true, loaded: 100, total: 100 });
  expect(seen).toEqual([30, 99]);
});

test.each([
  ['<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>', 403, 'form'],
  ['<Error><Code>EntityTooLarge</Code></Error>', 400, 'file'],
  ['<Error><Code>BadDigest</Code></Error>', 400, 'file'],
  ['', 400, 'form'],
])('when S3 answers %s, it is the %s', async (text, status, because) => {
  const { request, ended } = upload();
  request.answer(status, text);
  const error = await ended;
  expect(error).toBeInstanceOf(UploadRefused);
  expect(error).toMatchObject({ because });
});

test('no answer and a busy S3 may pass; a stop is no failure', async () => {
  const cut = upload();
  cut.request.onerror?.();
  expect(isFailure(await cut.ended, 'network')).toBe(true);
  const busy = upload();
  busy.request.answer(503);
  expect(await busy.ended).toMatchObject({ code: 'try-again', mayPass: true });
  const stopped = upload();
  stopped.stop.abort();
  expect(await stopped.ended).toMatchObject({ name: 'AbortError' });
});
