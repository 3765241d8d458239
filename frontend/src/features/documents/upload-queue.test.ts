import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { ApiFailure } from '../../shared/api/failure.ts';
import { UploadRefused } from './post-form.ts';
import { AT_ONCE, type ChosenFile, TRIES, type UploadServices, uploadQueue } from './upload-queue.ts';

const failure = (code: ApiFailure['code'], status = 0, retryAfter?: number) => new ApiFailure({ status, code, message: 'no', retryAfter });
const noNetwork = () => failure('network');

const chosen = (name: string): ChosenFile => ({
  file: new File([name], name, { type: 'application/pdf' }),
  name,
  contentType: 'application/pdf',
  category: 'other',
});

type Sending = {
  url: string;
  percent: (percent: number) => void;
  arrive: () => void;
  breakOff: (error: unknown) => void;
  stopped: () => boolean;
};

/** A record that keeps what comes, and a network that the test holds in its hand. */
const phone = (change: Partial<UploadServices> = {}) => {
  let online = true;
  let made = 0;
  const byKey = new Map<string, string>();
  const states = new Map<string, Awaited<ReturnType<UploadServices['look']>>>();
  const forms: string[] = [];
  const sendings: Sending[] = [];
  const discarded: string[] = [];
  let looks = 0;
  const queue = uploadQueue({
    hash: async () => 'sum',
    announce: async (_file, key) => {
      if (!online) throw noNetwork();
      const documentId = byKey.get(key) ?? `d${++made}`;
      byKey.set(key, documentId);
      return { document: { documentId }, upload: { url: `first of ${documentId}`, fields: {} } };
    },
    renew: async (documentId) => {
      if (!online) throw noNetwork();
      forms.push(documentId);
      return { document: { documentId }, upload: { url: `form ${forms.length} of ${documentId}`, fields: {} } };
    },
    send: ({ url }, _file, { onPercent, signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        sendings.push({ url, percent: onPercent, arrive: () => resolve(), breakOff: reject, stopped: () => signal.aborted });
      }),
    look: async (documentId) => {
      looks += 1;
      return states.get(documentId) ?? { status: 'quarantined' };
    },
    discard: async (documentId) => discarded.push(documentId),
    online: () => online,
    ...change,
  });
  const last = () => {
    const sending = sendings.at(-1);
    if (!sending) throw new Error('Nothing is being sent.');
    return sending;
  };
  return {
    queue,
    sendings,
    forms,
    discarded,
    states,
    last,
    looks: () => looks,
    announced: () => made,
    network: (is: boolean) => {
      online = is;
    },
    shown: () => queue.uploads().map(({ state }) => (state.is === 'sending' ? `sending ${state.percent}` : state.is)),
    key: (index = 0) => queue.uploads()[index]?.key ?? '',
  };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);

test('a file is announced, sent, checked, and then it is there', async () => {
  const { queue, last, shown, states } = phone();
  queue.add([chosen('report.pdf')]);
  expect(shown()).toEqual(['preparing']);
  await pass();
  expect(shown()).toEqual(['sending 0']);
  last().percent(60);
  expect(shown()).toEqual(['sending 60']);
  last().arrive();
  await pass();
  expect(shown()).toEqual(['checking']);
  await pass(2_000);
  expect(shown()).toEqual(['checking']);
  states.set('d1', { status: 'available' });
  await pass(2_000);
  expect(shown()).toEqual(['available']);
});

test('of many files two are on their way at once, and the next one starts when one has come', async () => {
  const { queue, sendings, shown } = phone();
  queue.add(['a', 'b', 'c', 'd'].map(chosen));
  await pass();
  expect(sendings).toHaveLength(AT_ONCE);
  expect(shown()).toEqual(['sending 0', 'sending 0', 'waiting', 'waiting']);
  sendings[1]?.arrive();
  await pass();
  expect(shown()).toEqual(['sending 0', 'checking', 'sending 0', 'waiting']);
});

