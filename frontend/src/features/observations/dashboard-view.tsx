import { type ReactNode, useState } from 'react';

import type { Dashboard, MarkerGlance, MarkerInfo } from '../../../../functions/observations/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { Chevron } from '../../shared/ui/page.tsx';
import { Card, Empty, Tag } from '../../shared/ui/surfaces.tsx';
import { categories } from './categories.ts';
import { useResultWords } from './observations-words.ts';
import { countsOf, nextStepOf, readingOf } from './reading.ts';
import { ReadingTag } from './reading-tag.tsx';
import { infoOf, markersFor } from './use-markers.ts';
import { dayOfSample } from './value-form.ts';
import { valueText } from './value-text.ts';

/** So many changes are told on top; the rest stands in its category. */
const MOST_CHANGES = 5;
/** Up to so many markers every category stands open. */
const FEW = 12;

/** A row that leads to one marker: a link of the patient's, a button at the doctor's desk. */
export type MarkerWay = (props: { code: string; children: ReactNode }) => ReactNode;

type ViewProps = { dashboard: Dashboard; markers: readonly MarkerInfo[] | undefined; Way: MarkerWay };

/** Each marker's newest value: what needs attention, what changed, all by category. `own`: with what a patient does next. */
export function DashboardView({ dashboard, markers, Way, own }: ViewProps & { own: boolean }) {
  const t = useResultWords();
  const { date } = useFormat();
  const { values, newestAt } = dashboard;
  return (
    <div className="space-y-4">
      {newestAt && <p className="text-ink-2">{t('stats', { count: values, when: date(dayOfSample(newestAt)) })}</p>}
      <Attention dashboard={dashboard} markers={markers} Way={Way} own={own} />
      <Changes dashboard={dashboard} markers={markers} Way={Way} />
      <Categories dashboard={dashboard} markers={markers} Way={Way} />
    </div>
  );
}

const picked = (dashboard: Dashboard, codes: readonly string[]): MarkerGlance[] =>
  codes.flatMap((code) => dashboard.markers.find((glance) => glance.code === code) ?? []);

function Attention({ dashboard, markers, Way, own }: ViewProps & { own: boolean }) {
  const t = useResultWords();
  const glances = picked(dashboard, dashboard.attention);
  const notChecked = dashboard.markers.some(({ latest }) => latest.why === 'range-not-checked');
  return (
    <Card title={t('attention.title')}>
      {glances.length === 0 ? <p>{t('attention.none')}</p> : null}
      {glances.length > 0 && (
        <ul className="-mx-4 divide-y divide-line">
          {glances.map((glance) => (
            <li key={glance.code}>
              <Way code={glance.code}>
                <Glance glance={glance} info={infoOf(markers, glance.code)} />
              </Way>
              {own && <NextStep glance={glance} />}
            </li>
          ))}
        </ul>
      )}
      {notChecked && <p className="mt-3 text-sm text-ink-2">{t('attention.not-checked')}</p>}
    </Card>
  );
}

/** What to do next, in words of the source where there are some. */
function NextStep({ glance: { latest } }: { glance: MarkerGlance }) {
  const t = useResultWords();
  const { language } = useLanguage();
  const step = nextStepOf(latest);
  return (
    <div className="space-y-2 px-4 pb-4">
      {latest.critical?.alert && latest.critical.words && <p>{latest.critical.words[language]}</p>}
      <p className="font-semibold">{t(`step.${step}`)}</p>
      {step === 'call-112' ? (
        <a className="btn btn-primary" href="tel:112">
          {t('step.call-now')}
        </a>
      ) : (
        <ButtonLink kind="secondary" to="/doctors" icon="stethoscope">
          {t('step.find-doctor')}
        </ButtonLink>
      )}
    </div>
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

/** One marker in a row: name, newest value and its day, how it stands. */
function Glance({ glance, info, children }: { glance: MarkerGlance; info: MarkerInfo | undefined; children?: ReactNode }) {
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
