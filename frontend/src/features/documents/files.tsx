import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';

import type { MedicalFile } from '../../../../functions/documents/contract.ts';
import { usePages } from '../../shared/api/query.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Select, TextField } from '../../shared/ui/field.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { AddFiles } from './add-files.tsx';
import { categories } from './categories.ts';
import { useDocumentWords } from './documents-words.ts';
import { FileRow } from './file-row.tsx';
import { UploadList } from './upload-list.tsx';
import { useUploads } from './uploads.ts';
import { useSettled } from './use-settled.ts';

const SECOND = 1_000;
/** As long as a file is being checked the list is read again. */
const LOOK_AGAIN = 4 * SECOND;

/** `/record/files`: where is my report? */
export default function FilesScreen() {
  const t = useDocumentWords();
  const [params, setParams] = useSearchParams();
  const category = categories.find((kind) => kind === params.get('kind')) ?? '';
  const [typed, setTyped] = useState(params.get('q') ?? '');
  const q = useSettled(typed.trim());
  const narrowed = category !== '' || q !== '';
  const [checking, setChecking] = useState(false);
  const files = usePages(
    'GET /documents',
    { query: { ...(category && { category }), ...(q && { q }) } },
    { staleTime: 0, refetchInterval: checking ? LOOK_AGAIN : false },
  );
  const onTheirWay = new Set(useUploads().map(({ documentId }) => documentId));
  const beingChecked = files.items?.some(({ status }) => status === 'quarantined') ?? false;
  if (beingChecked !== checking) setChecking(beingChecked);
  // A file on its way has its row above, until it has arrived.
  const isListed = ({ documentId, status }: MedicalFile) => status === 'available' || !onTheirWay.has(documentId);
  const listed = files.items?.filter(isListed);
  const arrived = new Set(files.items?.filter(({ status }) => status === 'available').map(({ documentId }) => documentId));
  const showAll = () => {
    setTyped('');
    setParams({}, { replace: true });
  };

  return (
    <Page title={t('title')}>
      <p className="text-ink-2">{t('lead')}</p>
      <AddFiles category={category || 'other'} />
      <UploadList listed={arrived} />
      {(narrowed || (files.items?.length ?? 0) > 0) && (
        <search className="grid gap-4 desk:grid-cols-2">
          <TextField
            type="search"
            enterKeyHint="search"
            autoComplete="off"
            maxLength={80}
            label={t('list.search')}
            hint={t('list.search.hint')}
            value={typed}
            onChange={setTyped}
          />
          <Select
            label={t('list.kind')}
            none={t('category.all')}
            className="self-end"
            options={categories.map((value) => ({ value, label: t(`category.${value}`) }))}
            value={category}
            onChange={(kind) => setParams(kind ? { kind } : {}, { replace: true })}
          />
        </search>
      )}
      {files.error && !files.items && <ErrorNotice failure={files.error} onRetry={() => files.refetch()} />}
      {files.isPending && (files.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} lines={2} />)}
      <p role="status" className="sr">
        {narrowed && listed?.length === 0 && t('list.none-found')}
      </p>
      {listed?.length === 0 &&
        (narrowed ? (
          <Empty
            icon="search"
            title={t('list.none-found')}
            action={
              <Button kind="secondary" onClick={showAll}>
                {t('list.show-all')}
              </Button>
            }
          />
        ) : (
          onTheirWay.size === 0 && (
            <Empty icon="report-medical" title={t('list.empty')}>
              {t('list.empty.text')}
            </Empty>
          )
        ))}
      {listed && listed.length > 0 && (
        <ul className="card divide-y divide-line overflow-hidden" aria-label={t('list.label')}>
          {listed.map((document) => (
            <FileRow key={document.documentId} document={document} />
          ))}
        </ul>
      )}
      <ShowMore of={files} />
      <Age at={files.dataUpdatedAt} failed={Boolean(files.items) && (files.isRefetchError || files.fetchStatus === 'paused')} />
      <Link to="/record/files/deleted" className="link inline-flex items-center gap-2 py-3">
        <Icon name="trash" />
        {t('list.deleted')}
      </Link>
    </Page>
  );
}
