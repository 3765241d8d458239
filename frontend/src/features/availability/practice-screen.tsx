import './hours.css';

import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'react-router';

import { useForget, useKnow, useMutation, useQuery } from '../../shared/api/query.ts';
import { useSession } from '../../shared/auth/session.ts';
import { useDraft } from '../../shared/drafts.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { ErrorSummary } from '../../shared/ui/errors.tsx';
import { Select, TextArea, TextField } from '../../shared/ui/field.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card } from '../../shared/ui/surfaces.tsx';
import { refundRules } from '../appointments/money-words.ts';
import { ChangedElsewhere, EditorPage, SaveBar } from './form-frame.tsx';
import { useHoursWords } from './hours-words.ts';
import {
  ABOUT_LIMIT,
  bodyOf,
  formOf,
  type PracticeField,
  type PracticeForm,
  type PracticeProblem,
  policyOf,
  practiceFieldId,
  problemAt,
  problemsOf,
  type SavedPractice,
} from './practice-form.ts';
import { paiseOf } from './rupees.ts';
import { stateOptions } from './states.ts';

/** The refunds as patients read them. */
function RefundRules({ form }: { form: PracticeForm }) {
  const t = useHoursWords();
  return (
    <div role="status" className="text-sm">
      <p className="text-ink-2">{t('refund.means')}</p>
      <ul className="list-disc pl-5">
        {refundRules(policyOf(form)).map(({ share, hours, percent }) => (
          <li key={`${share} ${hours}`}>
            {share === 'none'
              ? t('refund.rule.none')
              : share === 'all'
                ? hours === 0
                  ? t('refund.rule.all-ever')
                  : t('refund.rule.all', { count: hours })
                : hours === 0
                  ? t('refund.rule.part-ever', { percent })
                  : t('refund.rule.part', { count: hours, percent })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function SavedSummary({ saved }: { saved: SavedPractice }) {
  const { rupees } = useFormat();
  return (
    <p>
      {[saved.hospital, saved.address, saved.city, saved.state].filter(Boolean).join(', ')}
      {saved.feePaise !== undefined && ` · ${rupees(saved.feePaise)}`}
      {saved.videoUrl !== undefined && ` · ${saved.videoUrl}`}
    </p>
  );
}

type Found = { readonly problems: readonly PracticeProblem[]; readonly isApis: boolean };
const NOTHING_FOUND: Found = { problems: [], isApis: false };
const NONE: readonly { fieldId: string; text: string }[] = [];

function PracticeEditor({ saved }: { saved: SavedPractice }) {
  const t = useHoursWords();
  const shared = useSharedWords();
  const { rupees } = useFormat();
  const { language } = useLanguage();
  const { say } = useStatus();
  const { hash } = useLocation();
  const { accountId = '' } = useSession();
  const know = useKnow();
  const forget = useForget();
  const asSaved = useMemo(() => formOf(saved), [saved]);
  const draft = useDraft<PracticeForm | null>(`practice.${accountId}`, null);
  const [wasKept] = useState(draft.kept && draft.value !== null);
  /** What the last attempt to save found, here or at the API. */
  const [{ problems, isApis }, setFound] = useState<Found>(NOTHING_FOUND);
  const form = draft.value ?? asSaved;
  const changed = draft.value !== null;
  const conflict = changed && form.basedOn !== saved.revision;
  const put = (part: Partial<PracticeForm>): void => draft.set({ ...form, ...part });

  // A link from an appointment leads to the field that it is about.
  useEffect(() => {
    if (hash !== '') document.getElementById(hash.slice(1))?.focus();
  }, [hash]);

  const save = useMutation('PUT /me/practice', {
    onSuccess: (reply) => {
      know('GET /me/practice', {}, () => reply);
      draft.discard(null);
      setFound(NOTHING_FOUND);
      void forget('GET /doctors', 'GET /doctors/{doctorId}');
      say(t('practice.saved'));
    },
    onError: (failure) => {
      if (failure.code === 'changed-elsewhere') void forget('GET /me/practice');
      setFound({ problems: failure.problems.flatMap(({ field }) => problemAt(field) ?? []), isApis: true });
    },
  });
  const submit = (): void => {
    const found = problemsOf(form);
    setFound({ problems: found, isApis: false });
    if (found.length === 0) save.mutate({ body: { ...bodyOf(form), revision: saved.revision } });
  };
  const drop = (text: string): void => {
    const before = draft.value;
    draft.discard(null);
    setFound(NOTHING_FOUND);
    save.reset();
    say(text, { undo: () => before !== null && draft.set(before) });
  };
  // What was put right since is not held against anybody; what the API said stays until it is asked again.
  const left = problems.length === 0 || isApis ? problems : problemsOf(form);
  const standing = problems.filter(({ field, problem }) => left.some((one) => one.field === field && one.problem === problem));
  const errorOf = (field: PracticeField): string | undefined => {
    const found = standing.find((problem) => problem.field === field);
    return found && t(found.problem);
  };
  const failure = save.failure?.code === 'changed-elsewhere' || standing.length > 0 ? undefined : save.failure;
  // One list for one attempt: a new one takes the focus.
  const summary = useMemo(
    () => problems.map(({ field: name, problem }) => ({ fieldId: practiceFieldId(name), text: t(problem) })),
    [problems, t],
  );
  const fee = paiseOf(form.fee);
  const field = (name: PracticeField) => ({
    id: practiceFieldId(name),
    value: form[name],
    onChange: (text: string) => put({ [name]: text }),
    error: errorOf(name),
  });
  const whole = { inputMode: 'numeric', maxLength: 3, autoComplete: 'off' } as const;

  return (
    <form
      noValidate
      className="practice-page space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ErrorSummary problems={standing.length > 0 ? summary : NONE} />
      {wasKept && changed && <p className="hint">{shared('draft.kept')}</p>}
      {conflict && (
        <ChangedElsewhere title={t('changed.title.practice')} drop={drop}>
          <SavedSummary saved={saved} />
        </ChangedElsewhere>
      )}
      <Card title={t('practice.place')}>
        <div className="grid gap-4 desk:grid-cols-2">
          <TextField {...field('hospital')} label={t('hospital')} maxLength={160} autoComplete="organization" />
          <TextField {...field('address')} label={t('address')} maxLength={300} autoComplete="street-address" />
          <TextField {...field('city')} label={t('city')} maxLength={80} autoComplete="address-level2" />
          <Select {...field('state')} label={t('state')} none={t('state.choose')} options={stateOptions(language, asSaved.state)} />
        </div>
      </Card>
      <Card title={t('fee.title')}>
        <div className="grid gap-4 desk:grid-cols-2">
          <div>
            <TextField {...field('fee')} label={t('fee')} hint={t('fee.hint')} inputMode="decimal" maxLength={12} autoComplete="off" />
            <p role="status" className="mt-1 text-sm text-ink-2">
              {fee === undefined ? '' : fee === 0 ? t('fee.means-free') : t('fee.means', { sum: rupees(fee) })}
            </p>
          </div>
          <div className="space-y-4">
            <label className="flex items-center gap-3 py-2">
              <input
                type="checkbox"
                className="size-5 flex-none accent-brand"
                checked={form.hasFollowUp}
                onChange={({ target }) => put({ hasFollowUp: target.checked })}
              />
              {t('follow-up')}
            </label>
            {form.hasFollowUp && (
              <>
                <TextField {...field('followUpFee')} label={t('follow-up.fee')} inputMode="decimal" maxLength={12} autoComplete="off" />
                <TextField {...field('followUpDays')} {...whole} label={t('follow-up.days')} />
              </>
            )}
          </div>
        </div>
      </Card>
      <Card title={t('refund.title')}>
        <p className="-mt-2 mb-4 text-sm text-ink-2">{t('refund.hint')}</p>
        <div className="refund-fields">
          <TextField {...field('fullHours')} {...whole} label={t('refund.full')} />
          <TextField {...field('partialHours')} {...whole} label={t('refund.partial')} />
          <TextField {...field('partialPercent')} {...whole} label={t('refund.percent')} />
        </div>
        {standing.length === 0 && <RefundRules form={form} />}
      </Card>
      <Card title={t('more.title')}>
        <div className="space-y-4">
          <TextField
            {...field('videoUrl')}
            type="url"
            label={t('video-url')}
            hint={t('video-url.hint')}
            optional
            maxLength={500}
            autoComplete="off"
          />
          <TextArea {...field('about')} label={t('about')} hint={t('about.hint')} optional maxLength={ABOUT_LIMIT} />
        </div>
      </Card>
      <SaveBar {...{ save, failure, submit, drop, changed, conflict }} everSaved={saved.revision > 0} label={t('practice.save')} />
    </form>
  );
}

/** `/desk/hours/practice`: where and for how much the doctor sees patients. */
export default function PracticeScreen() {
  const t = useHoursWords();
  const practice = useQuery('GET /me/practice', {}, { staleTime: 0 });
  const hours = useQuery('GET /me/availability', {});
  return (
    <EditorPage title={t('practice.title')} place={t('tabs.practice')} asked={practice} other={hours}>
      {(saved) => <PracticeEditor saved={saved} />}
    </EditorPage>
  );
}
