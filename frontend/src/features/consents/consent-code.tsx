import { useRef } from 'react';

import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import { useNow } from '../appointments/clock.ts';
import { clockText, minutesToSay } from '../appointments/hold-clock.ts';
import { groupedCode } from './code-text.ts';
import { useConsentWords } from './consents-words.ts';

/** A code is good for so long; a clock that is wrong does not promise more (milliseconds). */
const LONGEST = 15 * 60_000;

/** A code to show or read out, as large as it goes, with the time that it is still good for. */
export function ConsentCode({ code, goodUntil, onAgain }: { code: string; goodUntil: string; onAgain: () => void }) {
  const t = useConsentWords();
  const now = useNow(1_000);
  const seconds = Math.ceil(Math.max(0, Math.min(LONGEST, Date.parse(goodUntil) - now)) / 1_000);
  const said = useRef<number | undefined>(undefined);
  said.current = minutesToSay(seconds, said.current);
  if (seconds === 0)
    return (
      <div role="status">
        <Note kind="warn" title={t('code.over')}>
          <Button kind="secondary" icon="refresh" onClick={onAgain}>
            {t('code.again')}
          </Button>
        </Note>
      </div>
    );
  return (
    <section className="card space-y-3 p-4 text-center" aria-label={t('code.title')}>
      <p className="rounded-md bg-brand-soft px-2 py-4 text-num font-semibold tracking-widest break-words select-all">
        {groupedCode(code)}
      </p>
      <p className="flex items-center justify-center gap-2 font-semibold">
        <Icon name="clock" />
        {t('code.left', { clock: clockText(seconds) })}
      </p>
      <p role="status" className="sr">
        {said.current ? t('code.left.spoken', { count: said.current }) : ''}
      </p>
      <p className="text-ink-2">{t('code.text')}</p>
    </section>
  );
}
