import type { ReactNode } from 'react';

import { usePages } from '../../shared/api/query.ts';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Problem, useField } from '../../shared/ui/field.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useFileFacts } from '../documents/file-row.tsx';
import { useConsentWords } from './consents-words.ts';

/** Which of the person's files; none is ticked beforehand. */
export function FileChoice({
  id,
  label,
  error,
  chosen,
  onChange,
}: {
  id: string;
  label: ReactNode;
  error?: string | undefined;
  chosen: readonly string[];
  onChange: (documentIds: string[]) => void;
}) {
  const t = useConsentWords();
  const facts = useFileFacts();
  const { errorId, aria } = useField({ id, hint: undefined, error });
  const files = usePages('GET /documents', { query: { limit: '50' } });
  const available = files.items?.filter(({ status }) => status === 'available');
  return (
    <fieldset className="field space-y-2" aria-describedby={aria['aria-describedby']}>
      <legend className="label">{label}</legend>
      <Problem id={errorId}>{error}</Problem>
      {files.error && !files.items && <ErrorNotice failure={files.error} onRetry={() => files.refetch()} />}
      {files.isPending && (files.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton lines={3} />)}
      {available?.length === 0 && !files.hasNextPage && <p className="text-ink-2">{t('files.none')}</p>}
      {available && available.length > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line">
          {available.map((document, index) => (
            <li key={document.documentId}>
              <label className="flex min-h-12 cursor-pointer items-start gap-3 px-4 py-3">
                <input
                  type="checkbox"
                  id={index === 0 ? id : undefined}
                  className="mt-0.5 size-6 flex-none accent-brand"
                  checked={chosen.includes(document.documentId)}
                  onChange={(event) =>
                    onChange(
                      event.target.checked
                        ? [...chosen, document.documentId]
                        : chosen.filter((documentId) => documentId !== document.documentId),
                    )
                  }
                />
                <span className="min-w-0">
                  <span className="block font-semibold break-words">{document.name}</span>
                  <span className="block text-sm text-ink-2">{facts(document)}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      <ShowMore of={files} />
      <p role="status" className="text-sm text-ink-2">
        {chosen.length > 0 && t('files.chosen', { count: chosen.length })}
      </p>
    </fieldset>
  );
}

type ScopeKind = 'documents' | 'record' | 'nothing';

/** Some files or the whole record; and, where that is a choice, nothing. */
export function ScopeFields<Value extends ScopeKind>({
  label,
  hint,
  kinds,
  kind,
  documentIds,
  errors,
  onKind,
  onFiles,
}: {
  label: ReactNode;
  hint?: ReactNode;
  kinds: readonly Value[];
  kind: Value | '';
  documentIds: readonly string[];
  errors: { kind?: string | undefined; files?: string | undefined };
  onKind: (kind: Value) => void;
  onFiles: (documentIds: string[]) => void;
}) {
  const t = useConsentWords();
  return (
    <div className="space-y-4">
      <ChoiceChips
        id="share-kind"
        label={label}
        hint={hint}
        error={errors.kind}
        options={kinds.map((value) => ({ value, label: t(`kind.${value as ScopeKind}`) }))}
        value={kind}
        onChange={onKind}
      />
      {kind === 'record' && <p className="text-ink-2">{t('kind.record.text')}</p>}
      {kind === 'documents' && (
        <FileChoice id="share-files" label={t('files')} error={errors.files} chosen={documentIds} onChange={onFiles} />
      )}
    </div>
  );
}
