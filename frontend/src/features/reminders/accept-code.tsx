import { type FormEvent, useState } from 'react';

import { useForget, useMutation } from '../../shared/api/query.ts';
import { Button } from '../../shared/ui/button.tsx';
import { useFailureText } from '../../shared/ui/errors.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { isWholeCode, plainCode } from '../consents/code-text.ts';
import { useCaregiverWords } from './caregivers-words.ts';

/** Becomes the caregiver of whoever shows a code. */
export function AcceptCode() {
  const t = useCaregiverWords();
  const { say } = useStatus();
  const forget = useForget();
  const textOf = useFailureText();
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const accept = useMutation('POST /caregivers/accept', {
    onSuccess: async (link) => {
      setCode('');
      setTried(false);
      say(t('accept.done', { name: link.name }));
      await forget('GET /caregivers');
    },
  });
  const error = tried && !isWholeCode(code) ? t('accept.incomplete') : accept.failure && textOf(accept.failure);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isWholeCode(code)) accept.mutate({ body: { code: plainCode(code) } });
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-3">
      <h3 className="font-semibold">{t('accept.title')}</h3>
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label={t('accept.label')}
          hint={t('accept.hint')}
          error={error || undefined}
          value={code}
          onChange={(text) => {
            setCode(text);
            setTried(false);
            accept.reset();
          }}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={14}
          className="min-w-56 flex-1"
        />
        <Button type="submit" kind="secondary" busy={accept.isPending}>
          {t('accept.do')}
        </Button>
      </div>
    </form>
  );
}
