import type { Dashboard, MarkerGlance, MarkerInfo } from '../../../../functions/observations/contract.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/surfaces.tsx';
import { Glance, type MarkerWay, picked } from './glance.tsx';
import { useResultWords } from './observations-words.ts';
import { byNextStep, type NextStep } from './reading.ts';
import { infoOf } from './use-markers.ts';

/** So many of one step stand open; more of them would push away what changed. */
const MOST_OPEN = 4;

type Props = { dashboard: Dashboard; markers: readonly MarkerInfo[] | undefined; Way: MarkerWay };

/** What needs attention, most urgent first. `own`: with what a patient does next, once for all values of one step. */
export function Attention({ dashboard, markers, Way, own }: Props & { own: boolean }) {
  const t = useResultWords();
  const groups = byNextStep(picked(dashboard, dashboard.attention));
  const notChecked = dashboard.markers.some(({ latest }) => latest.why === 'range-not-checked');
  return (
    <Card title={t('attention.title')}>
      {groups.length === 0 && <p>{t('attention.none')}</p>}
      <div className="space-y-4">
        {groups.map(({ step, glances }) => (
          <div key={step}>
            {own && <Step step={step} count={glances.length} />}
            <Rows glances={glances.slice(0, MOST_OPEN)} markers={markers} Way={Way} own={own} />
            {glances.length > MOST_OPEN && (
              <details className="-mx-4 border-t border-line">
                <summary className="min-h-12 px-4 py-3 font-semibold">{t('attention.more', { count: glances.length - MOST_OPEN })}</summary>
                <div className="px-4">
                  <Rows glances={glances.slice(MOST_OPEN)} markers={markers} Way={Way} own={own} />
                </div>
              </details>
            )}
          </div>
        ))}
      </div>
      {notChecked && <p className="mt-3 text-sm text-ink-2">{t(own ? 'attention.not-checked' : 'attention.not-checked.of-patient')}</p>}
    </Card>
  );
}

function Step({ step, count }: { step: NextStep; count: number }) {
  const t = useResultWords();
  return (
    <div className="mb-2 flex flex-wrap items-center gap-3">
      <p className="mr-auto font-semibold">{step === 'ask' || step === 'ask-soon' ? t(`step.${step}`, { count }) : t(`step.${step}`)}</p>
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

function Rows({ glances, markers, Way, own }: Pick<Props, 'markers' | 'Way'> & { glances: readonly MarkerGlance[]; own: boolean }) {
  const { language } = useLanguage();
  return (
    <ul className="-mx-4 divide-y divide-line">
      {glances.map((glance) => {
        const { critical } = glance.latest;
        return (
          <li key={glance.code}>
            <Way code={glance.code}>
              <Glance glance={glance} info={infoOf(markers, glance.code)} />
            </Way>
            {own && critical?.alert && critical.words && <p className="px-4 pb-4">{critical.words[language]}</p>}
          </li>
        );
      })}
    </ul>
  );
}
