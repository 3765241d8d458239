import { useState } from 'react';
import { Outlet, useLocation } from 'react-router';

import type { Role } from '../../../functions/shared/http/route.ts';
import { signIn, signOut, useSession } from '../shared/auth/session.ts';
import { useSharedWords } from '../shared/i18n/shared-words.ts';
import { Button, ButtonLink } from '../shared/ui/button.tsx';
import { Page } from '../shared/ui/page.tsx';
import { Empty, Note } from '../shared/ui/surfaces.tsx';
import { firstPathOf } from './landing-path.ts';
import { Waiting } from './waiting.tsx';

/** Lets through who may see the screens inside; the API decides again about every record. */
export function Needs({ allow }: { allow: Role | 'anyone' }) {
  const t = useSharedWords();
  const session = useSession();
  const { pathname, search } = useLocation();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  if (session.status === 'restoring') {
    return <Waiting />;
  }
  if (session.status === 'deactivated') {
    return (
      <Page title={t('session.deactivated.title')}>
        <Note kind="warn">{t('session.deactivated.text')}</Note>
        <Button kind="secondary" icon="sign-out" onClick={() => void signOut()}>
          {t('sign-out')}
        </Button>
      </Page>
    );
  }
  if (session.status === 'signed-out') {
    const go = async () => {
      setBusy(true);
      setFailed(false);
      await signIn(allow === 'admin' ? 'admins' : 'people', pathname + search).catch(() => setFailed(true));
      setBusy(false);
    };
    return (
      <Page title={t('guard.sign-in.title')}>
        <p>{t('guard.sign-in.text')}</p>
        {failed && <Note kind="warn">{t('sign-in.failed')}</Note>}
        <Button busy={busy} onClick={() => void go()}>
          {t('sign-in')}
        </Button>
      </Page>
    );
  }
  if (allow !== 'anyone' && !session.roles.includes(allow)) {
    return (
      <Page title={t('guard.not-allowed.title')}>
        <Empty
          icon="lock"
          title={t('guard.not-allowed.text', { name: session.name ?? '' })}
          action={
            <div className="flex flex-wrap justify-center gap-3">
              <ButtonLink to={firstPathOf(session)}>{t('guard.go-home')}</ButtonLink>
              <Button kind="secondary" icon="sign-out" onClick={() => void signOut()}>
                {t('sign-out')}
              </Button>
            </div>
          }
        />
      </Page>
    );
  }
  return <Outlet />;
}
