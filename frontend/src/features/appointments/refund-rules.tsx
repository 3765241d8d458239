import type { CancellationPolicy } from '../../../../functions/directory/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { dictionary, useWords } from '../../shared/i18n/words.ts';
import { type RefundRule, refundNow, refundRules } from './money-words.ts';

const words = dictionary({ en: () => import('./refund-rules.en.ts'), hi: () => import('./refund-rules.hi.ts') });

export const useRefundWords = () => useWords(words);

/** From two days on people count in days. */
const HOURS_IN_DAYS = 48;

function useBefore() {
  const t = useRefundWords();
  return ({ hours }: RefundRule): string =>
    hours === 0
      ? t('before.start')
      : hours >= HOURS_IN_DAYS && hours % 24 === 0
        ? t('before.days', { count: hours / 24 })
        : t('before.hours', { count: hours });
}

/** All that one gets back, by how early one cancels. */
export function RefundRules({ policy }: { policy: CancellationPolicy }) {
  const t = useRefundWords();
  const before = useBefore();
  return (
    <ul className="list-disc space-y-1 pl-5">
      {refundRules(policy).map((rule) => (
        <li key={rule.share}>
          {rule.share === 'none'
            ? t('share.none')
            : t(`share.${rule.share}`, { before: before(rule), percent: String(rule.percent) } as { before: string; percent: string })}
        </li>
      ))}
      <li>{t('doctor')}</li>
    </ul>
  );
}

/** In one line: until when one can cancel this visit, and what comes back. */
export function RefundLine({ policy, startsAt, now }: { policy: CancellationPolicy; startsAt: string; now: number }) {
  const t = useRefundWords();
  const { dateTime } = useFormat();
  const current = refundNow(policy, startsAt, now);
  if (!current || current.rule.share === 'none') return <>{t('now.none')}</>;
  const when = dateTime(current.until);
  return <>{current.rule.share === 'all' ? t('now.all', { when }) : t('now.part', { when, percent: String(current.rule.percent) })}</>;
}
