import type { FormEvent } from 'react';
import { useNavigate, useParams } from 'react-router';

import type { Reminder } from '../../../../functions/reminders/contract.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { useForget, useKnow, useMutation, useQuery } from '../../shared/api/query.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice, ErrorSummary } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card, Skeleton } from '../../shared/ui/surfaces.tsx';
import { nameOf } from './dose-row.tsx';
import { MedicineFields } from './medicine-fields.tsx';
import { changesOf, formOf, type MedicineForm } from './medicine-form.ts';
import { useFormWords } from './medicine-form-words.ts';
import { useChanging, useFormProblems } from './use-medicine-form.ts';
import { useZone } from './use-zone.ts';
import { localIn } from './zone-clock.ts';

/** `/medicines/:reminderId/change` */
export default function ChangeMedicine() {
  const t = useFormWords();
  const { reminderId = '' } = useParams();
  const { zone, settings } = useZone();
  const reminder = useQuery('GET /reminders/{reminderId}', { params: { reminderId } });
  const failure = reminder.data ? (settings.data ? undefined : settings.error) : reminder.error;
  return (
    <Page title={t('change.title', { medicine: reminder.data ? nameOf(reminder.data) : '' }).trim()}>
      {failure && <ErrorNotice failure={failure} onRetry={() => void Promise.all([reminder.refetch(), settings.refetch()])} />}
      {!failure && !(reminder.data && settings.data) && <Skeleton cards={1} lines={6} />}
      {reminder.data && settings.data && <ChangeForm reminder={reminder.data} zone={zone} />}
    </Page>
  );
}

function ChangeForm({ reminder, zone }: { reminder: Reminder; zone: string }) {
  const t = useFormWords();
  const shared = useSharedWords();
  const { say } = useStatus();
  const navigate = useNavigate();
  const know = useKnow();
  const forget = useForget();
  const { reminderId, revision } = reminder;
  const params = { reminderId };
  const to = `/medicines/${encodeURIComponent(reminderId)}`;
  const saved = formOf(reminder, reminder.zone ?? zone);
  // Only what differs from where the person began is sent, so that what another device changed meanwhile stays.
  const draft = useChanging(`medicine ${reminderId}`, { began: saved, form: saved });
  const { began, form } = draft.value;
  const today = localIn(Date.now(), reminder.zone ?? zone).day;
  const problems = useFormProblems(form, today);
  const save = useMutation('PATCH /reminders/{reminderId}', {
    onSuccess: (reply) => {
      const now = formOf(reply, reply.zone ?? zone);
      draft.discard({ began: now, form: now });
      know('GET /reminders/{reminderId}', { params }, () => reply);
      void forget('GET /reminders', 'GET /doses');
      say(t('saved', { medicine: nameOf(reply) }));
      navigate(to);
    },
    onError: (failure) => {
      problems.refused(failure);
      if (failure.code === 'changed-elsewhere') void forget('GET /reminders/{reminderId}');
    },
  });
  const change = (next: (now: MedicineForm) => MedicineForm) => {
    draft.change((now) => ({ ...now, form: next(now.form) }));
    problems.clear();
    if (save.failure) save.reset();
  };
  const leave = () => {
    draft.discard({ began: saved, form: saved });
    navigate(to);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!problems.check()) return;
    const changes = changesOf(began, form, zone);
    if (Object.keys(changes).length === 0) return leave();
    save.mutate({ params, body: { revision, changes } });
  };
  const isToldAtFields = isFailure(save.failure, 'invalid-request') && problems.problems.length > 0;
  return (
    <Card>
      <form noValidate className="space-y-5" onSubmit={submit}>
        {draft.kept && <p className="hint">{shared('draft.kept')}</p>}
        <ErrorSummary problems={problems.summary} />
        <MedicineFields
          form={form}
          change={change}
          errorOf={problems.errorOf}
          settingsZone={zone}
          today={today}
          valid={problems.isValid}
          moreOpen={problems.moreOpen}
        />
        {save.failure && !isToldAtFields && (
          <ErrorNotice failure={save.failure}>{save.failure.code === 'changed-elsewhere' && <p>{t('changed-elsewhere')}</p>}</ErrorNotice>
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
          <ButtonLink kind="quiet" to={to} onClick={() => draft.discard({ began: saved, form: saved })}>
            {shared('cancel')}
          </ButtonLink>
        </div>
      </form>
    </Card>
  );
}
