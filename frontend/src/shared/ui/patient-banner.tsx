import type { ReactNode } from 'react';

import { useSharedWords } from '../i18n/shared-words.ts';
import { Icon } from './icon.tsx';

/** Whose record this is, with allergies; stays in sight. `compact`, on a phone: only that stays, the rest goes by with the page. */
export function PatientBanner({
  name,
  facts,
  allergies,
  more = [],
  heading: Heading = 'h1',
  compact = false,
}: {
  name: string;
  /** `42 years`, `Female`, `born 12 Mar 1984`. */
  facts: readonly string[];
  allergies: readonly { readonly substance: string; readonly reaction?: string | undefined }[];
  more?: readonly { readonly label: string; readonly value: ReactNode }[];
  heading?: 'h1' | 'h2' | 'p';
  compact?: boolean;
}) {
  const t = useSharedWords();
  const others = more.length > 0 && (
    <dl className={compact ? 'banner-more' : undefined}>
      {more.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
  const banner = (
    <section className={compact ? 'banner banner-compact' : 'banner'} aria-label={t('banner.patient')}>
      <div>
        <Heading className={compact ? 'font-semibold' : 'text-xl font-semibold'}>{name}</Heading>
        {facts.length > 0 && <p className="text-sm text-ink-2">{facts.join(' · ')}</p>}
      </div>
      {allergies.length > 0 && (
        <p className="banner-allergy">
          <Icon name="alert-triangle" size={24} />
          <span>
            <b>{t('banner.allergy', { what: allergies.map(({ substance }) => substance).join(', ') })}</b>
            <span>
              {allergies
                .filter(({ reaction }) => reaction)
                .map(({ substance, reaction }) => (allergies.length > 1 ? `${substance}: ${reaction}` : reaction))
                .join(', ')}
            </span>
          </span>
        </p>
      )}
      {!compact && others}
    </section>
  );
  return compact ? (
    <>
      {banner}
      {others}
    </>
  ) : (
    banner
  );
}
