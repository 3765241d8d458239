import { useState } from 'react';
import { Navigate } from 'react-router';

import { firstPathOf } from '../../app/landing-path.ts';
import type { Realm } from '../../shared/auth/oidc.ts';
import { signIn, useSession } from '../../shared/auth/session.ts';
import { type Language, languages, useLanguage } from '../../shared/i18n/language.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { dictionary, useWords } from '../../shared/i18n/words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Listen } from '../../shared/ui/listen.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Note, Tag } from '../../shared/ui/surfaces.tsx';

const words = dictionary({ en: () => import('./landing.en.ts'), hi: () => import('./landing.hi.ts') });

const points = [
  { icon: 'notes', word: 'point.letter' },
  { icon: 'eye', word: 'point.seen-by' },
  { icon: 'lock', word: 'point.share' },
] as const;

/** `/` and `/start`: first the language, then the way in. */
export default function Landing() {
  const t = useWords(words);
  const shared = useSharedWords();
  const session = useSession();
  const { language, setLanguage } = useLanguage();
  const [leaving, setLeaving] = useState<'patient' | 'doctor' | 'admin'>();
  const [failed, setFailed] = useState(false);

  if (session.status === 'signed-in') return <Navigate to={firstPathOf(session)} replace />;

  const leave = async (as: 'patient' | 'doctor' | 'admin', realm: Realm, returnTo: string) => {
    setLeaving(as);
    setFailed(false);
    await signIn(realm, returnTo).catch(() => {
      setFailed(true);
      setLeaving(undefined);
    });
  };

  return (
    <Page title={t('title')} heading={<span className="block text-2xl">{t('headline')}</span>} wide>
      <div className="grid gap-6 desk:grid-cols-[minmax(0,1fr)_minmax(0,26rem)] desk:gap-12">
        <div className="space-y-6">
          <p className="max-w-prose text-lg text-ink-2">{t('lead')}</p>
          <fieldset className="field">
            <legend className="label">{t('language.choose')}</legend>
            <div className="mt-2 grid max-w-md grid-cols-2 gap-3">
              {(Object.keys(languages) as Language[]).map((code) => (
                <label key={code} className="chip justify-center rounded-md" lang={code}>
                  <input type="radio" name="language" checked={language === code} onChange={() => setLanguage(code)} />
                  <Icon name="check" className="tick" />
                  <span className="text-lg">{languages[code]}</span>
                </label>
              ))}
            </div>
          </fieldset>
          {failed && <Note kind="warn">{shared('sign-in.failed')}</Note>}
          <div className="flex max-w-md flex-col gap-3">
            <Button className="text-lg" busy={leaving === 'patient'} onClick={() => void leave('patient', 'people', '/')}>
              {t('sign-in')}
            </Button>
            <div className="grid grid-cols-2 gap-3">
              <Button
                kind="secondary"
                icon="stethoscope"
                className="px-2 text-sm desk:text-base"
                busy={leaving === 'doctor'}
                onClick={() => void leave('doctor', 'people', '/doctor-application')}
              >
                {t('doctor')}
              </Button>
              <Button
                kind="secondary"
                icon="id-card"
                className="px-2 text-sm desk:text-base"
                busy={leaving === 'admin'}
                onClick={() => void leave('admin', 'admins', '/admin/doctors')}
              >
                {t('admin')}
              </Button>
            </div>
            <Listen text={`${t('headline')}. ${t('lead')}`} language={language} className="self-start" />
          </div>
          <ul className="space-y-3">
            {points.map(({ icon, word }) => (
              <li key={word} className="flex items-start gap-3">
                <Icon name={icon} size={24} className="text-brand" />
                <span>{t(word)}</span>
              </li>
            ))}
          </ul>
        </div>
        <figure className="card self-start">
          <figcaption className="border-b border-line px-4 py-2 text-sm text-ink-2">{t('sample.label')}</figcaption>
          <div className="space-y-3 p-4">
            <div>
              <p className="text-lg font-semibold">{t('sample.doctor')}</p>
              <p className="text-sm text-ink-2">{t('sample.date')}</p>
            </div>
            {(['sample.line-1', 'sample.line-2', 'sample.line-3', 'sample.line-4'] as const).map((line) => (
              <p key={line}>{t(line)}</p>
            ))}
            <Tag kind="ok">{t('sample.signed')}</Tag>
          </div>
        </figure>
      </div>
    </Page>
  );
}
