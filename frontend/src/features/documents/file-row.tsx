import { useRef } from 'react';
import { Link } from 'react-router';

import type { MedicalFile } from '../../../../functions/documents/contract.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Chevron } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Tag } from '../../shared/ui/surfaces.tsx';
import { useDocumentWords } from './documents-words.ts';
import { ACCEPTED } from './file-checks.ts';
import { FileIcon } from './file-icon.tsx';
import { uploads } from './uploads.ts';

const statusKinds = { uploading: 'warn', quarantined: 'info', available: 'ok', rejected: 'danger', deleted: 'plain' } as const;

export function FileStatus({ status }: { status: MedicalFile['status'] }) {
  const t = useDocumentWords();
  return <Tag kind={statusKinds[status]}>{t(`status.${status}`)}</Tag>;
}

/** What a file is, in one line: kind, date, who made it. */
export function useFileFacts() {
  const t = useDocumentWords();
  const { date } = useFormat();
  return ({ category, date: day, provider, createdAt }: MedicalFile): string =>
    [t(`category.${category}`), day ? date(day, 'no-weekday') : t('added', { when: date(indianDay(createdAt), 'no-weekday') }), provider]
      .filter(Boolean)
      .join(' · ');
}

/** A file in the list; a picture or a paper, its name, and how far it is. */
export function FileRow({ document }: { document: MedicalFile }) {
  const facts = useFileFacts();
  const { documentId, name, status, tags, contentType } = document;
  return (
    <li>
      <Link to={`/record/files/${encodeURIComponent(documentId)}`} className="row-link">
        <FileIcon name={contentType === 'application/pdf' ? 'file' : 'photo'} size={24} className="text-brand" />
        <span className="min-w-0">
          <span className="block font-semibold break-words">{name}</span>
          <span className="block text-sm text-ink-2">{facts(document)}</span>
          {(status !== 'available' || tags.length > 0) && (
            <span className="mt-1 flex flex-wrap gap-2">
              {status !== 'available' && <FileStatus status={status} />}
              {tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          )}
        </span>
        <Chevron />
      </Link>
    </li>
  );
}

/** Goes on with a file that was announced and never came: by the same file again. */
export function Unfinished({ document }: { document: MedicalFile }) {
  const t = useDocumentWords();
  const { say } = useStatus();
  const input = useRef<HTMLInputElement>(null);
  const { name, bytes } = document;
  return (
    <>
      <Button kind="secondary" icon="refresh" onClick={() => input.current?.click()}>
        {t('unfinished.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPTED}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file && file.size !== bytes) say(t('unfinished.other', { name }));
          else if (file) uploads.goOn(document, file);
        }}
      />
    </>
  );
}
