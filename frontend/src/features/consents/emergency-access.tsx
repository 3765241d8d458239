import { useState } from 'react';

import { useForget, useMutation } from '../../shared/api/query.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { TextArea } from '../../shared/ui/field.tsx';
import { useConsentWords } from './consents-words.ts';

const SHORTEST_REASON = 10;

/** Opens a record without consent, in an emergency: only with a reason, after saying who hears of it. */
export function EmergencyAccess({ patientId, onOpen }: { patientId: string; onOpen: () => void }) {
  const t = useConsentWords();
  const shared = useSharedWords();
  const forget = useForget();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const breakGlass = useMutation('POST /patients/{patientId}/emergency-access', {
    onSuccess: async () => {
      setAsking(false);
      setReason('');
      setTried(false);
      await forget('GET /consents');
      onOpen();
    },
  });
  const short = reason.trim().length < SHORTEST_REASON;
  const send = () => {
    setTried(true);
    if (!short) breakGlass.mutate({ params: { patientId }, body: { reason: reason.trim() } });
  };
  const open = () => {
    breakGlass.reset();
    setAsking(true);
  };
  return (
    <>
      <Button kind="secondary" icon="alert-triangle" onClick={open}>
        {t('emergency.open')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('emergency.title')}
        actions={
          <>
            <Button busy={breakGlass.isPending} onClick={send}>
              {t('emergency.do')}
            </Button>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              {shared('cancel')}
            </Button>
          </>
        }
      >
        <p className="font-semibold">{t('emergency.text')}</p>
        <ul className="list-disc space-y-1 pl-5">
          <li>{t('emergency.told')}</li>
          <li>{t('emergency.flagged')}</li>
          <li>{t('emergency.lasts')}</li>
        </ul>
        <TextArea
          label={t('emergency.reason')}
          hint={t('emergency.reason.hint')}
          rows={3}
          maxLength={500}
          value={reason}
          onChange={setReason}
          error={tried && short ? t('emergency.reason.short') : undefined}
        />
        {breakGlass.failure && <ErrorNotice failure={breakGlass.failure} onRetry={breakGlass.failure.mayPass ? send : undefined} />}
      </Dialog>
    </>
  );
}
