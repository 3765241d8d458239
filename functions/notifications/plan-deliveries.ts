import type { Instant } from '../shared/values.ts';
import { Channel, type NoticeKind, type NotificationPreferences } from './contract.ts';
import { cascade } from './delivery-states.ts';
import type { About } from './items.ts';
import { endOfQuiet } from './quiet-hours.ts';
import { templates } from './templates/templates.ts';

/** Notifications that go out to a person on one day; more are in the inbox only. It keeps a fault of ours from flooding them. */
export const DAILY_LIMIT = { doses: 60, others: 20 } as const;

/** Somebody may be in danger: no limit, no quiet hours, no topic holds these back. */
const emergencies: ReadonlySet<NoticeKind> = new Set(['caregiver-alert', 'emergency-access']);
const doses: ReadonlySet<NoticeKind> = new Set(['dose-due', 'dose-due-again']);
/** A reminder so near to an appointment is worth a disturbance at any hour. */
const DISTURBS_MINUTES = 15;

/** What it is counted as against the daily limit; nothing is never limited. */
export const countedAs = (kind: NoticeKind): keyof typeof DAILY_LIMIT | undefined =>
  emergencies.has(kind) ? undefined : doses.has(kind) ? 'doses' : 'others';

/** Until when it waits, if it came now; nothing if it goes at once. */
export const waitsUntil = (
  { kind, about }: { readonly kind: NoticeKind; readonly about: About },
  { quietHours }: Pick<NotificationPreferences, 'quietHours'>,
  now: Instant,
): Instant | undefined => {
  if (emergencies.has(kind) || doses.has(kind)) return undefined;
  if (kind === 'appointment-reminder' && (about.minutesBefore ?? Number.POSITIVE_INFINITY) <= DISTURBS_MINUTES) return undefined;
  return endOfQuiet(quietHours, now);
};

/** Seconds that a channel has to confirm before the next one takes its turn. */
export const patienceOf = (kind: NoticeKind): number => (emergencies.has(kind) ? 120 : 300);

/** Why a channel may not be used for this; a STOP holds for everything. */
export const whyClosed = (
  kind: NoticeKind,
  channel: Channel,
  { channels, stopped }: Pick<NotificationPreferences, 'channels' | 'stopped'>,
): 'stopped' | 'not-wanted' | undefined => {
  if (stopped.some((each) => each.channel === channel)) return 'stopped';
  const { topic } = templates[kind];
  if (emergencies.has(kind) || topic === 'emergency' || channels[topic].includes(channel)) return undefined;
  return 'not-wanted';
};

export type Planned = {
  /** Every channel that it may go out on. */
  readonly planned: readonly Channel[];
  /** Whose turn is first: e-mail, and the first of the cascade. */
  readonly atOnce: readonly Channel[];
  readonly turn?: Channel;
  readonly fallbacks: readonly Channel[];
  /** When the first turn is, if that is later. */
  readonly from?: Instant;
  readonly limited: boolean;
};

/** What of one notification goes out now, what later, what perhaps. */
export const planDeliveries = (given: {
  readonly kind: NoticeKind;
  readonly about: About;
  /** Channels that the template has and that the person can be reached by. */
  readonly reachable: readonly Channel[];
  readonly preferences: NotificationPreferences;
  readonly sentToday: { readonly doses: number; readonly others: number };
  readonly now: Instant;
}): Planned => {
  const { kind, about, reachable, preferences, sentToday, now } = given;
  const counted = countedAs(kind);
  const open = Channel.options.filter((channel) => reachable.includes(channel) && !whyClosed(kind, channel, preferences));
  const limited = open.length > 0 && counted !== undefined && sentToday[counted] >= DAILY_LIMIT[counted];
  const planned = limited ? [] : open;
  const [turn, ...fallbacks] = cascade.filter((channel) => planned.includes(channel));
  const from = waitsUntil({ kind, about }, preferences, now);
  return {
    planned,
    atOnce: planned.filter((channel) => channel === turn || !cascade.includes(channel)),
    ...(turn ? { turn } : {}),
    fallbacks,
    ...(from ? { from } : {}),
    limited,
  };
};
