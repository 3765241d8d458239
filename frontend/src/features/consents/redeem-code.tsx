import { type FormEvent, useState } from 'react';

import type { Consent } from '../../../../functions/consents/contract.ts';
import { useForget, useMutation } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { useFailureText } from '../../shared/ui/errors.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { isWholeCode, plainCode } from './code-text.ts';
import { useConsentWords } from './consents-words.ts';

/** Opens what a patient shows by a code. */
export function RedeemCode({ onOpen }: { onOpen: (consent: Consent) => void }) {
  const t = useConsentWords();
  const { date } = useFormat();
  const { say } = useStatus();
  const forget = useForget();
  const textOf = useFailureText();
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const redeem = useMutation('POST /consent-codes/redeem', {
    onSuccess: async (consent) => {
      setCode('');
      setTried(false);
      say(t('redeem.done', { name: consent.patientName, when: date(indianDay(consent.endsAt)) }));
      await forget('GET /consents');
      onOpen(consent);
    },
  });
  const error = tried && !isWholeCode(code) ? t('redeem.incomplete') : redeem.failure && textOf(redeem.failure);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isWholeCode(code)) redeem.mutate({ body: { code: plainCode(code) } });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-3">
      <TextField
        label={t('redeem.label')}
        hint={t('redeem.hint')}
        error={error || undefined}
        value={code}
        onChange={(text) => {
          setCode(text);
          setTried(false);
          redeem.reset();
        }}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={14}
        className="min-w-56 flex-1"
      />
      <Button type="submit" busy={redeem.isPending}>
        {t('redeem.open')}
      </Button>
    </form>
  );
}
