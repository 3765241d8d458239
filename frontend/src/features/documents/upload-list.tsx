import { useEffect, useRef } from 'react';

import { useForget } from '../../shared/api/query.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { useDocumentWords } from './documents-words.ts';
import { FileIcon } from './file-icon.tsx';
import { sizeText } from './file-size.ts';
import type { Upload, UploadState } from './upload-queue.ts';
import { uploads, useUploads } from './uploads.ts';

/** What the state is called, in a person's words. */
function useStateText() {
  const t = useDocumentWords();
  const shared = useSharedWords();
  return (state: UploadState): string => {
    if (state.is === 'sending') return t('upload.sending', { percent: state.percent });
    if (state.is === 'rejected') return `${t('rejected.title')}. ${t(`rejected.${state.reason}`)}`;
    if (state.is !== 'failed') return t(`upload.${state.is}`);
    if (state.why === 'file-changed') return t('upload.failed.file-changed');
    return state.why === 'network' ? t('upload.failed') : `${t('upload.failed')} ${shared(`error.${state.why}`)}`;
  };
}

function UploadRow({ upload }: { upload: Upload }) {
  const t = useDocumentWords();
  const stateText = useStateText();
  const { key, name, bytes, state } = upload;
  const bad = state.is === 'rejected' || state.is === 'failed';
  const moving = ['waiting', 'preparing', 'sending', 'offline', 'retrying'].includes(state.is);
  const again = state.is === 'paused' || state.is === 'retrying' || (state.is === 'failed' && state.why !== 'file-changed');
  const of = <span className="sr"> {name}</span>;
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex items-start gap-3">
        <FileIcon name="file" className="mt-1 text-brand" />
        <span className="min-w-0 flex-1 font-semibold break-words">{name}</span>
        <span className="text-sm whitespace-nowrap text-ink-2">{sizeText(bytes)}</span>
      </div>
      {(state.is === 'sending' || state.is === 'paused' || state.is === 'preparing') && (
        <progress
          className="block h-2 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-brand [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-brand"
          max={100}
          value={state.is === 'sending' ? state.percent : 0}
          aria-label={name}
        />
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className={`mr-auto flex min-w-0 items-start gap-2 text-sm ${bad ? 'font-semibold text-danger' : 'text-ink-2'}`}>
          {bad && <Icon name="alert-triangle" size={16} className="mt-1" />}
          {state.is === 'available' && <Icon name="check" size={16} className="mt-1" />}
          {state.is === 'offline' && <Icon name="wifi-off" size={16} className="mt-1" />}
          <span>{stateText(state)}</span>
        </p>
        {moving && (
          <Button kind="quiet" onClick={() => uploads.pause(key)}>
            <span className="inline-flex items-center gap-2">
              <FileIcon name="pause" />
              {t('upload.pause')}
            </span>
            {of}
          </Button>
        )}
        {again && (
          <Button kind="secondary" icon={state.is === 'paused' ? undefined : 'refresh'} onClick={() => uploads.resume(key)}>
            {state.is === 'paused' ? t('upload.resume') : state.is === 'retrying' ? t('upload.now') : t('upload.retry')}
            {of}
          </Button>
        )}
        {(bad || state.is === 'paused') && (
          <Button kind="quiet" icon="x" onClick={() => uploads.remove(key)}>
            {t('upload.remove')}
            {of}
          </Button>
        )}
      </div>
    </li>
  );
}

/** Uploads on their way. Each one that arrives is said once, and goes over into the list of files. */
export function UploadList({ listed }: { listed: ReadonlySet<string> }) {
  const t = useDocumentWords();
  const { say } = useStatus();
  const forget = useForget();
  const all = useUploads();
  const said = useRef<ReadonlySet<string> | undefined>(undefined);

  const arrived = all.filter(({ state }) => state.is === 'available');
  const arrivedKeys = arrived.map(({ key }) => key).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each change of who has arrived
  useEffect(() => {
    for (const { key, name } of arrived) if (said.current !== undefined && !said.current.has(key)) say(t('upload.arrived', { name }));
    said.current = new Set(arrived.map(({ key }) => key));
    if (arrived.length > 0) void forget('GET /documents');
  }, [arrivedKeys]);

  // In the list now: its row here has nothing more to say.
  const done = arrived.filter(({ documentId }) => documentId !== undefined && listed.has(documentId));
  const doneKeys = done.map(({ key }) => key).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each change of what is done
  useEffect(() => {
    for (const { key } of done) uploads.remove(key);
  }, [doneKeys]);

  if (all.length === 0) return null;
  const unsent = all.some(({ state }) => !['checking', 'available', 'rejected', 'failed'].includes(state.is));
  return (
    <section className="space-y-2" aria-labelledby="uploads">
      <h2 id="uploads" className="text-base text-ink-2">
        {t('upload.list')}
      </h2>
      <ul className="card divide-y divide-line">
        {all.map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
      </ul>
      {unsent && <p className="hint">{t('upload.keep-open')}</p>}
    </section>
  );
}
