import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';

import { firstPathOf } from '../../app/landing-path.ts';
import { completeSignIn, currentSession, signIn } from '../../shared/auth/session.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { dictionary, useWords } from '../../shared/i18n/words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Note, Skeleton } from '../../shared/ui/surfaces.tsx';

const words = dictionary({ en: () => import('./landing.en.ts'), hi: () => import('./landing.hi.ts') });

/** A code can be exchanged once, however often React runs an effect. */
const exchanges = new Map<string, Promise<string>>();

const exchange = (url: string) => {
  const running = exchanges.get(url) ?? completeSignIn(url);
  exchanges.set(url, running);
  return running;
};

/** `/signed-in`: where the provider sends the browser back to. */
export default function SignedIn() {
  const t = useWords(words);
  const shared = useSharedWords();
  const navigate = useNavigate();
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    exchange(location.href).then(
      (returnTo) => navigate(returnTo === '/' ? firstPathOf(currentSession()) : returnTo, { replace: true }),
      () => setFailed(true),
    );
  }, [navigate]);

  if (!failed) {
    return (
      <Page title={t('finish.title')}>
        <Skeleton cards={1} />
      </Page>
    );
  }
  const again = async () => {
    setBusy(true);
    await signIn('people', '/').catch(() => setBusy(false));
  };
  return (
    <Page title={t('finish.failed.title')}>
      <Note kind="warn">{t('finish.failed.text')}</Note>
      <div className="flex flex-wrap gap-3">
        <Button busy={busy} onClick={() => void again()}>
          {t('finish.again')}
        </Button>
        <ButtonLink kind="secondary" to="/">
          {shared('guard.go-home')}
        </ButtonLink>
      </div>
    </Page>
  );
}
