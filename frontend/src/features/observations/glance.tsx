import type { ReactNode } from 'react';

import type { Dashboard, MarkerGlance, MarkerInfo } from '../../../../functions/observations/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { Chevron } from '../../shared/ui/page.tsx';
import { readingOf } from './reading.ts';
import { ReadingTag } from './reading-tag.tsx';
import { dayOfSample } from './value-form.ts';
import { valueText } from './value-text.ts';

/** A row that leads to one marker: a link of the patient's, a button at the doctor's desk. */
export type MarkerWay = (props: { code: string; children: ReactNode }) => ReactNode;

/** The markers of some codes, in the order of the codes. */
export const picked = (dashboard: Dashboard, codes: readonly string[]): MarkerGlance[] =>
  codes.flatMap((code) => dashboard.markers.find((glance) => glance.code === code) ?? []);

/** One marker in a row: name, newest value and its day, how it stands. */
export function Glance({ glance, info, children }: { glance: MarkerGlance; info: MarkerInfo | undefined; children?: ReactNode }) {
  const { language } = useLanguage();
  const { date } = useFormat();
  const { name, latest } = glance;
  return (
    <>
      <span className="min-w-0">
        <span className="block">{name[language]}</span>
        <span className="block">
          <b className="text-lg">{valueText(latest, info, language)}</b>{' '}
          <span className="text-sm text-ink-2">{date(dayOfSample(latest.at), 'no-weekday')}</span>
        </span>
        {children && <span className="block text-sm text-ink-2">{children}</span>}
        <span className="mt-1 block">
          <ReadingTag reading={readingOf(latest)} />
        </span>
      </span>
      <Chevron />
    </>
  );
}
