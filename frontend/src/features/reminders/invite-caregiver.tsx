import { type FormEvent, useState } from 'react';

import { useForget, useMutation } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { useLostFocus } from '../appointments/use-lost-focus.ts';
import { groupedCode } from '../consents/code-text.ts';
import { useCaregiverWords } from './caregivers-words.ts';

/** Makes a code by which somebody becomes a caregiver, and shows it as large as it goes. */
export function InviteCaregiver() {
  const t = useCaregiverWords();
  const { dateTime } = useFormat();
  const forget = useForget();
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const lostFocus = useLostFocus(() => document.getElementById('invitation') ?? document.getElementById('invite-name'));
  const invite = useMutation('POST /caregivers', {
    onSuccess: () => {
      setTried(false);
      void forget('GET /caregivers');
    },
  });
  if (invite.data) {
    const { code, goodUntil, caregiver } = invite.data;
    return (
      <section className="space-y-3 text-center" aria-labelledby="invitation" {...lostFocus}>
        <h3 id="invitation" tabIndex={-1} className="focus-by-script font-semibold">
          {t('code.title', { name: caregiver.name })}
        </h3>
        <p className="rounded-md bg-brand-soft px-2 py-4 text-num font-semibold tracking-widest break-words select-all">
          {groupedCode(code)}
        </p>
        <p className="text-ink-2">{t('code.text', { when: dateTime(goodUntil) })}</p>
        <Button
          kind="secondary"
          onClick={() => {
            invite.reset();
            setName('');
          }}
        >
          {t('code.done')}
        </Button>
      </section>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '') invite.mutate({ body: { name: name.trim() } });
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-3" {...lostFocus}>
      <h3 className="font-semibold">{t('invite.title')}</h3>
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          id="invite-name"
          label={t('invite.label')}
          hint={t('invite.hint')}
          error={tried && name.trim() === '' ? t('invite.missing') : undefined}
          autoComplete="off"
          maxLength={80}
          value={name}
          onChange={(text) => {
            setName(text);
            if (invite.failure) invite.reset();
          }}
          className="min-w-56 flex-1"
        />
        <Button type="submit" busy={invite.isPending}>
          {t('invite.do')}
        </Button>
      </div>
      {invite.failure && <ErrorNotice failure={invite.failure} />}
    </form>
  );
}
