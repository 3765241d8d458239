import { useState } from 'react';

import type { MedicalFile } from '../../../../functions/documents/contract.ts';
import { useForget, useKnow, useMutation, useQuery } from '../../shared/api/query.ts';
import { useDraft } from '../../shared/drafts.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorNotice, ErrorSummary } from '../../shared/ui/errors.tsx';
import { Select, TextArea, TextField } from '../../shared/ui/field.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { categories } from './categories.ts';
import { useDocumentWords } from './documents-words.ts';
import { changesOf, type FileForm, formOf, problemsOf } from './file-form.ts';

/** Visits that a file may belong to: the latest ones are those that somebody has papers of. */
function useVisitChoices(kept: string) {
  const { dateTime } = useFormat();
  const visits = useQuery('GET /appointments', { query: { as: 'patient', order: 'latest', limit: '25' } });
  const choices = (visits.data ?? [])
    .filter(({ status }) => status !== 'CANCELLED' && status !== 'REQUESTED')
    .map(({ appointmentId, doctor, startsAt }) => ({ value: appointmentId, label: `${doctor.name}, ${dateTime(startsAt)}` }));
  return kept === '' || choices.some(({ value }) => value === kept) ? choices : [{ value: kept, label: '…' }, ...choices];
}

/** Name, kind, date, who made it: what a file can be found by. */
export function FileSheet({ document, open, onClose }: { document: MedicalFile; open: boolean; onClose: () => void }) {
  const t = useDocumentWords();
  const shared = useSharedWords();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const { documentId, revision } = document;
  const draft = useDraft<FileForm>(`file-${documentId}`, formOf(document));
  const form = draft.value;
  const visits = useVisitChoices(form.appointmentId);
  const [problems, setProblems] = useState<readonly { fieldId: string; text: string }[]>([]);
  const close = () => {
    draft.discard(formOf(document));
    setProblems([]);
    change.reset();
    onClose();
  };
  const change = useMutation('PATCH /documents/{documentId}', {
    onSuccess: (reply) => {
      know('GET /documents/{documentId}', { params: { documentId } }, () => reply);
      void forget('GET /documents');
      draft.discard(formOf(reply));
      setProblems([]);
      onClose();
      say(t('saved'));
    },
    // What is typed stays; the file is read again, so that the next press is against what it is now.
    onError: ({ code }) => {
      if (code === 'changed-elsewhere') void forget('GET /documents/{documentId}');
    },
  });
  const put = (part: Partial<FileForm>) => draft.set({ ...form, ...part });
  const save = () => {
    const found = problemsOf(form, indianDay()).map(({ field, word }) => ({ fieldId: `file-${field}`, text: t(`field.${word}`) }));
    setProblems(found);
    if (found.length > 0) return;
    const changes = changesOf(document, form);
    if (Object.keys(changes).length === 0) return close();
    change.mutate({ params: { documentId }, body: { revision, changes } });
  };
  const errorOf = (fieldId: string) => problems.find((problem) => problem.fieldId === fieldId)?.text;
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('change.title')}
      actions={
        <>
          <Button busy={change.isPending} onClick={save}>
            {shared('save')}
          </Button>
          <Button kind="secondary" onClick={close}>
            {shared('cancel')}
          </Button>
        </>
      }
    >
      <ErrorSummary problems={problems} />
      {draft.kept && <p className="hint">{shared('draft.kept')}</p>}
      <Select
        label={t('field.kind')}
        options={categories.map((value) => ({ value, label: t(`category.${value}`) }))}
        value={form.category}
        onChange={(category) => category && put({ category })}
      />
      <TextField
        id="file-name"
        label={t('field.name')}
        maxLength={120}
        value={form.name}
        onChange={(name) => put({ name })}
        error={errorOf('file-name')}
      />
      <TextField
        id="file-date"
        type="date"
        label={t('field.date')}
        optional
        max={indianDay()}
        value={form.date}
        onChange={(date) => put({ date })}
        error={errorOf('file-date')}
      />
      <TextField label={t('field.provider')} optional maxLength={160} value={form.provider} onChange={(provider) => put({ provider })} />
      <TextField
        id="file-tags"
        label={t('field.tags')}
        hint={t('field.tags.hint')}
        optional
        value={form.tags}
        onChange={(tags) => put({ tags })}
        error={errorOf('file-tags')}
      />
      {(visits.length > 0 || form.appointmentId !== '') && (
        <Select
          label={t('field.visit')}
          optional
          none={t('field.visit.none')}
          options={visits}
          value={form.appointmentId}
          onChange={(appointmentId) => put({ appointmentId })}
        />
      )}
      <TextArea label={t('field.note')} optional maxLength={1000} value={form.note} onChange={(note) => put({ note })} />
      {change.failure &&
        (change.failure.code === 'changed-elsewhere' ? (
          <p role="alert" className="problem">
            {t('changed-elsewhere')}
          </p>
        ) : (
          <ErrorNotice failure={change.failure} onRetry={change.failure.mayPass ? save : undefined} />
        ))}
    </Dialog>
  );
}
