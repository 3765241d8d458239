import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';

import { useMutation } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import { useProfileWords } from './profile-words.ts';

/** `ABCD-2345`, read aloud letter by letter. */
const grouped = (code: string) => (code.includes('-') ? code : `${code.slice(0, 4)}-${code.slice(4)}`);

/** The code by which a doctor takes the person as a patient. */
export function PatientCodeCard({ named }: { named: boolean }) {
  const t = useProfileWords();
  const { time } = useFormat();
  const { hash, key } = useLocation();
  const section = useRef<HTMLElement>(null);
  const [over, setOver] = useState(false);
  const make = useMutation('POST /me/patient-codes', { onSuccess: () => setOver(false) });
  const expiresAt = make.data?.expiresAt;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` tells one press on a link from the next
  useEffect(() => {
    if (hash === '#code') section.current?.scrollIntoView({ block: 'start' });
  }, [hash, key]);

  useEffect(() => {
    if (!expiresAt) return;
    const timer = setTimeout(() => setOver(true), Math.max(0, Date.parse(expiresAt) - Date.now()));
    return () => clearTimeout(timer);
  }, [expiresAt]);

  const shown = make.data && !over;
  const nameless = make.failure?.problems.some(({ field }) => field === 'profile.name') && !named;
  return (
    <section ref={section} id="code" className="card scroll-mt-4 space-y-3 p-4" aria-labelledby="code-title">
      <h2 id="code-title">{t('code.title')}</h2>
      <p className="max-w-prose text-ink-2">{t('code.text')}</p>
      <div role="status">
        {shown && (
          <div className="rounded-md bg-brand-soft p-4 text-center">
            <p className="text-sm text-ink-2">{t('code.label')}</p>
            <p className="text-num font-semibold tracking-widest select-all">{grouped(make.data?.code ?? '')}</p>
            <p className="text-sm text-ink-2">{t('code.until', { time: time(make.data?.expiresAt ?? 0) })}</p>
          </div>
        )}
        {over && <Note>{t('code.over')}</Note>}
      </div>
      {nameless && (
        <div role="alert">
          <Note kind="warn" title={t('code.name-first')}>
            <p>{t('code.name-first.text')}</p>
            <ButtonLink kind="secondary" to="/me#about" state={{ edit: true }}>
              {t('code.name-first.action')}
            </ButtonLink>
          </Note>
        </div>
      )}
      {make.failure && !nameless && <ErrorNotice failure={make.failure} onRetry={() => make.mutate({})} />}
      <Button kind={shown ? 'secondary' : 'primary'} icon="id-card" busy={make.isPending} onClick={() => make.mutate({})}>
        {make.data ? t('code.again') : t('code.make')}
      </Button>
    </section>
  );
}
