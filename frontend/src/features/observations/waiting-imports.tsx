import { useEffect, useState } from 'react';
import { Link } from 'react-router';

import { useQuery } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { Chevron } from '../../shared/ui/page.tsx';
import { useResultWords } from './observations-words.ts';

/** A report of a few pages is read within seconds. */
const LOOK_AGAIN = 3_000;

/** What was read from reports and files and has not been looked at: nothing of it is in the record before. */
export function WaitingImports() {
  const t = useResultWords();
  const { date } = useFormat();
  const [reading, setReading] = useState(false);
  const imports = useQuery('GET /observation-imports', { query: {} }, { staleTime: 0, refetchInterval: reading ? LOOK_AGAIN : false });
  const open = imports.data?.filter(({ status }) => status === 'to-review' || status === 'reading') ?? [];
  const isReading = open.some(({ status }) => status === 'reading');
  useEffect(() => setReading(isReading), [isReading]);
  const ready = open.filter(({ status }) => status === 'to-review').length;
  if (open.length === 0) return null;
  return (
    <section className="card overflow-hidden" aria-labelledby="waiting-imports">
      <h2 id="waiting-imports" className="flex items-center gap-2 bg-info-soft px-4 py-3 text-base text-info">
        <Icon name="info" />
        {ready === 0 ? t('waiting.reading') : t('waiting.title', { count: ready })}
      </h2>
      <ul className="divide-y divide-line">
        {open.map(({ importId, fileName, kind, status, createdAt }) => (
          <li key={importId}>
            <Link to={`/record/results/imports/${encodeURIComponent(importId)}`} className="row-link">
              <span className="min-w-0">
                <span className="block font-semibold break-words">{fileName ?? t(`waiting.kind.${kind}`)}</span>
                <span className="block text-sm text-ink-2">
                  {t(status === 'reading' ? 'waiting.is-reading' : 'waiting.check', { when: date(indianDay(createdAt)) })}
                </span>
              </span>
              <Chevron />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
