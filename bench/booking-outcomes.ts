import type { Line } from './report.ts';
import { spread } from './statistics.ts';

export type Crowding = {
  readonly people: number;
  readonly slots: readonly string[];
  readonly answers: readonly { readonly slot: string; readonly answer: string }[];
  readonly milliseconds: readonly number[];
  readonly seconds: number;
  /** Transactions that were sent, conflicts included. */
  readonly transactions: number;
  readonly conflicts: number;
};

const BOOKED = '201';

/** How often each answer was given, the rarest first. */
export const answersOf = (answers: Crowding['answers']): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { answer } of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return new Map([...counts].toSorted(([, a], [, b]) => a - b));
};

/** Times that were sold more than once, and times that nobody got. */
export const wrongly = ({ slots, answers }: Pick<Crowding, 'slots' | 'answers'>): { soldTwice: number; leftOver: number } => {
  const buyers = slots.map((slot) => answers.filter((each) => each.slot === slot && each.answer === BOOKED).length);
  return { soldTwice: buyers.filter((count) => count > 1).length, leftOver: buyers.filter((count) => count === 0).length };
};

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(part === 0 ? 0 : 2)} %`;

export const judged = (race: Crowding): Line[] => {
  const { people, slots, answers, seconds, transactions, conflicts } = race;
  const name = `${people} people × ${slots.length}`;
  const { soldTwice, leftOver } = wrongly(race);
  const counts = [...answersOf(answers)];
  const busy = counts.reduce((sum, [answer, count]) => (/^5/.test(answer) ? sum + count : sum), 0);
  const { p50, p99 } = spread(race.milliseconds);
  return [
    {
      what: `${name}: answers`,
      aim: `${slots.length} × 201, no 5xx`,
      measured: counts.map(([answer, count]) => `${count} × ${answer} (${percent(count, answers.length)})`).join(', '),
      met: counts.find(([answer]) => answer === BOOKED)?.[1] === slots.length && busy === 0,
    },
    {
      what: `${name}: sold twice / left over`,
      aim: '0 / 0',
      measured: `${soldTwice} / ${leftOver}`,
      met: soldTwice === 0 && leftOver === 0,
    },
    {
      what: `${name}: wall time`,
      measured: `${seconds.toFixed(1)} s, ${Math.round(answers.length / seconds)} requests a second; one of them p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
    },
    {
      what: `${name}: transactions tried`,
      measured: `${transactions}, of them ${conflicts} met another; ${(transactions / slots.length).toFixed(1)} for each time sold`,
    },
  ];
};
