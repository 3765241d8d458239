import { SWEEP_GROUPS } from '../functions/due/contract.ts';
import { prices } from './cost.ts';
import { atMost, type Line, type Section } from './report.ts';
import { measureCallCosts } from './sweep-calls.ts';
import { type CallCosts, DUE_AT, latency, partition, sweepWorld } from './sweep-world.ts';

const MILLION = 1_000_000;
const number = (value: number): string => value.toLocaleString('en-IN');
const seconds = (value: number): string => `${value.toFixed(1)} s`;
const times = (value: number): string => `${value.toFixed(2)}×`;
const dollars = (value: number): string => `$${value.toFixed(2)}`;

/** One minute at which so many are due while so many others rest, swept until nothing is left. */
const minuteOf = async (due: number, others: number, costs: CallCosts) => {
  const world = sweepWorld(due, others, costs);
  const swept = await world.sweepMinute();
  const handedOver = swept.reduce((sum, each) => sum + each.handedOver, 0);
  const { calls, units } = world;
  return {
    due,
    others,
    handedOver,
    once: world.handedOver.size === due && [...world.handedOver.values()].every((count) => count === 1),
    seconds: (world.time.now - DUE_AT) / 1_000,
    calls: calls.queries + calls.deletions + calls.sends + calls.others,
    queries: calls.queries,
    deletions: calls.deletions,
    sends: calls.sends,
    ...units,
    fullest: Math.max(...world.perShard) / (due / world.perShard.length),
    dollars:
      units.read * prices.readUnit +
      units.written * prices.writeUnit +
      calls.sends * prices.queueRequest +
      (SWEEP_GROUPS * ((world.time.now - DUE_AT) / 1_000) * 1_769 * prices.gigabyteSecond) / 1_024,
  };
};

/**
 * A million doses due at 08:00: the real sweep, by a virtual clock, with the calls' CPU measured here and the services' times
 * and limits assumed.
 */
export const measureSweep = async (): Promise<Section[]> => {
  const { sample, itemBytes } = sweepWorld(0, 0, { query: 0, deletion: 0, send: 0 });
  const costs = await measureCallCosts(sample);
  const idle = await minuteOf(0, 0, costs);
  const idleAmongMany = await minuteOf(0, 10 * MILLION, costs);
  const tenth = await minuteOf(MILLION / 10, 10 * MILLION, costs);
  const million = await minuteOf(MILLION, 10 * MILLION, costs);
  const alone = await minuteOf(MILLION, 0, costs);
  const perItem = (each: typeof million) => (each.calls - idle.calls) / each.due;
  const lines: Line[] = [
    atMost('a million due at 08:00, from 08:00:00 to the last one in the queue', million.seconds, 60, seconds),
    {
      what: 'each of them handed over exactly once',
      measured: million.once ? 'yes' : 'no',
      aim: 'yes',
      met: million.once && million.handedOver === MILLION,
    },
    atMost('the fullest shard against the mean of 32', million.fullest, 1.03, times),
    atMost('calls with 10 million more stored, against none', million.calls / alone.calls, 1, times),
    atMost('calls for each due item: a million against a tenth of it', perItem(million) / perItem(tenth), 1.05, times),
    { what: 'calls: queries, deletions, sends', measured: [million.queries, million.deletions, million.sends].map(number).join(', ') },
    { what: 'read and write units', measured: `${number(million.read)}, ${number(million.written)}` },
    { what: 'cost of this minute', measured: dollars(million.dollars) },
    {
      what: 'a minute in which nothing is due: calls, among none and among 10 million',
      measured: `${number(idle.calls)}, ${number(idleAmongMany.calls)}`,
    },
  ];
  return [
    {
      title: 'Sweep of what is due (simulated by a virtual clock)',
      lines,
      notes: [
        `A call's CPU was measured with the SDK over a socket: query ${costs.query.toFixed(2)} ms, deletion of 25 ${costs.deletion.toFixed(2)} ms, send of 10 ${costs.send.toFixed(2)} ms; ${SWEEP_GROUPS} runs have a core each.`,
        `Assumed: answers after ${latency.query}/${latency.deletion}/${latency.send} ms, ${number(partition.writeUnits)} write and ${number(partition.readUnits)} read units a second in a partition, an item of ${itemBytes} bytes, Lambda's core as quick as this one, and that on-demand capacity is there (the table has been warmed to it).`,
        `On paper, one EventBridge Scheduler entry for each reminder instead: $1.25 for a million invocations against ${dollars(million.dollars)} here; about 1,000 invocations a second by default, so a million at 08:00 would take 17 minutes; 10 million entries are the account's whole quota; an entry is made, changed and deleted by a call outside the command's transaction, so that each edit could lose or double a dose. Prices and quotas from general knowledge, to be read again.`,
      ],
      data: { costs, latency, partition, idle, idleAmongMany, tenth, million, alone },
    },
  ];
};
