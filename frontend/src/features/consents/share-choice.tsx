import { useState } from 'react';

import type { ConsentScope } from '../../../../functions/consents/contract.ts';
import { useConsentWords } from './consents-words.ts';
import { ScopeFields } from './scope-fields.tsx';
import { scopeOf } from './share-form.ts';
import { SharingNotice } from './sharing-notice.tsx';

/**
 * What a doctor may read from the booking on: nothing, some files, the record. Nothing is chosen beforehand, and who chooses
 * nothing shares nothing: `onChange` gets a scope only while it is whole.
 */
export function ShareChoice({ doctor, onChange }: { doctor: string; onChange: (share: ConsentScope | undefined) => void }) {
  const t = useConsentWords();
  const [kind, setKind] = useState<'nothing' | ConsentScope['kind'] | ''>('');
  const [documentIds, setDocumentIds] = useState<readonly string[]>([]);
  const put = (next: typeof kind, ids: readonly string[]) => {
    setKind(next);
    setDocumentIds(ids);
    onChange(scopeOf({ kind: next === 'nothing' ? '' : next, documentIds: ids }));
  };
  return (
    <div className="space-y-4">
      <ScopeFields
        label={t('booking.label', { doctor })}
        hint={t('booking.hint')}
        kinds={['nothing', 'documents', 'record']}
        kind={kind}
        documentIds={documentIds}
        errors={{}}
        onKind={(next) => put(next, documentIds)}
        onFiles={(ids) => put(kind, ids)}
      />
      {(kind === 'documents' || kind === 'record') && <SharingNotice />}
    </div>
  );
}
