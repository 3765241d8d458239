import { Cron } from 'croner';

import { StartProblem } from './options.ts';

const unitSeconds: Record<string, number> = { minute: 60, hour: 3_600, day: 86_400 };
const lastOf = [59, 23, 31, 12, 7];

/** `cron(0/15 3 ? * 2-6 *)` of AWS as croner understands it: no `?`, no `0/15`, Sunday is 0 instead of 1. */
const cronFromAws = (expression: string): string => {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error('six fields are needed');
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields.map((field, i) => {
    if (field === '?') return '*';
    const stepped = field.replace(/(^|,)(\d+)\/(\d+)/g, (_, before, from, step) => `${before}${from}-${lastOf[i] ?? 2199}/${step}`);
    return i === 4 ? stepped.replace(/(?<![#\d/])\d(?!\d)/g, (day) => String(Number(day) - 1)) : stepped;
  });
  return `0 ${minute} ${hour} ${dayOfMonth} ${month} ${dayOfWeek} ${year}`;
};

/** When an EventBridge schedule fires next, after the given instant; undefined when never again. UTC. */
export const nextRun = (expression: string, after: Date): Date | undefined => {
  const [, kind, inner = ''] = /^(rate|cron)\((.+)\)$/.exec(expression) ?? [];
  try {
    if (kind === 'rate') {
      const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(inner) ?? [];
      const seconds = unitSeconds[unit];
      if (!count || !seconds) throw new Error('not a rate');
      return new Date(after.getTime() + Number(count) * seconds * 1000);
    }
    if (kind === 'cron') return new Cron(cronFromAws(inner), { timezone: 'UTC' }).nextRun(after) ?? undefined;
  } catch (problem) {
    throw new StartProblem(`The schedule ${expression} is not understood: ${(problem as Error).message}.`);
  }
  throw new StartProblem(`The schedule ${expression} is neither rate(…) nor cron(…).`);
};
