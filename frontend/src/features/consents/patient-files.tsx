import { lazy, Suspense, useState } from 'react';

import { useForget, useQuery } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Note, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useDocumentWords } from '../documents/documents-words.ts';
import { SharedFiles } from '../documents/shared-files.tsx';
import { useConsentWords } from './consents-words.ts';
import { EmergencyAccess } from './emergency-access.tsx';
import { RedeemCode } from './redeem-code.tsx';
import { type SharedParts, sharedParts, showsResults } from './shared-parts.ts';

/** How often it is asked which part is shared (milliseconds): the files and the results ask for themselves whether they still are. */
const ASK_AGAIN = 30_000;

const ResultsOfPatient = lazy(() => import('../observations/results-of-patient.tsx'));

/**
 * What a patient shares, as long as they do; and without that, how to ask. Given its own file, so that a desk that never
 * opens it never loads it.
 */
export default function PatientFiles({ patientId, name, emergency }: { patientId: string; name: string; emergency: boolean }) {
  const t = useConsentWords();
  const documents = useDocumentWords();
  const forget = useForget();
  const [state, setState] = useState<'open' | 'stopped' | 'never'>('open');
  const consents = useQuery(
    'GET /consents',
    { query: { as: 'reader', patientId } },
    { enabled: state === 'open', staleTime: 0, refetchInterval: ASK_AGAIN },
  );
  const parts = consents.data && sharedParts(consents.data);
  if (state === 'open')
    return (
      <div className="space-y-3">
        {parts && <Parts parts={parts} />}
        <SharedFiles patientId={patientId} name={name} onEnd={setState} />
        {parts && showsResults(parts) && (
          <Suspense fallback={<Skeleton lines={3} />}>
            <ResultsOfPatient patientId={patientId} onEnd={consents.refetch} />
          </Suspense>
        )}
        {parts && parts.files.length > 0 && !showsResults(parts) && (
          <>
            <p className="text-sm text-ink-2">{t('part.no-results')}</p>
            {emergency && <EmergencyAccess patientId={patientId} onOpen={() => void forget('GET /documents')} />}
          </>
        )}
        {consents.error && !parts && <ErrorNotice failure={consents.error} onRetry={() => consents.refetch()} />}
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

/** Which part is shared until when, and whether it is an emergency look. */
function Parts({ parts: { record, emergency, files } }: { parts: SharedParts }) {
  const t = useConsentWords();
  const { date, dateTime } = useFormat();
  const day = (end: string) => date(indianDay(end));
  return (
    <>
      {record === undefined && emergency !== undefined && (
        <Note kind="warn">
          <p>{t('emergency.on', { when: dateTime(emergency) })}</p>
        </Note>
      )}
      <div className="space-y-1 text-sm text-ink-2">
        {record !== undefined && <p>{t('part.record', { when: day(record) })}</p>}
        {files.map(({ count, until }) => (
          <p key={until}>{t('part.files', { count, when: day(until) })}</p>
        ))}
      </div>
    </>
  );
}
