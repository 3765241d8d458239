import { type ReactNode, useCallback, useEffect, useState } from 'react';

import { isFailure } from '../../shared/api/failure.ts';
import { useQuery } from '../../shared/api/query.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Note, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { DashboardView } from './dashboard-view.tsx';
import { MarkerView } from './marker-view.tsx';
import { useResultWords } from './observations-words.ts';
import { Sources } from './sources.tsx';
import { infoOf, useMarkers } from './use-markers.ts';

/** A withdrawn permission closes an open tab within this time. */
const LOOK_AGAIN = 30_000;

/**
 * What a patient lets a doctor see of their results, to read only. Every look is asked for anew and none is kept:
 * once the patient stops sharing, nothing stays on the screen.
 */
export default function ResultsOfPatient({ patientId, onEnd }: { patientId: string; onEnd?: () => void }) {
  const t = useResultWords();
  const { language } = useLanguage();
  const [code, setCode] = useState<string>();
  // One component for good: another at each reading would take the focus from its row.
  const Way = useCallback(
    ({ code: chosen, children }: { code: string; children: ReactNode }) => (
      <button type="button" className="row-link w-full text-left" onClick={() => setCode(chosen)}>
        {children}
      </button>
    ),
    [],
  );
  const dashboard = useQuery('GET /dashboard', { query: { patientId } }, { staleTime: 0, refetchInterval: LOOK_AGAIN });
  const markers = useMarkers();
  const ended = isFailure(dashboard.error, 'not-found');
  useEffect(() => {
    if (ended) onEnd?.();
  }, [ended, onEnd]);
  if (ended) return <Note kind="warn">{t('not-found')}</Note>;
  if (!dashboard.data)
    return dashboard.error ? (
      <ErrorNotice failure={dashboard.error} onRetry={() => dashboard.refetch()} />
    ) : dashboard.fetchStatus === 'paused' ? (
      <OfflineEmpty />
    ) : (
      <Skeleton lines={4} />
    );
  if (dashboard.data.markers.length === 0) return <p>{t('empty.of-patient')}</p>;
  if (code !== undefined) {
    const info = infoOf(markers.data, code);
    return (
      <div className="space-y-3">
        <Button kind="secondary" icon="arrow-left" onClick={() => setCode(undefined)}>
          {t('back.of-patient')}
        </Button>
        <h2 className="text-base">{info?.name[language] ?? code}</h2>
        <MarkerView code={code} info={info} patientId={patientId} />
      </div>
    );
  }
  return (
    <div className="space-y-4">
      <DashboardView dashboard={dashboard.data} markers={markers.data} Way={Way} own={false} />
      <Sources />
    </div>
  );
}
