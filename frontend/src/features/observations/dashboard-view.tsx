import { useState } from 'react';

import type { Dashboard, MarkerGlance, MarkerInfo } from '../../../../functions/observations/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { Button } from '../../shared/ui/button.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { Card, Empty, Tag } from '../../shared/ui/surfaces.tsx';
import { Attention } from './attention.tsx';
import { categories } from './categories.ts';
import { Glance, type MarkerWay, picked } from './glance.tsx';
import { useResultWords } from './observations-words.ts';
import { countsOf } from './reading.ts';
import { infoOf, markersFor } from './use-markers.ts';
import { dayOfSample } from './value-form.ts';
import { valueText } from './value-text.ts';

/** So many changes are told on top; the rest stands in its category. */
const MOST_CHANGES = 5;
/** Up to so many markers every category stands open. */
const FEW = 12;

type ViewProps = { dashboard: Dashboard; markers: readonly MarkerInfo[] | undefined; Way: MarkerWay };

/** Each marker's newest value: what needs attention, what changed, all by category. `own`: with what a patient does next. */
export function DashboardView({ dashboard, markers, Way, own }: ViewProps & { own: boolean }) {
  return (
    <div className="space-y-4">
      <Stats dashboard={dashboard} />
      <Attention dashboard={dashboard} markers={markers} Way={Way} own={own} />
      <Changes dashboard={dashboard} markers={markers} Way={Way} />
      <Categories dashboard={dashboard} markers={markers} Way={Way} />
    </div>
  );
}

function Stats({ dashboard: { markers, values, newestAt } }: Pick<ViewProps, 'dashboard'>) {
  const t = useResultWords();
  const { date, number } = useFormat();
  const figures = {
    values: number(values),
    tests: number(markers.length),
    outside: number(countsOf(markers).outside),
    newest: newestAt ? date(dayOfSample(newestAt), 'no-weekday') : '',
  };
  return (
    <section aria-label={t('stats.title')}>
      <dl className="card grid grid-cols-2 gap-4 p-4 desk:grid-cols-4">
        {(['values', 'tests', 'outside', 'newest'] as const).map((figure) => (
          <div key={figure} className="flex flex-col-reverse justify-end">
            <dt className="text-sm text-ink-2">{t(`stats.${figure}`)}</dt>
            <dd className="text-lg font-semibold">{figures[figure]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Changes({ dashboard, markers, Way }: ViewProps) {
  const t = useResultWords();
  const { language } = useLanguage();
  const { date } = useFormat();
  const glances = picked(dashboard, dashboard.changed);
  if (glances.length === 0) return null;
  return (
    <Card title={t('changed.title')}>
      <ul className="-mx-4 divide-y divide-line">
        {glances.slice(0, MOST_CHANGES).map((glance) => {
          const info = infoOf(markers, glance.code);
          const before = glance.previous;
          return (
            <li key={glance.code}>
              <Way code={glance.code}>
                <Glance glance={glance} info={info}>
                  {before &&
                    t('changed.from', { value: valueText(before, info, language), when: date(dayOfSample(before.at), 'no-weekday') })}
                </Glance>
              </Way>
            </li>
          );
        })}
      </ul>
      {glances.length > MOST_CHANGES && <p className="text-sm text-ink-2">{t('changed.more', { count: glances.length - MOST_CHANGES })}</p>}
    </Card>
  );
}

function Categories({ dashboard, markers, Way }: ViewProps) {
  const t = useResultWords();
  const [typed, setTyped] = useState('');
  const searching = typed.trim() !== '';
  const named = dashboard.markers.map((glance) => ({ ...glance, shortName: infoOf(markers, glance.code)?.shortName ?? '' }));
  const found = markersFor(named, typed);
  const open = searching || dashboard.markers.length <= FEW;
  return (
    <section className="space-y-3">
      <h2>{t('categories.title')}</h2>
      {dashboard.markers.length > 3 && (
        <search>
          <TextField type="search" autoComplete="off" label={t('search')} hint={t('search.hint')} value={typed} onChange={setTyped} />
        </search>
      )}
      <p role="status" className="sr">
        {found.length === 0 && t('search.none')}
      </p>
      {found.length === 0 && (
        <Empty
          icon="search"
          title={t('search.none')}
          action={
            <Button kind="secondary" onClick={() => setTyped('')}>
              {t('search.all')}
            </Button>
          }
        />
      )}
      {categories.map((category) => {
        const glances = found.filter((glance) => glance.category === category);
        if (glances.length === 0) return null;
        return (
          // Another search opens what it finds; without one the person's own choice stays.
          <details key={`${category} ${open}`} className="card overflow-hidden" open={open}>
            <summary className="min-h-12 p-4">
              <span className="font-semibold">{t(`category.${category}`)}</span>
              <CategoryStatus glances={glances} />
            </summary>
            <ul className="divide-y divide-line border-t border-line">
              {glances.map((glance) => (
                <li key={glance.code}>
                  <Way code={glance.code}>
                    <Glance glance={glance} info={infoOf(markers, glance.code)} />
                  </Way>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}

function CategoryStatus({ glances }: { glances: readonly MarkerGlance[] }) {
  const t = useResultWords();
  const { outside, within, unknown } = countsOf(glances);
  return (
    <span className="mt-1 flex flex-wrap gap-2">
      {outside > 0 && <Tag kind="warn">{t('count.outside', { count: outside })}</Tag>}
      {within > 0 && <Tag kind="ok">{t('count.within', { count: within })}</Tag>}
      {unknown > 0 && (
        <Tag kind="plain" icon="info">
          {t('count.unknown', { count: unknown })}
        </Tag>
      )}
    </span>
  );
}
