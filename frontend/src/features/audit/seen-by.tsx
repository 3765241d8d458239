import { useState } from 'react';
import { Link } from 'react-router';

import type { AuditEntry } from '../../../../functions/audit/contract.ts';
import { usePages, useQuery } from '../../shared/api/query.ts';
import { useSession } from '../../shared/auth/session.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { dictionary, useWords } from '../../shared/i18n/words.ts';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Empty, OfflineEmpty, Skeleton, Tag } from '../../shared/ui/surfaces.tsx';
import english from './seen-by.en.ts';

const words = dictionary({ en: () => Promise.resolve({ default: english }), hi: () => import('./seen-by.hi.ts') });

type WhatKey = Extract<keyof typeof english, `what.${string}`>;

const whatOf = ({ action, kind }: AuditEntry): WhatKey =>
  `what.${action}` in english ? (`what.${action}` as WhatKey) : kind === 'read' ? 'what.read' : 'what.write';

const noteIdOf = ({ resource }: AuditEntry) => /^consultation-note#(.+)$/.exec(resource)?.[1];

const documentIdOf = ({ resource }: AuditEntry) => /^document#(.+)$/.exec(resource)?.[1];

/** Entries of the same day, in the order in which they came. */
function byDay(entries: readonly AuditEntry[]): [string, AuditEntry[]][] {
  const days = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const day = indianDay(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

/** `/me/seen-by`: the trail of one's own record. */
export default function SeenBy() {
  const t = useWords(words);
  const { date, time } = useFormat();
  const { accountId } = useSession();
  const [show, setShow] = useState<'others' | 'all'>('others');
  const trail = usePages('GET /me/audit', {});
  const visits = useQuery('GET /consultation-notes', { query: { as: 'patient', limit: '100' } });
  const consents = useQuery('GET /consents', { query: { as: 'patient', limit: '100' } });
  const files = useQuery('GET /documents', { query: { limit: '100' } });
  const names = new Map([
    ...(consents.data ?? []).map(({ grantee }) => [grantee.accountId, grantee.name] as const),
    ...(visits.data ?? []).map(({ doctor }) => [doctor.doctorId, doctor.name] as const),
  ]);
  const fileNames = new Map(files.data?.map(({ documentId, name }) => [documentId, name]));
  const mine = new Set(visits.data?.map(({ noteId }) => noteId));
  const shown = trail.items?.filter(({ actor }) => show === 'all' || actor.accountId !== accountId);
  const who = ({ actor }: AuditEntry) =>
    actor.accountId === accountId ? t('you') : (names.get(actor.accountId) ?? t(`role.${actor.role}`));

  return (
    <Page title={t('title')}>
      <p className="max-w-prose text-ink-2">{t('lead')}</p>
      <ChoiceChips
        label={t('show')}
        options={[
          { value: 'others', label: t('show.others') },
          { value: 'all', label: t('show.all') },
        ]}
        value={show}
        onChange={setShow}
      />
      {trail.error && !trail.items && <ErrorNotice failure={trail.error} onRetry={() => trail.refetch()} />}
      {trail.isPending && (trail.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={4} />)}
      {shown?.length === 0 && (
        <Empty icon="eye" title={trail.items?.length ? t('empty.others') : t('empty.title')}>
          {t('empty.text')}
        </Empty>
      )}
      {byDay(shown ?? []).map(([day, entries]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`} className="mb-2 text-base text-ink-2">
            {date(day)}
          </h2>
          <ul className="card divide-y divide-line">
            {entries.map((entry) => {
              const noteId = noteIdOf(entry);
              const documentId = documentIdOf(entry);
              const fileName = documentId && fileNames.get(documentId);
              return (
                <li key={entry.number} className="space-y-1 px-4 py-3">
                  <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <b className="font-semibold">{who(entry)}</b>
                    {entry.breakGlass ? (
                      <Tag kind="warn">{t('kind.emergency')}</Tag>
                    ) : (
                      <Tag icon={entry.kind === 'read' ? 'eye' : 'pencil'}>{t(`kind.${entry.kind}`)}</Tag>
                    )}
                    <span className="ml-auto text-sm text-ink-2">{time(entry.at)}</span>
                  </div>
                  <p>{t(whatOf(entry))}</p>
                  {entry.breakGlass && <p className="text-sm text-ink-2">{t('emergency.text')}</p>}
                  {fileName && (
                    <Link className="link inline-block py-3 text-sm break-words" to={`/record/files/${encodeURIComponent(documentId)}`}>
                      {fileName}
                    </Link>
                  )}
                  {noteId && mine.has(noteId) && (
                    <Link className="link inline-block py-3 text-sm" to={`/visits/${encodeURIComponent(noteId)}`}>
                      {t('open')}
                    </Link>
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      ))}
      <ShowMore of={trail} />
      <Age at={trail.dataUpdatedAt} failed={Boolean(trail.items) && (trail.isRefetchError || trail.fetchStatus === 'paused')} />
    </Page>
  );
}
