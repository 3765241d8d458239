import { useState } from 'react';
import { Link, useLocation } from 'react-router';

import { useMutation, useQuery } from '../../shared/api/query.ts';
import { signOut, useSession } from '../../shared/auth/session.ts';
import { type Language, languages, useLanguage } from '../../shared/i18n/language.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Chevron, Page } from '../../shared/ui/page.tsx';
import { Age, Card, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { PatientCodeCard } from './patient-code.tsx';
import { about, address, contact, spoken } from './profile-about.tsx';
import { allergies, conditions, emergency } from './profile-health.tsx';
import { ProfileSection } from './profile-section.tsx';
import { useProfileWords } from './profile-words.ts';

/** `/me`: who I am, piece by piece, and my account. */
export default function Profile() {
  const t = useProfileWords();
  const { roles } = useSession();
  const isAdmin = roles.includes('admin');
  const me = useQuery('GET /me', {});
  // A form that needed more of the profile, to go back to; it keeps what was typed.
  const { back } = (useLocation().state ?? {}) as { back?: string };
  return (
    <Page title={isAdmin ? t('admin.title') : t('title')}>
      {back && (
        <ButtonLink to={back} kind="secondary" icon="arrow-left" className="sticky top-2 z-10">
          {t('back-to-form')}
        </ButtonLink>
      )}
      {!isAdmin && me.error && !me.data && <ErrorNotice failure={me.error} onRetry={() => me.refetch()} />}
      {!isAdmin && me.isPending && (me.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={4} />)}
      {!isAdmin && me.data && (
        <>
          <PatientCodeCard named={me.data.profile.name !== undefined} />
          <ProfileSection kind={allergies} me={me.data} />
          <ProfileSection kind={conditions} me={me.data} />
          <ProfileSection kind={about} me={me.data} />
          <ProfileSection kind={contact} me={me.data} />
          <ProfileSection kind={emergency} me={me.data} />
          <ProfileSection kind={spoken} me={me.data} />
          <ProfileSection kind={address} me={me.data} />
          <Age at={me.dataUpdatedAt} failed={me.isRefetchError || me.fetchStatus === 'paused'} />
        </>
      )}
      <Account />
    </Page>
  );
}

function Account() {
  const t = useProfileWords();
  const shared = useSharedWords();
  const { roles, name } = useSession();
  const { language, setLanguage } = useLanguage();
  const [asking, setAsking] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const everywhere = useMutation('POST /me/sign-out-everywhere', { onSuccess: () => signOut() });
  const leave = () => {
    setLeaving(true);
    void signOut().finally(() => setLeaving(false));
  };
  const links = roles.includes('admin')
    ? []
    : roles.includes('doctor')
      ? [
          { to: '/desk', text: t('account.desk') },
          { to: '/visits', text: t('account.visits') },
          { to: '/me/notifications', text: t('account.notifications') },
          { to: '/me/seen-by', text: t('account.seen-by') },
        ]
      : [
          { to: '/me/notifications', text: t('account.notifications') },
          { to: '/me/seen-by', text: t('account.seen-by') },
          { to: '/doctor-application', text: t('account.doctor') },
        ];
  return (
    <Card title={t('account.title')} className="overflow-hidden">
      {name && <p className="mb-3 text-ink-2">{t('account.signed-in-as', { name })}</p>}
      <ChoiceChips<Language>
        label={t('account.screen-language')}
        options={(Object.keys(languages) as Language[]).map((value) => ({ value, label: languages[value], lang: value }))}
        value={language}
        onChange={setLanguage}
      />
      {links.length > 0 && (
        <ul className="-mx-4 mt-4 divide-y divide-line border-y border-line">
          {links.map(({ to, text }) => (
            <li key={to}>
              <Link to={to} className="row-link">
                {text}
                <Chevron />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4 flex flex-wrap gap-3">
        <Button kind="secondary" icon="sign-out" busy={leaving} onClick={leave}>
          {shared('sign-out')}
        </Button>
        <Button kind="quiet" onClick={() => setAsking(true)}>
          {t('account.everywhere')}
        </Button>
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('account.everywhere.title')}
        actions={
          <>
            <Button busy={everywhere.isPending || everywhere.isSuccess} onClick={() => everywhere.mutate({})}>
              {t('account.everywhere')}
            </Button>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              {shared('cancel')}
            </Button>
          </>
        }
      >
        <p>{t('account.everywhere.text')}</p>
        {everywhere.failure && <ErrorNotice failure={everywhere.failure} onRetry={() => everywhere.mutate({})} />}
      </Dialog>
    </Card>
  );
}
