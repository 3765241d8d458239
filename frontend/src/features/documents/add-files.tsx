import { type DragEvent, useRef, useState } from 'react';

import type { DocumentCategory } from '../../../../functions/documents/contract.ts';
import { indianDay } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import { useDocumentWords } from './documents-words.ts';
import { ACCEPTED, contentTypeOf, type FileProblem, nameFor, problemOf } from './file-checks.ts';
import { FileIcon } from './file-icon.tsx';
import type { ChosenFile } from './upload-queue.ts';
import { uploads } from './uploads.ts';

/** A phone or tablet, where `capture` opens the camera. */
const byTouch = typeof matchMedia === 'function' && matchMedia('(pointer: coarse)').matches;

const clockNow = () => new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }).replace(':', '.');

/** Takes photos and files, several at once; what cannot be taken says why before anything is sent. */
export function AddFiles({ category }: { category: DocumentCategory }) {
  const t = useDocumentWords();
  const photo = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<readonly { name: string; problem: FileProblem }[]>([]);

  const take = (files: FileList | null, taken: boolean) => {
    const good: ChosenFile[] = [];
    const bad: { name: string; problem: FileProblem }[] = [];
    for (const one of files ?? []) {
      const contentType = contentTypeOf(one);
      const problem = problemOf(one);
      if (problem !== undefined || contentType === undefined) bad.push({ name: one.name, problem: problem ?? 'unknown-kind' });
      // Cameras call every photo the same.
      else {
        const called = taken ? t('photo.name', { when: `${indianDay()} ${clockNow()}` }) : one.name;
        good.push({ file: one, name: nameFor(called, contentType, t('file.name')), contentType, category });
      }
    }
    setRefused(bad);
    if (good.length > 0) uploads.add(good);
  };
  const chooser = (input: typeof photo, taken: boolean, rest: { accept: string; capture?: 'environment' }) => (
    <input
      {...rest}
      ref={input}
      type="file"
      multiple
      hidden
      data-testid={taken ? 'photo' : 'file'}
      onChange={(event) => {
        take(event.target.files, taken);
        // The same file can then be chosen again.
        event.target.value = '';
      }}
    />
  );
  const onDrag = (event: DragEvent, is: boolean) => {
    event.preventDefault();
    setOver(is);
  };
  return (
    <section className="space-y-3" aria-label={t('add')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the buttons inside do the same */}
      <div
        className={`card p-4 ${byTouch ? 'grid grid-cols-2 gap-3' : 'flex flex-wrap items-center gap-3'} ${over ? 'bg-brand-soft' : ''}`}
        onDragOver={(event) => onDrag(event, true)}
        onDragLeave={(event) => onDrag(event, false)}
        onDrop={(event) => {
          onDrag(event, false);
          take(event.dataTransfer.files, false);
        }}
      >
        {byTouch && (
          <Button className="px-2" onClick={() => photo.current?.click()}>
            <span className="inline-flex items-center gap-2">
              <FileIcon name="camera" />
              {t('add.photo')}
            </span>
          </Button>
        )}
        <Button kind={byTouch ? 'secondary' : 'primary'} className={byTouch ? 'px-2' : ''} onClick={() => file.current?.click()}>
          <span className="inline-flex items-center gap-2">
            <FileIcon name="file-plus" />
            {byTouch ? t('add.file') : t('add.choose')}
          </span>
        </Button>
        {!byTouch && <p className="text-ink-2">{t('add.drop')}</p>}
        <p className="hint col-span-2 w-full">{t('add.hint')}</p>
        {chooser(photo, true, { accept: 'image/jpeg,image/png,image/webp', capture: 'environment' })}
        {chooser(file, false, { accept: ACCEPTED })}
      </div>
      {refused.length > 0 && (
        <div role="alert">
          <Note kind="warn" title={t('refused.title', { count: refused.length })}>
            <ul className="space-y-1 break-words">
              {refused.map(({ name, problem }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and the list is never sorted
                <li key={index}>{t(`refused.${problem}`, { name })}</li>
              ))}
            </ul>
          </Note>
        </div>
      )}
    </section>
  );
}
