import { useEffect, useRef, useState } from 'react';
import { call } from '../../shared/api/client.ts';
import { ApiFailure, isFailure } from '../../shared/api/failure.ts';
import { useForget } from '../../shared/api/query.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { BackLink } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import type { FromWorker, ToWorker } from './apple-health-worker.ts';
import type { AppleValue } from './apple-record.ts';
import { sendBatch } from './apple-sending.ts';
import { useResultWords } from './observations-words.ts';

type State = {
  readonly is: 'idle' | 'running' | 'stopped' | 'failed' | 'broken' | 'done';
  readonly percent: number;
  readonly saved: number;
  readonly left: number;
  readonly failure?: ApiFailure;
};
const IDLE: State = { is: 'idle', percent: 0, saved: 0, left: 0 };

const send = (observations: readonly AppleValue[], idempotencyKey: string) =>
  call('POST /observations', { body: { observations, provenance: { kind: 'apple-health' } } }, { idempotencyKey });

/** Reads the file in a worker and saves its values batch by batch, for as long as the screen is open. */
function useAppleImport() {
  const forget = useForget();
  const [state, setState] = useState(IDLE);
  const worker = useRef<Worker>(undefined);
  /** A batch that could not be saved, for another try. */
  const held = useRef<readonly AppleValue[]>(undefined);
  const stop = () => {
    worker.current?.terminate();
    worker.current = undefined;
  };
  useEffect(() => () => worker.current?.terminate(), []);
  const ask = (message: ToWorker) => worker.current?.postMessage(message);
  const end = (is: State['is'], more: Partial<State> = {}) => {
    setState((now) => ({ ...now, ...more, is }));
    void forget('GET /dashboard', 'GET /observations');
  };
  const save = async (values: readonly AppleValue[], reader: Worker) => {
    held.current = values;
    try {
      const { saved, left } = await sendBatch(values, send);
      if (worker.current !== reader) return;
      held.current = undefined;
      setState((now) => ({ ...now, saved: now.saved + saved, left: now.left + left }));
      ask('next');
    } catch (error) {
      if (worker.current !== reader) return;
      const failure = isFailure(error) ? error : new ApiFailure({ status: 0, code: 'unreadable-reply', message: String(error) });
      end('failed', { failure });
    }
  };
  const start = (file: File) => {
    stop();
    held.current = undefined;
    setState({ ...IDLE, is: 'running' });
    const reader = new Worker(new URL('./apple-health-worker.ts', import.meta.url), { type: 'module' });
    worker.current = reader;
    reader.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.is === 'batch') {
        setState((now) => ({ ...now, percent: Math.min(99, Math.floor((data.read / file.size) * 100)) }));
        void save(data.values, reader);
        return;
      }
      stop();
      end(data.is === 'end' ? 'done' : 'broken');
    });
    reader.addEventListener('error', () => {
      stop();
      end('broken');
    });
    ask({ file });
  };
  return {
    state,
    start,
    stop: () => {
      stop();
      end('stopped');
    },
    again: () => {
      const [values, reader] = [held.current, worker.current];
      if (!values || !reader) return;
      setState((now) => ({ ...now, is: 'running' }));
      void save(values, reader);
    },
  };
}

/** `/record/results/apple-health`: values out of an export of Apple Health; the file stays on the device. */
export default function AppleHealthScreen() {
  const t = useResultWords();
  const input = useRef<HTMLInputElement>(null);
  const { state, start, stop, again } = useAppleImport();
  const { is, percent, saved, left, failure } = state;
  return (
    <Page title={t('apple.title')}>
      <p>{t('apple.lead')}</p>
      <p className="text-ink-2">
        {t('apple.stays')} {t('apple.daily')}
      </p>
      {is === 'running' ? (
        <>
          <progress className="block w-full" max={100} value={percent} aria-label={t('apple.title')} />
          <p>{t('apple.reading', { percent, count: saved })}</p>
          <Button kind="secondary" icon="player-stop" onClick={stop}>
            {t('apple.stop')}
          </Button>
        </>
      ) : (
        <Button icon="plus" onClick={() => input.current?.click()}>
          {t('apple.choose')}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept=".xml,text/xml,application/xml"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) start(file);
        }}
      />
      <div role="status" className="space-y-2">
        {is === 'done' && <Note kind="ok" title={t('apple.done', { count: saved })} />}
        {is === 'broken' && <Note kind="warn">{t('apple.broken')}</Note>}
        {is === 'stopped' && <p>{t('apple.kept')}</p>}
        {is !== 'running' && left > 0 && <p>{t('apple.left', { count: left })}</p>}
      </div>
      {is === 'failed' && failure && (
        <ErrorNotice failure={failure}>
          <p>{t('apple.kept')}</p>
          <Button kind="secondary" icon="refresh" onClick={again}>
            {t('apple.again')}
          </Button>
        </ErrorNotice>
      )}
      <p>
        <BackLink to="/record">{t('back')}</BackLink>
      </p>
    </Page>
  );
}
