import type { synthesized } from '../infra/testing/synthesized.ts';
import { bill, prices, type Share } from './cost.ts';
import type { Counted } from './counted.ts';
import type { Section } from './report.ts';
import { told } from './table-counter.ts';

const MINUTES = 30 * 24 * 60;
/** An idle queue of a function is asked by five pollers, each waiting for 20 s (from general knowledge). */
const POLLS_A_MINUTE = 5 * 3;
/** Seven times the round trip of 32 queries at once, on half a gigabyte. An assumption, said aloud. */
const SWEEP_SECONDS = 0.4;
const SWEEP_GIGABYTES = 0.5;
/** The sweep's own three: they are sent in every run. All others are sent, and paid for, when they happen. */
const METRICS = 3;

/** What a stage has, by the kinds that cost without use. */
export type Kept = {
  readonly webAcls: number;
  readonly webAclRules: number;
  readonly keys: number;
  readonly secrets: number;
  readonly dashboards: number;
  readonly alarms: number;
  /** Queues that a function is fed from. */
  readonly fedFrom: number;
};

/** Dollars for a month in which nobody does anything; free tiers are left out. */
export const costOfIdleMonth = (kept: Kept, sweep: Counted): Share[] => [
  { what: 'WAF', dollars: kept.webAcls * prices.webAcl + kept.webAclRules * prices.webAclRule },
  { what: 'keys and secret', dollars: kept.keys * prices.key + kept.secrets * prices.secret },
  {
    what: 'dashboard, alarms, metrics',
    dollars: kept.dashboards * prices.dashboard + kept.alarms * prices.alarm + METRICS * prices.metric,
  },
  { what: 'polling of queues', dollars: kept.fedFrom * POLLS_A_MINUTE * MINUTES * prices.queueRequest },
  { what: 'sweep: table', dollars: MINUTES * (sweep.readUnits * prices.readUnit + sweep.writeUnits * prices.writeUnit) },
  {
    what: 'sweep: function',
    dollars: MINUTES * (SWEEP_SECONDS * SWEEP_GIGABYTES * prices.gigabyteSecond + prices.invocation),
  },
];

/** Counted in the templates of a stage. */
const keptBy = ({ ofType }: ReturnType<typeof synthesized>): Kept => ({
  webAcls: ofType('WAFv2::WebACL').length,
  webAclRules: ofType('WAFv2::WebACL').reduce((sum, { Properties }) => sum + Properties.Rules.length, 0),
  keys: ofType('KMS::Key').length,
  secrets: ofType('SecretsManager::Secret').length,
  dashboards: ofType('CloudWatch::Dashboard').length,
  alarms: ofType('CloudWatch::Alarm').length,
  // The publisher is fed from the table's stream, which costs nothing to ask.
  fedFrom: ofType('Lambda::EventSourceMapping').filter(({ Properties }) => !Properties.StartingPosition).length,
});

export const idleMonthSection = async (sweep: Counted): Promise<Section> => {
  // The CDK takes a second to load, and the rest of this file does without it.
  const templates = await import('../infra/testing/synthesized.ts');
  const kept = keptBy(templates.synthesized());
  const shares = costOfIdleMonth(kept, sweep);
  const { lines, total } = bill(shares);
  return {
    title: 'A month without use, from the templates of a stage and list prices (bench/cost.ts)',
    lines,
    notes: [
      `${kept.webAclRules} rules of the firewall, ${kept.keys} keys, ${kept.alarms} alarms, ${kept.fedFrom} queues. Free tiers are left out.`,
      `A sweep that finds nothing: ${told(sweep)}; ${MINUTES} of them, ${SWEEP_SECONDS} s each (assumed).`,
    ],
    data: { kept, shares, total, sweep },
  };
};
