import type { Consent } from '../../../../functions/consents/contract.ts';
import { useForget, useMutation } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Tag } from '../../shared/ui/surfaces.tsx';
import { useConsentWords } from './consents-words.ts';
import { SHARING_NOTICE } from './sharing-notice.tsx';

/** What somebody may read: `3 files` and their names where they are known, or the whole record. */
function useScopeText(fileNames: ReadonlyMap<string, string>) {
  const t = useConsentWords();
  const { list } = useFormat();
  return ({ scope }: Consent): string => {
    if (scope.kind === 'record') return t('grant.record');
    const names = scope.documentIds.map((documentId) => fileNames.get(documentId)).filter((name) => name !== undefined);
    const count = t('grant.files', { count: scope.documentIds.length });
    return names.length === scope.documentIds.length && names.length <= 3 ? `${count}: ${list(names)}` : count;
  };
}

/** Who may read what until when, and the one tap that ends it. */
export function GrantRow({ consent, active, fileNames }: { consent: Consent; active: boolean; fileNames: ReadonlyMap<string, string> }) {
  const t = useConsentWords();
  const { date, dateTime } = useFormat();
  const { say } = useStatus();
  const forget = useForget();
  const scopeText = useScopeText(fileNames);
  const { consentId, grantee, basis, reason, endsAt, withdrawnAt, scope, purpose } = consent;
  const grantAgain = useMutation('POST /consents', {
    onSuccess: async () => {
      say(t('grant.again', { name: grantee.name }));
      await forget('GET /consents');
    },
  });
  const stop = useMutation('DELETE /consents/{consentId}', {
    onSuccess: async () => {
      // A code and an emergency look cannot be given again by the patient alone.
      const undo =
        basis === 'granted' || basis === 'booking'
          ? () => grantAgain.mutate({ body: { doctorId: grantee.accountId, scope, purpose, endsAt, notice: SHARING_NOTICE } })
          : undefined;
      say(t('grant.stopped', { name: grantee.name }), undo ? { undo } : {});
      await forget('GET /consents');
    },
  });
  const end = () => stop.mutate({ params: { consentId } });
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <div className="mr-auto min-w-0">
          <p className="font-semibold break-words">{grantee.name}</p>
          {grantee.registrationNumber && <p className="text-sm text-ink-2">{t('grant.number', { number: grantee.registrationNumber })}</p>}
          <p className="break-words text-ink-2">{scopeText(consent)}</p>
          <p className="text-sm text-ink-2">
            {withdrawnAt
              ? t('grant.stopped.on', { when: dateTime(withdrawnAt) })
              : active
                ? t('grant.until', { when: basis === 'break-glass' ? dateTime(endsAt) : date(indianDay(endsAt)) })
                : t('grant.ended.on', { when: dateTime(endsAt) })}
          </p>
          {basis !== 'granted' && (
            <p className="mt-1">
              <Tag kind={basis === 'break-glass' ? 'warn' : 'plain'}>{t(`grant.${basis}`)}</Tag>
            </p>
          )}
        </div>
        {active && (
          <Button kind="secondary" icon="x" busy={stop.isPending} onClick={end}>
            {t('grant.stop')}
            <span className="sr"> {t('grant.stop.of', { name: grantee.name })}</span>
          </Button>
        )}
      </div>
      {basis === 'break-glass' && (
        <>
          <p className="text-sm">{t('grant.emergency.text')}</p>
          {reason && <p className="text-sm break-words">{t('grant.reason', { reason })}</p>}
        </>
      )}
      {stop.failure && <ErrorNotice failure={stop.failure} onRetry={end} />}
      {grantAgain.failure && <ErrorNotice failure={grantAgain.failure} />}
    </li>
  );
}
