import type { ReactNode } from 'react';

import { useFormat } from '../i18n/dates.ts';
import { useSharedWords } from '../i18n/shared-words.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

const tagIcons = { ok: 'check', warn: 'alert-triangle', danger: 'alert-triangle', info: 'info', plain: undefined } as const;

/** A state: icon, word and colour. */
export function Tag({ kind = 'plain', icon, children }: { kind?: keyof typeof tagIcons; icon?: IconName; children: ReactNode }) {
  const name = icon ?? tagIcons[kind];
  return (
    <span className={`tag tag-${kind}`}>
      {name && <Icon name={name} size={16} />}
      {children}
    </span>
  );
}

/** One subject, one action. */
export function Card({
  title,
  end,
  children,
  className = '',
  id,
}: {
  title?: ReactNode;
  end?: ReactNode;
  children: ReactNode;
  className?: string;
  id?: string;
}) {
  return (
    <section className={`card p-4 ${className}`} id={id}>
      {title && (
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <h2 className="mr-auto">{title}</h2>
          {end}
        </div>
      )}
      {children}
    </section>
  );
}

/** A message that stays on the page. */
export function Note({
  kind = 'info',
  title,
  children,
}: {
  kind?: 'info' | 'warn' | 'danger' | 'ok';
  title?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={`note-box note-${kind}`}>
      <Icon name={kind === 'info' ? 'info' : kind === 'ok' ? 'check' : 'alert-triangle'} />
      <div className="min-w-0 space-y-1">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** Nothing here yet: says so, and what to do. */
export function Empty({ icon, title, children, action }: { icon: IconName; title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="card flex flex-col items-center gap-2 px-6 py-10 text-center">
      <Icon name={icon} size={40} className="text-brand" />
      <p className="text-lg font-semibold">{title}</p>
      {children && <div className="max-w-prose text-ink-2">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}

const places = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const boneWidths = ['w-3/4', 'w-full', 'w-5/6', 'w-2/3'];

/** The shape of what is loading, after 300 ms. `cards` for lists, otherwise lines of text. */
export function Skeleton({ lines = 3, cards = 0 }: { lines?: number; cards?: number }) {
  const t = useSharedWords();
  const text = places.slice(0, lines).map((place) => <span key={place} className={`bone ${boneWidths[place % boneWidths.length]}`} />);
  return (
    <div className="skeleton" aria-busy="true">
      <p className="sr" role="status">
        {t('loading')}
      </p>
      <div aria-hidden="true" className="space-y-3">
        {cards > 0
          ? places.slice(0, cards).map((place) => (
              <div key={place} className="card p-4">
                {text}
              </div>
            ))
          : text}
      </div>
    </div>
  );
}

/** Offline, and nothing of this was loaded before. */
export function OfflineEmpty() {
  const t = useSharedWords();
  return (
    <Empty icon="wifi-off" title={t('net.offline')}>
      {t('offline.nothing-kept')}
    </Empty>
  );
}

/** How old the data is, where it could not be refreshed. */
export function Age({ at, failed }: { at: number; failed: boolean }) {
  const t = useSharedWords();
  const { dateTime } = useFormat();
  return failed ? <p className="text-sm text-ink-2">{t('updated', { when: dateTime(at) })}</p> : null;
}
