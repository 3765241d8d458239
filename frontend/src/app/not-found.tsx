import { useSession } from '../shared/auth/session.ts';
import { useSharedWords } from '../shared/i18n/shared-words.ts';
import { ButtonLink } from '../shared/ui/button.tsx';
import { Page } from '../shared/ui/page.tsx';
import { Empty } from '../shared/ui/surfaces.tsx';
import { firstPathOf } from './landing-path.ts';

export function NotFound() {
  const t = useSharedWords();
  const session = useSession();
  return (
    <Page title={t('page.not-found')}>
      <Empty
        icon="search"
        title={t('error.not-found')}
        action={<ButtonLink to={session.status === 'signed-in' ? firstPathOf(session) : '/'}>{t('guard.go-home')}</ButtonLink>}
      />
    </Page>
  );
}
