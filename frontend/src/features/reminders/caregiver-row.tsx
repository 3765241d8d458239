import type { Caregiver } from '../../../../functions/reminders/contract.ts';
import { useForget, useMutation } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { useCaregiverWords } from './caregivers-words.ts';

/** One link, from either side, and the one tap that ends it. */
export function CaregiverRow({ link }: { link: Caregiver }) {
  const t = useCaregiverWords();
  const { dateTime } = useFormat();
  const { say } = useStatus();
  const forget = useForget();
  const { linkId, name, as, status, invitedAt, acceptedAt, endedAt } = link;
  const end = useMutation('DELETE /caregivers/{linkId}', {
    onSuccess: async () => {
      say(t(as === 'patient' ? 'ended.mine' : 'ended.for', { name }));
      await forget('GET /caregivers');
    },
  });
  const finish = () => end.mutate({ params: { linkId } });
  const since = status === 'ended' ? endedAt : status === 'active' ? acceptedAt : invitedAt;
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <div className="mr-auto min-w-0">
          <p className="font-semibold break-words">{name}</p>
          <p className="text-sm text-ink-2">{t(`status.${status}`, { when: dateTime(since ?? invitedAt) })}</p>
        </div>
        {status !== 'ended' && (
          <Button kind="secondary" icon="x" busy={end.isPending} onClick={finish}>
            {t(status === 'invited' ? 'end.invited' : 'end')}
            <span className="sr"> {t(as === 'patient' ? 'end.of' : 'end.of-care', { name })}</span>
          </Button>
        )}
      </div>
      {end.failure && <ErrorNotice failure={end.failure} onRetry={finish} />}
    </li>
  );
}
