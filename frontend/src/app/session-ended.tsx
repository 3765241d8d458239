import { useState } from 'react';
import { useNavigate } from 'react-router';

import { signIn, signOut, useSession } from '../shared/auth/session.ts';
import { useSharedWords } from '../shared/i18n/shared-words.ts';
import { Button } from '../shared/ui/button.tsx';
import { Dialog } from '../shared/ui/dialog.tsx';
import { Note } from '../shared/ui/surfaces.tsx';

/** The session ended elsewhere: the page stays behind this, and the person comes back to it. */
export function SessionEnded() {
  const t = useSharedWords();
  const navigate = useNavigate();
  const { status, realm } = useSession();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const again = async () => {
    setBusy(true);
    setFailed(false);
    await signIn(realm).catch(() => setFailed(true));
    setBusy(false);
  };
  return (
    <Dialog
      open={status === 'ended'}
      title={t('session.ended.title')}
      actions={
        <>
          <Button busy={busy} onClick={() => void again()}>
            {t('session.ended.action')}
          </Button>
          <Button
            kind="quiet"
            onClick={() => {
              navigate('/');
              void signOut();
            }}
          >
            {t('session.ended.leave')}
          </Button>
        </>
      }
    >
      <p>{t('session.ended.text')}</p>
      {failed && <Note kind="warn">{t('sign-in.failed')}</Note>}
    </Dialog>
  );
}
