import './hours.css';

import { useMemo, useRef, useState } from 'react';

import type { Availability, Weekday } from '../../../../functions/appointments/contract.ts';
import { useForget, useKnow, useMutation, useQuery } from '../../shared/api/query.ts';
import { useSession } from '../../shared/auth/session.ts';
import { useDraft } from '../../shared/drafts.ts';
import { dayAfter, indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { ErrorNotice, ErrorSummary } from '../../shared/ui/errors.tsx';
import { Select, TextField } from '../../shared/ui/field.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card } from '../../shared/ui/surfaces.tsx';
import { useNow } from '../appointments/clock.ts';
import { useAppointments } from '../appointments/use-appointments.ts';
import { ChangesEditor } from './changes-editor.tsx';
import { ChangedElsewhere, EditorPage, SaveBar } from './form-frame.tsx';
import { bodyOf, fieldIdOf, formOf, type HoursForm, type HoursProblem, problemsOf, WEEKDAYS } from './hours-form.ts';
import { useHoursWords } from './hours-words.ts';
import { StretchLine } from './stretch-line.tsx';
import { WeekEditor } from './week-editor.tsx';
import { OutsideVisits, WeekPreview } from './week-preview.tsx';

/** A doctor's booking window is 90 days at most. */
const BOOKABLE_DAYS = 90;
const NOTICES: readonly string[] = ['0', '30', '60', '120', '240', '720', '1440', '2880', '10080'];

/** Our own words for what the API says about a field, in the person's language. */
const wordsOfPart: Readonly<Record<string, HoursProblem['problem']>> = {
  from: 'overlap',
  to: 'to-before-from',
  slotMinutes: 'slot-too-long',
  modes: 'modes-missing',
  date: 'date-missing',
  fromDate: 'date-missing',
  toDate: 'dates-backwards',
};

function useNoticeText(): (minutes: string) => string {
  const t = useHoursWords();
  return (text) => {
    const minutes = Number(text);
    if (minutes === 0) return t('notice.0');
    if (minutes % 1440 === 0) return t('notice.days', { count: minutes / 1440 });
    return minutes % 60 === 0 ? t('notice.hours', { count: minutes / 60 }) : t('minutes', { count: minutes });
  };
}

/** What is saved, to compare with. */
function SavedWeek({ saved, today }: { saved: Availability; today: string }) {
  const t = useHoursWords();
  const noticeText = useNoticeText();
  const { date, list } = useFormat();
  const { week, changes, windowDays, noticeMinutes } = formOf(saved, today);
  return (
    <dl className="saved-week">
      {WEEKDAYS.map((day) => (
        <div key={day}>
          <dt>{t(`day.${day}`)}</dt>
          <dd>{week[day].length === 0 ? t('day.closed') : week[day].map((stretch) => <StretchLine key={stretch.id} hours={stretch} />)}</dd>
        </div>
      ))}
      {changes.length > 0 && (
        <div>
          <dt>{t('changes.title')}</dt>
          <dd>
            {list(
              changes.map((one) =>
                one.kind === 'extra'
                  ? `${t('change.extra')} ${date(one.date)}`
                  : `${t(one.wholeDay ? 'change.leave' : 'change.off')} ${[...new Set([one.fromDate, one.toDate])].map((day) => date(day)).join(' – ')}`,
              ),
            )}
          </dd>
        </div>
      )}
      <div>
        <dt>{t('window')}</dt>
        <dd>{windowDays}</dd>
      </div>
      <div>
        <dt>{t('notice')}</dt>
        <dd>{noticeText(noticeMinutes)}</dd>
      </div>
    </dl>
  );
}

const NONE: readonly Shown[] = [];
type Shown = HoursProblem & { readonly text: string; readonly fromApi: boolean };

function HoursEditor({ saved }: { saved: Availability }) {
  const t = useHoursWords();
  const shared = useSharedWords();
  const noticeText = useNoticeText();
  const { say } = useStatus();
  const { accountId = '' } = useSession();
  const know = useKnow();
  const forget = useForget();
  const now = useNow(60_000);
  const today = indianDay(now);
  const asSaved = useMemo(() => formOf(saved, today), [saved, today]);
  /** What was changed and not saved; nothing while the form is as saved. */
  const draft = useDraft<HoursForm | null>(`hours.${accountId}`, null);
  const [wasKept] = useState(draft.kept && draft.value !== null);
  const form = draft.value ?? asSaved;
  const latest = useRef(form);
  latest.current = form;
  const [open, setOpen] = useState<readonly Weekday[]>([]);
  /** What the last attempt to save found; `text` says it in the summary. */
  const [problems, setProblems] = useState<readonly Shown[]>([]);
  const changed = draft.value !== null;
  const conflict = changed && form.basedOn !== saved.revision;

  const visits = useAppointments(today, dayAfter(today, BOOKABLE_DAYS), { staleTime: 60_000 });
  const booked = visits.hasNextPage
    ? undefined
    : visits.items?.filter(
        ({ status, endsAt, holdSecondsLeft }) =>
          Date.parse(endsAt) > now &&
          (status === 'CONFIRMED' || status === 'IN_PROGRESS' || (status === 'REQUESTED' && holdSecondsLeft !== 0)),
      );

  const change = (next: (form: HoursForm) => HoursForm): void => {
    latest.current = next(latest.current);
    draft.set(latest.current);
  };
  const show = (found: readonly HoursProblem[], fromApi = false): void => {
    const days = WEEKDAYS.filter((day) => form.week[day].some(({ id }) => found.some(({ fieldId }) => fieldId.startsWith(`${id}-`))));
    setOpen((already) => [...new Set([...already, ...days])]);
    setProblems(
      found.map(({ fieldId, problem }) => {
        const day = WEEKDAYS.find((one) => form.week[one].some(({ id }) => fieldId.startsWith(`${id}-`)));
        const what = t(`problem.${problem}`);
        return { fieldId, problem, fromApi, text: day === undefined ? what : t('problem.on', { where: t(`day.${day}`), what }) };
      }),
    );
  };

  const save = useMutation('PUT /me/availability', {
    onSuccess: (reply) => {
      know('GET /me/availability', {}, () => reply);
      draft.discard(null);
      setProblems([]);
      setOpen([]);
      void forget('GET /doctors/{doctorId}/slots', 'GET /doctors', 'GET /doctors/{doctorId}');
      say(t('saved.hours'));
    },
    onError: (failure) => {
      if (failure.code === 'changed-elsewhere') void forget('GET /me/availability');
      const { places } = bodyOf(latest.current);
      if (failure.problems.length > 0)
        show(
          failure.problems.map(({ field }) => ({
            fieldId: fieldIdOf(field, places),
            problem: field === 'body.windowDays' ? 'window-wrong' : (wordsOfPart[field.split('.')[3] ?? ''] ?? 'other'),
          })),
          true,
        );
    },
  });
  const submit = (): void => {
    const found = problemsOf(form);
    show(found);
    if (found.length > 0) return;
    save.mutate({ body: { ...bodyOf(form).body, revision: saved.revision } });
  };
  const drop = (text: string): void => {
    const before = draft.value;
    draft.discard(null);
    setProblems([]);
    save.reset();
    say(text, { undo: () => before !== null && draft.set(before) });
  };
  // What was put right since is not held against anybody; what the API said stays until it is asked again.
  const left = problems.length === 0 ? [] : problemsOf(form);
  const stands = ({ fieldId, problem, fromApi }: Shown): boolean =>
    fromApi || left.some((one) => one.fieldId === fieldId && one.problem === problem);
  const errorOf = (fieldId: string): string | undefined => {
    const found = problems.find((problem) => problem.fieldId === fieldId && stands(problem));
    return found && t(`problem.${found.problem}`);
  };
  const hours = bodyOf(form).body;
  const failure = save.failure?.code === 'changed-elsewhere' || (save.failure?.problems.length ?? 0) > 0 ? undefined : save.failure;

  return (
    <form
      noValidate
      className="hours-page"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="space-y-4">
        <ErrorSummary problems={problems.some(stands) ? problems : NONE} />
        {wasKept && changed && <p className="hint">{shared('draft.kept')}</p>}
        {conflict && (
          <ChangedElsewhere title={t('changed.title')} drop={drop}>
            <SavedWeek saved={saved} today={today} />
          </ChangedElsewhere>
        )}
        <WeekEditor form={form} change={change} errorOf={errorOf} open={open} setOpen={setOpen} />
        <ChangesEditor form={form} change={change} errorOf={errorOf} today={today} />
        <Card title={t('rules.title')}>
          <div className="grid gap-4 desk:grid-cols-2">
            <TextField
              id="hours-windowDays"
              label={t('window')}
              hint={t('window.hint')}
              inputMode="numeric"
              maxLength={2}
              value={form.windowDays}
              onChange={(windowDays) => change((was) => ({ ...was, windowDays }))}
              error={errorOf('hours-windowDays')}
            />
            <Select
              id="hours-noticeMinutes"
              label={t('notice')}
              value={form.noticeMinutes}
              options={[...new Set([...NOTICES, form.noticeMinutes])]
                .toSorted((left, right) => Number(left) - Number(right))
                .map((value) => ({ value, label: noticeText(value) }))}
              onChange={(noticeMinutes) => change((was) => ({ ...was, noticeMinutes }))}
              error={errorOf('hours-noticeMinutes')}
            />
          </div>
        </Card>
      </div>
      <div className="hours-side">
        <WeekPreview hours={hours} booked={booked} now={now} />
        {visits.error && visits.items === undefined && <ErrorNotice failure={visits.error} onRetry={() => visits.refetch()} />}
        <div className="hours-save">
          {changed && <OutsideVisits hours={hours} booked={booked} />}
          <SaveBar {...{ save, failure, submit, drop, changed, conflict }} everSaved={saved.revision > 0} label={t('save.hours')} />
        </div>
      </div>
    </form>
  );
}

/** `/desk/hours`: when the doctor can be booked. */
export default function HoursScreen() {
  const t = useHoursWords();
  const hours = useQuery('GET /me/availability', {}, { staleTime: 0 });
  const practice = useQuery('GET /me/practice', {});
  return (
    <EditorPage title={t('title')} place={t('title.short')} asked={hours} other={practice}>
      {(saved) => <HoursEditor saved={saved} />}
    </EditorPage>
  );
}
