import { useEffect, useRef, useState } from 'react';

import { Button } from '../../shared/ui/button.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import { declinePush, pushWasDeclined } from './kept-subscription.ts';
import { usePreferenceWords } from './preferences-words.ts';
import { useThisBrowser } from './this-browser.ts';

/**
 * Whether this phone may remind, asked when there is something to be reminded of. The browser's own question comes only
 * after a yes here: whoever refuses that one by reflex can hardly take it back.
 */
export default function PushAsk() {
  const t = usePreferenceWords();
  const { state, busy, failed, turnOn } = useThisBrowser();
  const [wasDeclined] = useState(pushWasDeclined);
  const [answer, setAnswer] = useState<'yes' | 'no'>();
  const said = useRef<HTMLDivElement>(null);
  const asks = state === 'off' && answer !== 'no';
  // The buttons go away with the question: the focus goes to what came of it.
  useEffect(() => {
    if (answer && !asks) said.current?.focus();
  }, [answer, asks]);
  if (answer === undefined && (wasDeclined || state !== 'off')) return null;
  const decline = () => {
    declinePush();
    setAnswer('no');
  };
  const agree = () => {
    setAnswer('yes');
    void turnOn();
  };
  return (
    <section className="card space-y-3 p-4" aria-labelledby="push-ask">
      {asks ? (
        <>
          <h2 id="push-ask">{t('ask.title')}</h2>
          <p className="text-ink-2">{t('ask.text')}</p>
          <div className="flex flex-wrap gap-3">
            <Button kind="secondary" busy={busy} onClick={agree}>
              {t('ask.yes')}
            </Button>
            <Button kind="secondary" onClick={decline}>
              {t('ask.no')}
            </Button>
          </div>
        </>
      ) : (
        <h2 id="push-ask" className="sr">
          {t('browser.title')}
        </h2>
      )}
      <div ref={said} role="status" tabIndex={-1}>
        {failed && <Note kind="warn">{t('browser.failed')}</Note>}
        {answer === 'no' && <p>{t('ask.declined')}</p>}
        {state === 'on' && <Note kind="ok">{t('ask.done')}</Note>}
        {state === 'refused' && (
          <Note kind="info" title={t('browser.refused')}>
            <p>{t('browser.refused.text')}</p>
          </Note>
        )}
      </div>
    </section>
  );
}