test('when the network breaks an upload off, it goes on by itself with a new form, later each time', async () => {
  const { queue, last, shown, sendings, forms } = phone();
  queue.add([chosen('a')]);
  await pass();
  expect(last().url).toBe('first of d1');
  last().percent(80);
  last().breakOff(noNetwork());
  await pass();
  expect(shown()).toEqual(['retrying']);
  await pass(999);
  expect(sendings).toHaveLength(1);
  await pass(1);
  expect(last().url).toBe('form 1 of d1');
  last().breakOff(noNetwork());
  await pass(1_999);
  expect(sendings).toHaveLength(2);
  await pass(1);
  expect(sendings).toHaveLength(3);
  expect(forms).toEqual(['d1', 'd1']);
  last().arrive();
  await pass();
  expect(shown()).toEqual(['checking']);
});

test('an upload that fails again and again asks the person, who can try again', async () => {
  const { queue, last, shown, sendings, key } = phone();
  queue.add([chosen('a')]);
  await pass();
  for (let tries = 1; tries < TRIES; tries += 1) {
    last().breakOff(noNetwork());
    await pass(30_000);
  }
  last().breakOff(noNetwork());
  await pass(600_000);
  expect(sendings).toHaveLength(TRIES);
  expect(queue.uploads()[0]?.state).toEqual({ is: 'failed', why: 'network' });
  queue.resume(key());
  await pass();
  last().breakOff(noNetwork());
  await pass();
  expect(shown(), 'and gets as many tries again').toEqual(['retrying']);
});

test('as long as the API asks for is waited', async () => {
  const waits = [failure('too-many-requests', 429, 20)];
  const { queue, shown } = phone({
    announce: async () => {
      const refusal = waits.shift();
      if (refusal) throw refusal;
      return { document: { documentId: 'd1' }, upload: { url: 'u', fields: {} } };
    },
  });
  queue.add([chosen('a')]);
  await pass(19_999);
  expect(shown()).toEqual(['retrying']);
  await pass(1);
  expect(shown()).toEqual(['sending 0']);
});

test('what the API refuses for good is said, and not tried again', async () => {
  let asked = 0;
  const { queue } = phone({
    announce: async () => {
      asked += 1;
      throw failure('invalid-request', 422);
    },
  });
  queue.add([chosen('a')]);
  await pass(600_000);
  expect(queue.uploads()[0]?.state).toEqual({ is: 'failed', why: 'invalid-request' });
  expect(asked).toBe(1);
});

test('without a network files wait, and go on when it is back', async () => {
  const { queue, shown, network, last, announced } = phone();
  network(false);
  queue.add([chosen('a'), chosen('b'), chosen('c')]);
  await pass(600_000);
  expect(shown()).toEqual(['offline', 'offline', 'offline']);
  network(true);
  queue.wake();
  await pass();
  expect(shown()).toEqual(['sending 0', 'sending 0', 'waiting']);
  network(false);
  last().breakOff(noNetwork());
  await pass();
  expect(shown(), 'the third one too does not even start').toEqual(['sending 0', 'offline', 'offline']);
  network(true);
  queue.wake();
  await pass();
  expect(shown()).toEqual(['sending 0', 'sending 0', 'waiting']);
  expect(announced()).toBe(2);
});

test('a paused upload stops, leaves its place to the next one, and goes on with a new form', async () => {
  const { queue, shown, sendings, last, key } = phone();
  queue.add(['a', 'b', 'c'].map(chosen));
  await pass();
  queue.pause(key(0));
  await pass();
  expect(sendings[0]?.stopped()).toBe(true);
  expect(shown()).toEqual(['paused', 'sending 0', 'sending 0']);
  await pass(600_000);
  queue.resume(key(0));
  expect(shown()).toEqual(['waiting', 'sending 0', 'sending 0']);
  sendings[1]?.arrive();
  await pass();
  expect(shown()).toEqual(['sending 0', 'checking', 'sending 0']);
  expect(last().url).toBe('form 1 of d1');
});

test('paused while it is announced and resumed at once, a file is announced once', async () => {
  const { queue, shown, key, announced } = phone();
  queue.add([chosen('a')]);
  queue.pause(key());
  queue.resume(key());
  await pass();
  await pass();
  expect(announced()).toBe(1);
  expect(shown()).toEqual(['sending 0']);
});

test('a file that came while its answer was lost is not sent twice', async () => {
  const { queue, shown, last, sendings } = phone({
    renew: async () => {
      throw failure('changed-elsewhere', 409);
    },
  });
  queue.add([chosen('a')]);
  await pass();
  last().breakOff(noNetwork());
  await pass(1_000);
  expect(sendings).toHaveLength(1);
  expect(shown()).toEqual(['checking']);
});

