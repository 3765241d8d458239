import { type ReactNode, useEffect, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';

import type { MedicalFile } from '../../../../functions/documents/contract.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { useForget, useMutation, useQuery } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { BackLink } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Age, Card, Empty, Note, OfflineEmpty, Skeleton, Tag } from '../../shared/ui/surfaces.tsx';
import { useDocumentWords } from './documents-words.ts';
import { FileIcon } from './file-icon.tsx';
import { DownloadButton, FilePreview } from './file-preview.tsx';
import { FileStatus, Unfinished } from './file-row.tsx';
import { FileSheet } from './file-sheet.tsx';
import { sizeText } from './file-size.ts';
import { UploadList } from './upload-list.tsx';
import { useUploads } from './uploads.ts';

/** A deleted file can be brought back for so many days; the API says until when. */
const RESTORE_DAYS = 30;
const LOOK_AGAIN = 3_000;
const NONE_LISTED: ReadonlySet<string> = new Set();

/** `/record/files/:documentId`: one file, in the page. */
export default function FileScreen() {
  const { documentId = '' } = useParams();
  return <File key={documentId} documentId={documentId} />;
}

function File({ documentId }: { documentId: string }) {
  const t = useDocumentWords();
  const [waiting, setWaiting] = useState(false);
  const read = useQuery(
    'GET /documents/{documentId}',
    { params: { documentId } },
    { staleTime: 0, refetchInterval: waiting ? LOOK_AGAIN : false },
  );
  const onItsWay = useUploads().some((upload) => upload.documentId === documentId);
  const document = read.data;
  const pending = document !== undefined && (document.status === 'quarantined' || (document.status === 'uploading' && onItsWay));
  useEffect(() => setWaiting(pending), [pending]);

  if (isFailure(read.error, 'not-found') || !document) {
    return (
      <Page title={t('title')}>
        {read.isPending && (read.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={1} lines={6} />)}
        {isFailure(read.error, 'not-found') ? (
          <Empty icon="search" title={t('not-found')} action={<ButtonLink to="/record/files">{t('back')}</ButtonLink>} />
        ) : (
          read.error && <ErrorNotice failure={read.error} onRetry={() => read.refetch()} />
        )}
      </Page>
    );
  }
  return (
    <Page title={document.name} eyebrow={t(`category.${document.category}`)} end={<FileStatus status={document.status} />}>
      <State document={document} onItsWay={onItsWay} onGone={() => void read.refetch()} />
      <Actions document={document} onGone={() => void read.refetch()} />
      <Facts document={document} />
      <Age at={read.dataUpdatedAt} failed={read.isRefetchError || read.fetchStatus === 'paused'} />
      <BackLink to="/record/files">{t('back')}</BackLink>
    </Page>
  );
}

/** The file itself, or why it cannot be seen. */
function State({ document, onItsWay, onGone }: { document: MedicalFile; onItsWay: boolean; onGone: () => void }) {
  const t = useDocumentWords();
  const { status, rejectReason } = document;
  if (status === 'available') return <FilePreview document={document} onGone={onGone} />;
  if (status === 'rejected')
    return (
      <Note kind="warn" title={t('rejected.title')}>
        {rejectReason && <p>{t(`rejected.${rejectReason}`)}</p>}
      </Note>
    );
  if (status === 'uploading' && onItsWay) return <UploadList listed={NONE_LISTED} />;
  if (status === 'uploading')
    return (
      <Note kind="warn" title={t('status.uploading')}>
        <p>{t('unfinished.text')}</p>
        <Unfinished document={document} />
      </Note>
    );
  return status === 'quarantined' ? <Note title={t('upload.checking')}>{t('checking.text')}</Note> : null;
}

/** Brings a file back, from wherever the person is by then. */
function useRestore() {
  const t = useDocumentWords();
  const { say } = useStatus();
  const forget = useForget();
  return useMutation('POST /documents/{documentId}/restore', {
    onSuccess: ({ name }) => {
      say(t('restored', { name }));
      void forget('GET /documents', 'GET /documents/{documentId}');
    },
    onError: () => say(t('bin.too-late')),
  });
}

function Actions({ document, onGone }: { document: MedicalFile; onGone: () => void }) {
  const t = useDocumentWords();
  const { say } = useStatus();
  const forget = useForget();
  const navigate = useNavigate();
  const [changing, setChanging] = useState(false);
  const { documentId, name, status } = document;
  const restore = useRestore();
  const remove = useMutation('DELETE /documents/{documentId}', {
    onSuccess: async () => {
      navigate('/record/files', { replace: true });
      say(t('deleted', { name }), status === 'available' ? { undo: () => restore.mutate({ params: { documentId } }) } : {});
      await forget('GET /documents', 'GET /documents/{documentId}');
    },
  });
  if (status === 'deleted')
    return (
      <Button icon="undo" busy={restore.isPending} onClick={() => restore.mutate({ params: { documentId } })}>
        {t('bin.restore')}
      </Button>
    );
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-3">
        {status === 'available' && (
          <>
            <ButtonLink to={`/record/sharing/new?file=${encodeURIComponent(documentId)}`}>
              <span className="inline-flex items-center gap-2">
                <FileIcon name="share" />
                {t('share')}
              </span>
            </ButtonLink>
            <ButtonLink kind="secondary" to={`/record/results/from-file/${encodeURIComponent(documentId)}`} icon="report-medical">
              {t('read-values')}
            </ButtonLink>
            <DownloadButton documentId={documentId} onGone={onGone} />
          </>
        )}
        {status !== 'rejected' && (
          <Button kind="secondary" icon="pencil" onClick={() => setChanging(true)}>
            {t('change')}
          </Button>
        )}
        <Button kind="secondary" icon="trash" busy={remove.isPending} onClick={() => remove.mutate({ params: { documentId } })}>
          {t('delete')}
        </Button>
      </div>
      {status === 'available' && <p className="hint">{t('delete.hint', { count: RESTORE_DAYS })}</p>}
      {remove.failure && <ErrorNotice failure={remove.failure} onRetry={() => remove.mutate({ params: { documentId } })} />}
      <FileSheet document={document} open={changing} onClose={() => setChanging(false)} />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function Facts({ document }: { document: MedicalFile }) {
  const t = useDocumentWords();
  const { date } = useFormat();
  const { date: day, provider, tags, note, bytes, pages, createdAt, scannedBy, appointmentId } = document;
  return (
    <Card>
      <dl className="space-y-3">
        {day && <Fact name={t('field.date')}>{date(day)}</Fact>}
        {provider && <Fact name={t('field.provider')}>{provider}</Fact>}
        {tags.length > 0 && (
          <Fact name={t('field.tags')}>
            <span className="flex flex-wrap gap-2">
              {tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          </Fact>
        )}
        {note && (
          <Fact name={t('field.note')}>
            <span className="whitespace-pre-line">{note}</span>
          </Fact>
        )}
        {appointmentId && (
          <div>
            <dt className="sr">{t('field.visit')}</dt>
            <dd>
              <Link className="link inline-block py-2" to={`/visits/booked/${encodeURIComponent(appointmentId)}`}>
                {t('field.visit')}
              </Link>
            </dd>
          </div>
        )}
        <Fact name={t('preview.title')}>
          {t('added', { when: date(indianDay(createdAt)) })} · {sizeText(bytes)}
          {pages !== undefined && ` · ${t('pages', { count: pages })}`}
          {scannedBy && <span className="block text-sm text-ink-2">{t(`scan.${scannedBy}`)}</span>}
        </Fact>
      </dl>
    </Card>
  );
}
