import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';

import { firstPathOf } from '../../app/landing-path.ts';
import { useKnow, useRead } from '../../shared/api/query.ts';
import type { Told } from '../../shared/auth/oidc.ts';
import { completeSignIn, currentSession, signIn } from '../../shared/auth/session.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { dictionary, useWords } from '../../shared/i18n/words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Note, Skeleton } from '../../shared/ui/surfaces.tsx';
import { beginProfile } from './first-profile.ts';

const words = dictionary({ en: () => import('./landing.en.ts'), hi: () => import('./landing.hi.ts') });

/** A code can be exchanged once, however often React runs an effect. */
const exchanges = new Map<string, Promise<string>>();

/** Nobody waits longer than this for their profile to be begun (milliseconds). */
const PATIENCE = 2_000;

const exchange = (url: string, welcome: (told: Told) => Promise<unknown>) => {
  const running =
    exchanges.get(url) ??
    completeSignIn(url).then(async ({ returnTo, told }) => {
      await Promise.race([welcome(told), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
      return returnTo;
    });
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

  const read = useRead();
  const know = useKnow();

  // biome-ignore lint/correctness/useExhaustiveDependencies: one exchange for the address that the provider sent the browser to
  useEffect(() => {
    const welcome = async (told: Told) => {
      if (currentSession().realm !== 'people') return;
      try {
        const profile = await beginProfile(told, await read('GET /me', {}));
        if (profile) know('GET /me', {}, (known) => known && { ...known, profile });
      } catch {
        // Somebody was quicker in another window, or nobody answered: the name can be typed under My details.
      }
    };
    exchange(location.href, welcome).then(
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
