import type { MedicalFile } from '../../../../functions/documents/contract.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { useForget, useMutation, usePages } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice, useFailureText } from '../../shared/ui/errors.tsx';
import { BackLink, ShowMore } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useDocumentWords } from './documents-words.ts';
import { useFileFacts } from './file-row.tsx';

function DeletedRow({ document }: { document: MedicalFile }) {
  const t = useDocumentWords();
  const facts = useFileFacts();
  const textOf = useFailureText();
  const { date } = useFormat();
  const { say } = useStatus();
  const forget = useForget();
  const { documentId, name, restorableUntil } = document;
  const restore = useMutation('POST /documents/{documentId}/restore', {
    onSuccess: () => {
      say(t('restored', { name }));
      void forget('GET /documents', 'GET /documents/{documentId}');
    },
  });
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div className="mr-auto min-w-0">
        <p className="font-semibold break-words">{name}</p>
        <p className="text-sm text-ink-2">{facts(document)}</p>
        {restorableUntil && <p className="text-sm text-ink-2">{t('bin.until', { when: date(indianDay(restorableUntil)) })}</p>}
        {restore.failure && (
          <p role="alert" className="problem">
            {isFailure(restore.failure, 'too-late') ? t('bin.too-late') : textOf(restore.failure)}
          </p>
        )}
      </div>
      <Button kind="secondary" icon="undo" busy={restore.isPending} onClick={() => restore.mutate({ params: { documentId } })}>
        {t('bin.restore')}
        <span className="sr"> {name}</span>
      </Button>
    </li>
  );
}

/** `/record/files/deleted`: what can still be brought back. */
export default function DeletedFiles() {
  const t = useDocumentWords();
  const files = usePages('GET /documents', { query: { show: 'deleted' } }, { staleTime: 0 });
  return (
    <Page title={t('bin.title')}>
      <p className="text-ink-2">{t('bin.lead')}</p>
      {files.error && !files.items && <ErrorNotice failure={files.error} onRetry={() => files.refetch()} />}
      {files.isPending && (files.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={2} />)}
      {files.items?.length === 0 && <Empty icon="trash" title={t('bin.empty')} />}
      {files.items && files.items.length > 0 && (
        <ul className="card divide-y divide-line" aria-label={t('bin.title')}>
          {files.items.map((document) => (
            <DeletedRow key={document.documentId} document={document} />
          ))}
        </ul>
      )}
      <ShowMore of={files} />
      <Age at={files.dataUpdatedAt} failed={Boolean(files.items) && (files.isRefetchError || files.fetchStatus === 'paused')} />
      <BackLink to="/record/files">{t('back')}</BackLink>
    </Page>
  );
}
