import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

import type { ConsentPurpose } from '../../../../functions/consents/contract.ts';
import { useForget, useMutation, useQuery } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { ErrorNotice, ErrorSummary } from '../../shared/ui/errors.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { useOnline } from '../../shared/ui/net-bar.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useDocumentWords } from '../documents/documents-words.ts';
import { ConsentCode } from './consent-code.tsx';
import { useConsentWords } from './consents-words.ts';
import { DoctorChoice } from './doctor-choice.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { doctorsOf, emptyShare, type KnownDoctor, problemsOf, type ShareForm, scopeOf } from './share-form.ts';
import { SHARING_NOTICE, SharingNotice } from './sharing-notice.tsx';
import { endsAtOf, latestDay, type Until } from './until.ts';

/** What a doctor is asked for, and what whoever holds a code may be. */
const purposes: Readonly<Record<'doctor' | 'code', readonly ConsentPurpose[]>> = {
  doctor: ['care', 'second-opinion'],
  code: ['care', 'second-opinion', 'insurance', 'family'],
};

/** `/record/sharing/new?file=…&with=code`: with whom, what, why, until when. */
export default function ShareNew() {
  const t = useConsentWords();
  // The words of the parts are waited for with the others.
  useDocumentWords();
  const visits = useQuery('GET /appointments', { query: { as: 'patient', order: 'latest', limit: '50' } });
  if (visits.data || visits.error) return <ShareForDoctorOrCode known={doctorsOf(visits.data ?? [], Date.now())} />;
  return <Page title={t('new.title')}>{visits.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={4} />}</Page>;
}

const startOf = (params: URLSearchParams): ShareForm => {
  const documentIds = params.getAll('file').slice(0, 100);
  return {
    ...emptyShare,
    // Who came from a file, or from "Make a code", has chosen that much.
    ...(documentIds.length > 0 && { kind: 'documents', documentIds }),
    ...(params.get('with') === 'code' && { whom: 'code' }),
  };
};

