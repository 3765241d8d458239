import { lazy, Suspense, useState } from 'react';

import { useQuery } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Note, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useDocumentWords } from '../documents/documents-words.ts';
import { SharedFiles } from '../documents/shared-files.tsx';
import { useConsentWords } from './consents-words.ts';
import { EmergencyAccess } from './emergency-access.tsx';
import { RedeemCode } from './redeem-code.tsx';

const ResultsOfPatient = lazy(() => import('../observations/results-of-patient.tsx'));

/**
 * What a patient shares, as long as they do; and without that, how to ask. Given its own file, so that a desk that never
 * opens it never loads it.
 */
export default function PatientFiles({ patientId, name, emergency }: { patientId: string; name: string; emergency: boolean }) {
  const t = useConsentWords();
  const documents = useDocumentWords();
  const [state, setState] = useState<'open' | 'stopped' | 'never'>('open');
  if (state === 'open')
    return (
      <div className="space-y-3">
        <Terms patientId={patientId} />
        <SharedFiles patientId={patientId} name={name} onEnd={setState} />
        <Suspense fallback={<Skeleton lines={3} />}>
          <ResultsOfPatient patientId={patientId} />
        </Suspense>
      </div>
    );
  const open = () => setState('open');
  return (
    <div className="space-y-4">
      <div role={state === 'stopped' ? 'alert' : undefined}>
        <Note kind={state === 'stopped' ? 'warn' : 'info'} title={state === 'stopped' ? documents('shared.stopped') : t('ask.title')}>
          <p>{state === 'stopped' ? documents('shared.stopped.text') : t('ask.text')}</p>
        </Note>
      </div>
      <RedeemCode onOpen={open} />
      <div className="flex flex-wrap gap-3">
        <Button kind="secondary" icon="refresh" onClick={open}>
          {documents('shared.look-again')}
        </Button>
        {emergency && <EmergencyAccess patientId={patientId} onOpen={open} />}
      </div>
    </div>
  );
}

/** Until when it is shared, and whether it is an emergency look. */
function Terms({ patientId }: { patientId: string }) {
  const t = useConsentWords();
  const { date, dateTime } = useFormat();
  const consents = useQuery('GET /consents', { query: { as: 'reader', limit: '100' } }, { staleTime: 0 });
  const active = consents.data?.filter((consent) => consent.patientId === patientId && consent.status === 'active') ?? [];
  const shared = active.filter(({ basis }) => basis !== 'break-glass').toSorted((a, b) => b.endsAt.localeCompare(a.endsAt))[0];
  const emergency = active.find(({ basis }) => basis === 'break-glass');
  if (shared) return <p className="text-sm text-ink-2">{t('shared.until', { when: date(indianDay(shared.endsAt)) })}</p>;
  return emergency ? <Note kind="warn">{t('emergency.on', { when: dateTime(emergency.endsAt) })}</Note> : null;
}
