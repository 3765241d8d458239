import { useState } from 'react';

import type { DoctorApplication } from '../../../../functions/identity/contract.ts';
import { useForget, useMutation } from '../../shared/api/query.ts';
import { useDraft } from '../../shared/drafts.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { TextArea } from '../../shared/ui/field.tsx';
import { useApprovalWords } from './approvals-words.ts';

export type Decision = { readonly kind: 'approve' | 'refuse' | 'close'; readonly application: DoctorApplication };

/** Approving is like signing, and refusing and closing say why: so these are asked about once. */
export function DecisionDialog({
  decision: { kind, application },
  onClose,
  onDone,
}: {
  decision: Decision;
  onClose: () => void;
  onDone: (text: string) => void;
}) {
  const t = useApprovalWords();
  const shared = useSharedWords();
  const forget = useForget();
  const { applicationId, accountId, name, registrationNumber: number, council } = application;
  const reason = useDraft(`${kind}.${applicationId}`, '');
  const [missing, setMissing] = useState(false);
  const finish = () => {
    reason.discard('');
    onDone(t(`${kind}.done`, { name }));
  };
  const staleList = { onSuccess: finish, onError: () => void forget('GET /doctor-applications') };
  const approve = useMutation('POST /doctor-applications/{applicationId}/approve', staleList);
  const refuse = useMutation('POST /doctor-applications/{applicationId}/refuse', staleList);
  const close = useMutation('POST /accounts/{accountId}/deactivate', { onSuccess: finish });
  const running = { approve, refuse, close }[kind];

  const submit = () => {
    if (kind === 'approve') return approve.mutate({ params: { applicationId } });
    const text = reason.value.trim();
    setMissing(text === '');
    if (text === '') return document.getElementById('decision-reason')?.focus();
    if (kind === 'refuse') refuse.mutate({ params: { applicationId }, body: { reason: text } });
    else close.mutate({ params: { accountId }, body: { reason: text } });
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`${kind}.title`, { name })}
      actions={
        <>
          <Button busy={running.isPending} onClick={submit}>
            {t(kind)}
          </Button>
          <Button kind="secondary" onClick={onClose}>
            {shared('cancel')}
          </Button>
        </>
      }
    >
      {kind === 'approve' ? (
        <p>{t('approve.text', { number, council })}</p>
      ) : (
        <>
          {kind === 'close' && <p>{t('close.text')}</p>}
          <TextArea
            id="decision-reason"
            label={t(`${kind}.reason`)}
            hint={kind === 'refuse' ? t('refuse.hint') : undefined}
            maxLength={1_000}
            value={reason.value}
            onChange={reason.set}
            error={missing ? t('reason.missing') : undefined}
          />
        </>
      )}
      {running.failure && <ErrorNotice failure={running.failure} />}
    </Dialog>
  );
}
