import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';

import type { Me, Profile } from '../../../../functions/identity/contract.ts';
import type { CallInput } from '../../shared/api/client.ts';
import { useForget, useKnow, useMutation } from '../../shared/api/query.ts';
import { useDraft } from '../../shared/drafts.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice, ErrorSummary } from '../../shared/ui/errors.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import { type ProfileWords, useProfileWords } from './profile-words.ts';

export type Changes = CallInput<'PATCH /me'>['body']['changes'];
export type FieldProblem = { readonly fieldId: string; readonly text: string };

/** One part of the profile: how it is shown, edited, checked and sent. */
export type SectionKind<Form> = {
  readonly id: string;
  readonly title: (t: ProfileWords) => string;
  readonly formOf: (profile: Profile) => Form;
  readonly changesOf: (form: Form) => Changes;
  readonly problemsOf: (form: Form, t: ProfileWords) => FieldProblem[];
  readonly Summary: (props: { profile: Profile }) => ReactNode;
  readonly Fields: (props: { form: Form; set: (form: Form) => void; errorOf: (fieldId: string) => string | undefined }) => ReactNode;
};

export function ProfileSection<Form>({ kind, me }: { kind: SectionKind<Form>; me: Me }) {
  const { id, formOf, changesOf, problemsOf, Summary, Fields } = kind;
  const t = useProfileWords();
  const shared = useSharedWords();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const { hash, key, state } = useLocation();
  const draft = useDraft<Form>(`me.${me.accountId}.${id}`, formOf(me.profile));
  const [editing, setEditing] = useState(draft.kept);
  const [wasKept, setWasKept] = useState(draft.kept);
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const section = useRef<HTMLElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const title = kind.title(t);

  const open = () => {
    draft.set(formOf(me.profile));
    setEditing(true);
    save.reset();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` tells one press on a link from the next
  useEffect(() => {
    if (hash !== `#${id}`) return;
    section.current?.scrollIntoView({ block: 'start' });
    if ((state as { edit?: boolean } | null)?.edit !== true) return;
    if (!editing) open();
    requestAnimationFrame(() => section.current?.querySelector('input')?.focus());
  }, [hash, id, key]);

  const close = (form: Form) => {
    draft.discard(form);
    setWasKept(false);
    setEditing(false);
    setProblems([]);
    requestAnimationFrame(() => opener.current?.focus());
  };

  const undo = useMutation('PATCH /me', {
    onSuccess: (profile) => know('GET /me', {}, (known) => known && { ...known, profile }),
  });
  const save = useMutation('PATCH /me', {
    onSuccess: (profile) => {
      const before = changesOf(formOf(me.profile));
      know('GET /me', {}, (known) => known && { ...known, profile });
      close(formOf(profile));
      say(t('saved', { section: title }), {
        undo: () => undo.mutate({ body: { revision: profile.revision, changes: before } }),
      });
    },
    onError: (failure) => {
      if (failure.code === 'changed-elsewhere') void forget('GET /me');
    },
  });

  const submit = () => {
    const found = problemsOf(draft.value, t);
    setProblems(found);
    if (found.length === 0) save.mutate({ body: { revision: me.profile.revision, changes: changesOf(draft.value) } });
  };
  const conflict = save.failure?.code === 'changed-elsewhere';

  return (
    <section ref={section} id={id} className="card scroll-mt-4 p-4" aria-labelledby={`${id}-title`}>
      <div className="mb-2 flex items-center gap-2">
        <h2 id={`${id}-title`} className="mr-auto min-w-0">
          {title}
        </h2>
        {!editing && (
          <button ref={opener} type="button" className="btn btn-quiet" aria-describedby={`${id}-title`} onClick={open}>
            {shared('edit')}
          </button>
        )}
      </div>
      {!editing ? (
        <Summary profile={me.profile} />
      ) : (
        <form
          noValidate
          className="space-y-5"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <ErrorSummary problems={problems} />
          {wasKept && <p className="hint">{shared('draft.kept')}</p>}
          {conflict && (
            <Note kind="warn" title={t('changed.title')}>
              <p>{t('changed.text')}</p>
              <div className="rounded-md bg-surface p-3">
                <Summary profile={me.profile} />
              </div>
              <p>{t('changed.save')}</p>
            </Note>
          )}
          <Fields form={draft.value} set={draft.set} errorOf={(fieldId) => problems.find((problem) => problem.fieldId === fieldId)?.text} />
          {save.failure && !conflict && <ErrorNotice failure={save.failure} onRetry={save.failure.mayPass ? submit : undefined} />}
          {save.isPaused && <Note>{t('saving-waits')}</Note>}
          <div className="flex flex-wrap gap-3">
            <Button type="submit" busy={save.isPending}>
              {conflict ? t('save-yours') : shared('save')}
            </Button>
            <Button kind="secondary" onClick={() => close(formOf(me.profile))}>
              {shared('cancel')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
