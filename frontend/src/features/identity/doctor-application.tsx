import { useState } from 'react';
import { Navigate, useNavigate } from 'react-router';

import type { DoctorApplication as Application, Me } from '../../../../functions/identity/contract.ts';
import { useKnow, useMutation, useQuery } from '../../shared/api/query.ts';
import { currentSession, renewSession, signIn, useSession } from '../../shared/auth/session.ts';
import { useDraft } from '../../shared/drafts.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { dictionary, useWords } from '../../shared/i18n/words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ManyChips } from '../../shared/ui/chips.tsx';
import { ErrorNotice, ErrorSummary } from '../../shared/ui/errors.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card, Note, OfflineEmpty, Skeleton, Tag } from '../../shared/ui/surfaces.tsx';
import { isEmail } from './profile-checks.ts';
import { spokenLanguages } from './spoken-languages.ts';

const words = dictionary({ en: () => import('./doctor-application.en.ts'), hi: () => import('./doctor-application.hi.ts') });

/** `/doctor-application`: apply, wait, read the answer. */
export default function DoctorApplication() {
  const t = useWords(words);
  const session = useSession();
  const me = useQuery('GET /me', {}, { staleTime: 0 });
  if (session.roles.includes('doctor')) return <Navigate to="/desk" replace />;
  const application = me.data?.doctorApplication;
  return (
    <Page title={t('title')}>
      {me.error && !me.data && <ErrorNotice failure={me.error} onRetry={() => me.refetch()} />}
      {me.isPending && (me.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={1} lines={6} />)}
      {me.data &&
        (me.data.roles.includes('doctor') || application?.status === 'approved' ? (
          <Approved />
        ) : application?.status === 'waiting' ? (
          <Waiting application={application} busy={me.isFetching} onAgain={() => void me.refetch()} />
        ) : (
          <Form me={me.data} refused={application} />
        ))}
    </Page>
  );
}

function Waiting({ application, busy, onAgain }: { application: Application; busy: boolean; onAgain: () => void }) {
  const t = useWords(words);
  const { dateTime } = useFormat();
  return (
    <Card title={t('waiting.title')} end={<Tag icon="clock">{t('waiting.tag')}</Tag>}>
      <p className="max-w-prose">{t('waiting.text', { when: dateTime(application.submittedAt) })}</p>
      <dl className="my-4 grid gap-3 desk:grid-cols-2">
        {(['name', 'registrationNumber', 'council', 'qualification', 'specialty', 'email'] as const).map((field) => (
          <div key={field}>
            <dt className="text-sm text-ink-2">{t(field === 'registrationNumber' ? 'number' : field)}</dt>
            <dd className="font-semibold break-words">{application[field]}</dd>
          </div>
        ))}
      </dl>
      <Button kind="secondary" icon="refresh" busy={busy} onClick={onAgain}>
        {t('waiting.again')}
      </Button>
    </Card>
  );
}

/** The role comes with a new token; if it is not there yet, signing in again brings it. */
function Approved() {
  const t = useWords(words);
  const shared = useSharedWords();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [later, setLater] = useState(false);
  const go = async () => {
    setBusy(true);
    await renewSession().catch(() => undefined);
    if (currentSession().roles.includes('doctor')) navigate('/desk');
    else setLater(true);
    setBusy(false);
  };
  return (
    <Card title={t('approved.title')}>
      <p className="mb-4">{t('approved.text')}</p>
      {later ? (
        <div className="space-y-3">
          <p role="status">{t('sign')}</p>
          <Button onClick={() => void signIn('people', '/desk')}>{shared('sign-in')}</Button>
        </div>
      ) : (
        <Button busy={busy} onClick={() => void go()}>
          {t('approved.go')}
        </Button>
      )}
    </Card>
  );
}

type Fields = {
  name: string;
  email: string;
  registrationNumber: string;
  council: string;
  qualification: string;
  specialty: string;
  languages: string[];
};