function ShareForDoctorOrCode({ known }: { known: readonly KnownDoctor[] }) {
  const t = useConsentWords();
  const { date } = useFormat();
  const { say } = useStatus();
  const forget = useForget();
  const online = useOnline();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [form, setForm] = useState<ShareForm>(() => startOf(params));
  const [problems, setProblems] = useState<readonly { fieldId: string; text: string }[]>([]);
  const today = indianDay();
  const visitDayOf = ({ whom, doctorId }: ShareForm): string | undefined => {
    const nextVisit = whom === 'doctor' ? known.find((doctor) => doctor.doctorId === doctorId)?.nextVisit : undefined;
    return nextVisit && indianDay(nextVisit);
  };
  const visitDay = visitDayOf(form);
  const missingIn = (some: ShareForm) => problemsOf(some, { today, visitDay: visitDayOf(some) });
  const endsAt = form.until === '' ? undefined : endsAtOf(form.until, { today, visitDay, date: form.date });
  const scope = scopeOf(form);
  const name = form.whom === 'code' ? t('sum.holder') : form.doctorName;

  const grant = useMutation('POST /consents', {
    onSuccess: async (consent) => {
      navigate('/record/sharing', { replace: true });
      say(t('shared', { name: consent.grantee.name, when: date(indianDay(consent.endsAt)) }));
      await forget('GET /consents');
    },
  });
  const makeCode = useMutation('POST /consent-codes');
  const sending = form.whom === 'code' ? makeCode : grant;

  const put = (part: Partial<ShareForm>) => {
    const next: { -readonly [Part in keyof ShareForm]: ShareForm[Part] } = { ...form, ...part };
    // What no longer fits the others is open again, rather than quietly something else.
    const allowed = next.whom === '' ? [] : purposes[next.whom];
    if (next.purpose !== '' && !allowed.includes(next.purpose)) next.purpose = '';
    if (next.until === 'visit' && visitDayOf(next) === undefined) next.until = '';
    if (next.until === 'today' && next.whom === 'doctor') next.until = '';
    setForm(next);
  };
  const send = () => {
    const found = missingIn(form);
    setProblems(found.map((field) => ({ fieldId: `share-${field}`, text: t(`${field}.missing`) })));
    if (found.length > 0 || !scope || !endsAt || form.purpose === '') return;
    const body = { scope, purpose: form.purpose, endsAt, notice: SHARING_NOTICE };
    if (form.whom === 'code') makeCode.mutate({ body });
    else grant.mutate({ body: { ...body, doctorId: form.doctorId } });
  };
  // What has been put right is not complained of any longer; the summary stays as it is, so that it does not take the focus.
  const missing = new Set(missingIn(form).map((field) => `share-${field}`));
  const errorOf = (fieldId: string) => problems.find((problem) => problem.fieldId === fieldId && missing.has(fieldId))?.text;

  if (makeCode.data) {
    return (
      <Page title={t('new.title')} heading={t('code.title')}>
        <ConsentCode code={makeCode.data.code} goodUntil={makeCode.data.goodUntil} onAgain={send} />
        {makeCode.failure && <ErrorNotice failure={makeCode.failure} onRetry={send} />}
        <Button className="w-full text-lg" onClick={() => navigate('/record/sharing', { replace: true })}>
          {t('code.done')}
        </Button>
      </Page>
    );
  }
  const untils: Until[] =
    form.whom === 'code' ? ['today', '30-days', 'date'] : [...(visitDay ? (['visit'] as const) : []), '30-days', 'date'];
  return (
    <Page
      title={t('new.title')}
      heading={form.whom === 'doctor' && form.doctorName ? t('new.heading.doctor', { doctor: form.doctorName }) : t('new.heading')}
    >
      <p className="text-ink-2">{t('new.lead')}</p>
      <ErrorSummary problems={problems} />
      <form
        noValidate
        className="card space-y-6 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <ChoiceChips
          id="share-whom"
          label={t('whom')}
          error={errorOf('share-whom')}
          options={[
            { value: 'doctor', label: t('whom.doctor'), icon: 'stethoscope' },
            { value: 'code', label: t('whom.code'), icon: 'users' },
          ]}
          value={form.whom}
          onChange={(whom) => put({ whom })}
        />
        {form.whom === 'doctor' && (
          <DoctorChoice
            known={known}
            doctorId={form.doctorId}
            doctorName={form.doctorName}
            error={errorOf('share-doctor')}
            onChoose={(doctorId, doctorName) => put({ doctorId, doctorName })}
          />
        )}
        <ScopeFields
          label={t('kind')}
          kinds={['documents', 'record']}
          kind={form.kind}
          documentIds={form.documentIds}
          errors={{ kind: errorOf('share-kind'), files: errorOf('share-files') }}
          onKind={(kind) => put({ kind })}
          onFiles={(documentIds) => put({ documentIds })}
        />
        {form.whom !== '' && (
          <>
            <ChoiceChips
              id="share-purpose"
              label={t('purpose')}
              error={errorOf('share-purpose')}
              options={purposes[form.whom].map((value) => ({ value, label: t(`purpose.${value}`) }))}
              value={form.purpose}
              onChange={(purpose) => put({ purpose })}
            />
            <ChoiceChips
              id="share-until"
              label={t('until')}
              error={errorOf('share-until')}
              options={untils.map((value) => ({
                value,
                label: value === 'visit' ? t('until.visit', { when: visitDay ? date(visitDay) : '' }) : t(`until.${value}`),
              }))}
              value={form.until}
              onChange={(until) => put({ until })}
            />
            {form.until === 'date' && (
              <TextField
                id="share-date"
                type="date"
                label={t('date.label')}
                min={today}
                max={latestDay(today)}
                value={form.date}
                onChange={(day) => put({ date: day })}
                error={errorOf('share-date')}
                className="max-w-60"
              />
            )}
          </>
        )}
        <SharingNotice />
        <p role="status" className="font-semibold">
          {scope &&
            endsAt &&
            name &&
            (scope.kind === 'record'
              ? t('sum.record', { name, when: date(indianDay(endsAt)) })
              : t('sum.files', { name, count: scope.documentIds.length, when: date(indianDay(endsAt)) }))}
        </p>
        {sending.failure && <ErrorNotice failure={sending.failure} onRetry={sending.failure.mayPass ? send : undefined} />}
        {/* Equal: neither answer is made the easier one. */}
        <div className="grid grid-cols-2 gap-3">
          <Button type="submit" kind="secondary" busy={sending.isPending} locked={!online && !sending.isPending && t('offline.reason')}>
            {form.whom === 'code' ? t('share.code') : t('share')}
          </Button>
          <Button kind="secondary" onClick={() => navigate('/record/sharing')}>
            {t('not-now')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