test('a file whose announcement was tidied meanwhile is announced anew', async () => {
  const { queue, shown, last, key, announced } = phone({
    renew: async () => {
      throw failure('not-found', 404);
    },
  });
  queue.add([chosen('a')]);
  await pass();
  queue.pause(key());
  await pass();
  queue.resume(key());
  await pass();
  expect(shown()).toEqual(['sending 0']);
  expect(last().url).toBe('first of d2');
  expect(announced()).toBe(2);
  expect(queue.uploads()[0]?.documentId).toBe('d2');
});

test('a form that S3 does not take any more is renewed; a file that changed on the device is not', async () => {
  const { queue, shown, last } = phone();
  queue.add([chosen('a')]);
  await pass();
  last().breakOff(new UploadRefused('form'));
  await pass(1_000);
  expect(shown()).toEqual(['sending 0']);
  last().breakOff(new UploadRefused('file'));
  await pass();
  expect(queue.uploads()[0]?.state).toEqual({ is: 'failed', why: 'file-changed' });
});

test('a file that is gone from the device before it could be read is said to be', async () => {
  const { queue } = phone({ hash: () => Promise.reject(new DOMException('', 'NotFoundError')) });
  queue.add([chosen('a')]);
  await pass();
  expect(queue.uploads()[0]?.state).toEqual({ is: 'failed', why: 'file-changed' });
});

test('a rejected file says why', async () => {
  const { queue, last, states } = phone();
  queue.add([chosen('a')]);
  await pass();
  states.set('d1', { status: 'rejected', rejectReason: 'malware' });
  last().arrive();
  await pass(2_000);
  expect(queue.uploads()[0]?.state).toEqual({ is: 'rejected', reason: 'malware' });
});

test('a check that takes long is asked for more and more seldom', async () => {
  const { queue, last, looks } = phone();
  queue.add([chosen('a')]);
  await pass();
  last().arrive();
  await pass(30_000);
  expect(looks()).toBe(15);
  await pass(75_000);
  expect(looks()).toBe(30);
  await pass(60_000);
  expect(looks()).toBe(34);
});

test('a file that is taken out of the queue leaves nothing behind', async () => {
  const { queue, discarded, sendings, key, last } = phone();
  queue.add([chosen('a'), chosen('b')]);
  await pass();
  queue.remove(key(0));
  expect(sendings[0]?.stopped()).toBe(true);
  expect(discarded).toEqual(['d1']);
  last().arrive();
  await pass();
  queue.remove(key());
  expect(discarded, 'but one that has come stays').toEqual(['d1']);
  expect(queue.uploads()).toEqual([]);
});

test('a file taken out while it is announced is withdrawn as soon as that is answered', async () => {
  const { queue, discarded, key } = phone();
  queue.add([chosen('a')]);
  queue.remove(key());
  await pass();
  expect(discarded).toEqual(['d1']);
});

test('somebody who chooses the same file after a reload goes on with what was announced', async () => {
  const { queue, last, announced } = phone();
  queue.goOn({ documentId: 'd7', name: 'a.pdf', contentType: 'application/pdf', category: 'other' }, new File(['a'], 'a.pdf'));
  await pass();
  expect(last().url).toBe('form 1 of d7');
  expect(announced()).toBe(0);
});

test('leaving the page is warned of as long as something has not been sent', async () => {
  const { queue, last, key } = phone();
  expect(queue.unsent()).toBe(false);
  queue.add([chosen('a')]);
  expect(queue.unsent()).toBe(true);
  await pass();
  queue.pause(key());
  expect(queue.unsent()).toBe(true);
  queue.resume(key());
  await pass();
  last().arrive();
  await pass();
  expect(queue.unsent()).toBe(false);
});

test('the list is the same object until something changes, and listeners hear of each change', async () => {
  const { queue } = phone();
  const heard: number[] = [];
  const stop = queue.subscribe(() => heard.push(queue.uploads().length));
  const before = queue.uploads();
  expect(queue.uploads()).toBe(before);
  queue.add([chosen('a')]);
  expect(queue.uploads()).not.toBe(before);
  expect(heard.length).toBeGreaterThan(0);
  stop();
  const count = heard.length;
  await pass();
  expect(heard).toHaveLength(count);
});