function Form({ me, refused }: { me: Me; refused: Application | undefined }) {
  const t = useWords(words);
  const shared = useSharedWords();
  const know = useKnow();
  const { say } = useStatus();
  const draft = useDraft<Fields>(`doctor-application.${me.accountId}`, {
    name: refused?.name ?? me.profile.name ?? '',
    email: refused?.email ?? me.profile.email ?? '',
    registrationNumber: refused?.registrationNumber ?? '',
    council: refused?.council ?? '',
    qualification: refused?.qualification ?? '',
    specialty: refused?.specialty ?? '',
    languages: refused?.languages ?? me.profile.languages ?? [],
  });
  const [wasKept] = useState(draft.kept);
  const [problems, setProblems] = useState<readonly { fieldId: string; text: string }[]>([]);
  const apply = useMutation('POST /doctor-applications', {
    onSuccess: (application) => {
      draft.discard(draft.value);
      know('GET /me', {}, (known) => known && { ...known, doctorApplication: application });
      say(t('sent'));
    },
  });
  const form = draft.value;
  const errorOf = (fieldId: string) => problems.find((problem) => problem.fieldId === fieldId)?.text;

  const check = () => {
    const found: { fieldId: string; text: string }[] = [];
    if (!form.name.trim()) found.push({ fieldId: 'apply-name', text: t('name.missing') });
    if (!/^[A-Za-z0-9][A-Za-z0-9/ .-]{2,29}$/.test(form.registrationNumber.trim()))
      found.push({ fieldId: 'apply-number', text: t('number.wrong') });
    if (!form.council.trim()) found.push({ fieldId: 'apply-council', text: t('council.missing') });
    if (!form.qualification.trim()) found.push({ fieldId: 'apply-qualification', text: t('qualification.missing') });
    if (!form.specialty.trim()) found.push({ fieldId: 'apply-specialty', text: t('specialty.missing') });
    if (form.languages.length < 1 || form.languages.length > 10) found.push({ fieldId: 'apply-languages', text: t('languages.missing') });
    if (!isEmail(form.email)) found.push({ fieldId: 'apply-email', text: t('email.wrong') });
    return found;
  };
  const submit = () => {
    const found = check();
    setProblems(found);
    if (found.length > 0) return;
    apply.mutate({
      body: {
        name: form.name.trim(),
        email: form.email.trim(),
        registrationNumber: form.registrationNumber.trim(),
        council: form.council.trim(),
        qualification: form.qualification.trim(),
        specialty: form.specialty.trim(),
        languages: form.languages,
      },
    });
  };
  const text = (field: 'name' | 'council' | 'qualification' | 'specialty', longest: number, autoComplete?: string) => (
    <TextField
      id={`apply-${field}`}
      label={t(field)}
      hint={field === 'name' ? undefined : t(`${field}.hint`)}
      autoComplete={autoComplete}
      maxLength={longest}
      value={form[field]}
      onChange={(value) => draft.set({ ...form, [field]: value })}
      error={errorOf(`apply-${field}`)}
    />
  );
  return (
    <>
      {refused && (
        <Note kind="warn" title={t('refused.title')}>
          {refused.reason && <p>{t('refused.reason', { reason: refused.reason })}</p>}
          <p>{t('refused.text')}</p>
        </Note>
      )}
      <p className="max-w-prose text-ink-2">{t('lead')}</p>
      <form
        noValidate
        className="card space-y-5 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ErrorSummary problems={problems} />
        {wasKept && <p className="hint">{shared('draft.kept')}</p>}
        {text('name', 120, 'name')}
        <TextField
          id="apply-number"
          label={t('number')}
          hint={t('number.hint')}
          maxLength={30}
          autoCapitalize="characters"
          value={form.registrationNumber}
          onChange={(registrationNumber) => draft.set({ ...form, registrationNumber })}
          error={errorOf('apply-number')}
        />
        {text('council', 120)}
        {text('qualification', 200)}
        {text('specialty', 120)}
        <ManyChips<string>
          id="apply-languages"
          label={t('languages')}
          options={spokenLanguages}
          values={form.languages}
          onChange={(languages) => draft.set({ ...form, languages })}
          error={errorOf('apply-languages')}
        />
        <TextField
          id="apply-email"
          type="email"
          label={t('email')}
          autoComplete="email"
          maxLength={254}
          value={form.email}
          onChange={(email) => draft.set({ ...form, email })}
          error={errorOf('apply-email')}
        />
        {apply.failure && <ErrorNotice failure={apply.failure} onRetry={apply.failure.mayPass ? submit : undefined} />}
        <Button type="submit" icon="send" busy={apply.isPending}>
          {t('send')}
        </Button>
      </form>
    </>
  );
}
