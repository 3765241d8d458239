import type { FormEvent } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

import { isFailure } from '../../shared/api/failure.ts';
import { useForget, useMutation } from '../../shared/api/query.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice, ErrorSummary } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card, Note, Skeleton } from '../../shared/ui/surfaces.tsx';
import { formFromNote } from './from-note.ts';
import { MedicineFields } from './medicine-fields.tsx';
import { emptyForm, fieldsOf, type MedicineForm } from './medicine-form.ts';
import { useFormWords } from './medicine-form-words.ts';
import { givenIn } from './note-link.ts';
import { useChanging, useFormProblems } from './use-medicine-form.ts';
import { useZone } from './use-zone.ts';
import { localIn } from './zone-clock.ts';

/** `/medicines/add`: a new medicine, perhaps from a signed note (`note-link.ts`). */
export default function AddMedicine() {
  const t = useFormWords();
  const { zone, settings } = useZone();
  return (
    <Page title={t('add.title')}>
      {settings.error && !settings.data && <ErrorNotice failure={settings.error} onRetry={() => settings.refetch()} />}
      {settings.isPending && <Skeleton cards={1} lines={6} />}
      {settings.data && <AddForm zone={zone} />}
    </Page>
  );
}

function AddForm({ zone }: { zone: string }) {
  const t = useFormWords();
  const shared = useSharedWords();
  const { say } = useStatus();
  const navigate = useNavigate();
  const forget = useForget();
  const [params] = useSearchParams();
  const given = givenIn(params);
  const today = localIn(Date.now(), zone).day;
  const draft = useChanging<MedicineForm>(`medicine ${given.medicine} ${given.noteId}`, formFromNote(today, given));
  const form = draft.value;
  const problems = useFormProblems(form, today);
  const create = useMutation('POST /reminders', {
    onSuccess: (reply) => {
      draft.discard(emptyForm(today));
      void forget('GET /reminders', 'GET /doses');
      say(t(reply.schedule.kind === 'as-needed' ? 'added.as-needed' : 'added', { medicine: reply.medicine }));
      navigate('/medicines');
    },
    onError: problems.refused,
  });
  const change = (next: (now: MedicineForm) => MedicineForm) => {
    draft.change(next);
    problems.clear();
    if (create.failure) create.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problems.check()) create.mutate({ body: fieldsOf(form, zone) });
  };
  const isToldAtFields = isFailure(create.failure, 'invalid-request') && problems.problems.length > 0;
  return (
    <Card>
      <form noValidate className="space-y-5" onSubmit={submit}>
        {draft.kept && <p className="hint">{shared('draft.kept')}</p>}
        {given.noteId !== '' && <Note>{t('from-note')}</Note>}
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
        {create.failure && !isToldAtFields && <ErrorNotice failure={create.failure} />}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" busy={create.isPending}>
            {t(form.how === 'as-needed' ? 'save' : 'save.add')}
          </Button>
          <ButtonLink kind="quiet" to="/medicines">
            {shared('cancel')}
          </ButtonLink>
        </div>
      </form>
    </Card>
  );
}
