import { useId, useState } from 'react';

import type { MarkerInfo, Observation } from '../../../../functions/observations/contract.ts';
import { useForget, useMutation } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { changesOf } from './correction.ts';
import { acceptedOf, doubtsIn } from './doubts.ts';
import { useResultWords } from './observations-words.ts';
import { SecondLook } from './second-look.tsx';
import { ValueFields } from './value-fields.tsx';
import { dayOfSample, draftOf, fieldsOf, type Problems, problemsOf, refusedCorrection } from './value-form.ts';
import { valueText } from './value-text.ts';

/** Correct a value, which keeps the old one, or take it out for good, which asks first. */
export function ValueActions({ value, info }: { value: Observation; info: MarkerInfo }) {
  const t = useResultWords();
  const shared = useSharedWords();
  const { language } = useLanguage();
  const { date } = useFormat();
  const [open, setOpen] = useState<'correct' | 'remove'>();
  const { say } = useStatus();
  const forget = useForget();
  const remove = useMutation('DELETE /observations/{observationId}', {
    onSuccess: () => {
      setOpen(undefined);
      say(t('removed'));
      void forget('GET /dashboard', 'GET /observations');
    },
  });
  const name = { value: valueText(value, info, language), when: date(dayOfSample(value.at), 'no-weekday') };
  const spoken = `${name.value}, ${name.when}`;
  const close = () => setOpen(undefined);
  return (
    <span className="-ml-3 flex flex-wrap">
      <Button kind="quiet" aria-label={`${shared('edit')}: ${spoken}`} onClick={() => setOpen('correct')}>
        {shared('edit')}
      </Button>
      <Button kind="quiet" aria-label={`${shared('remove')}: ${spoken}`} onClick={() => setOpen('remove')}>
        {shared('remove')}
      </Button>
      <Dialog
        open={open === 'remove'}
        onClose={close}
        title={t('remove.ask')}
        actions={
          <>
            <Button busy={remove.isPending} onClick={() => remove.mutate({ params: { observationId: value.observationId } })}>
              {t('remove.yes')}
            </Button>
            <Button kind="secondary" onClick={close}>
              {shared('cancel')}
            </Button>
          </>
        }
      >
        <p>{t('remove.text', name)}</p>
        {remove.failure && <ErrorNotice failure={remove.failure} />}
      </Dialog>
      <Dialog open={open === 'correct'} onClose={close} title={t('correct.title')} wide>
        <CorrectionForm value={value} info={info} onDone={close} />
      </Dialog>
    </span>
  );
}

function CorrectionForm({ value, info, onDone }: { value: Observation; info: MarkerInfo; onDone: () => void }) {
  const t = useResultWords();
  const { say } = useStatus();
  const forget = useForget();
  const form = useId();
  const [draft, setDraft] = useState(() => draftOf(value));
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  const correct = useMutation('PATCH /observations/{observationId}', {
    onSuccess: () => {
      say(t('corrected'));
      onDone();
      void forget('GET /dashboard', 'GET /observations');
    },
    onError: (failure) => {
      setProblems(refusedCorrection(failure.problems));
      if (failure.code === 'changed-elsewhere') void forget('GET /observations');
    },
  });
  const doubts = doubtsIn(correct.failure);
  const send = (accepted?: ReturnType<typeof acceptedOf>) => {
    const found = problemsOf(draft, info, indianDay());
    setProblems(found);
    setAsked(true);
    if (Object.keys(found).length > 0 || reason.trim() === '') return;
    correct.mutate({
      params: { observationId: value.observationId },
      body: {
        revision: value.revision,
        changes: changesOf(value, fieldsOf(draft, info)),
        reason: reason.trim(),
        ...(accepted && { accepted }),
      },
    });
  };
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ValueFields
        form={form}
        draft={draft}
        problems={problems}
        markers={[info]}
        fixed
        onChange={(next) => {
          setDraft(next);
          if (correct.failure) correct.reset();
        }}
      />
      <TextField
        label={t('correct.reason')}
        hint={t('correct.reason.hint')}
        error={asked && reason.trim() === '' ? t('correct.reason.missing') : undefined}
        maxLength={300}
        value={reason}
        onChange={setReason}
      />
      <p className="hint">{t('correct.kept')}</p>
      {doubts.length > 0 ? (
        <SecondLook
          doubts={doubts}
          codes={[value.code]}
          markers={[info]}
          busy={correct.isPending}
          onAccept={() => send(acceptedOf(doubts))}
          onChange={correct.reset}
        />
      ) : (
        <>
          {correct.failure && Object.keys(problems).length === 0 && <ErrorNotice failure={correct.failure} />}
          <Button type="submit" busy={correct.isPending}>
            {t('save')}
          </Button>
        </>
      )}
    </form>
  );
}
