import { expect, test } from 'vitest';

import { deskDay, startableFrom, takesTime } from './desk-day.ts';

const at = (clock: string): string => `2026-11-23T${clock}:00Z`;
const NOW = Date.parse(at('05:00'));

const visit = (name: string, starts: string, ends: string, more: object = {}) =>
  ({ name, status: 'CONFIRMED', startsAt: at(starts), endsAt: at(ends), ...more }) as const;
const names = (visits: readonly { name: string }[]) => visits.map(({ name }) => name);

test('the next patient is the first confirmed one whose time is not over', () => {
  const day = deskDay(
    [visit('Ravi', '05:20', '05:40'), visit('Asha', '04:50', '05:10'), visit('Sunita', '04:00', '04:20')] as never[],
    NOW,
  );
  expect(day.first).toMatchObject({ name: 'Asha' });
  expect(names(day.coming)).toEqual(['Ravi']);
  expect(names(day.unsettled)).toEqual(['Sunita']);
});

test('whoever is in the room comes before whoever is next', () => {
  const day = deskDay([visit('Asha', '04:50', '05:10'), visit('Ravi', '05:20', '05:40', { status: 'IN_PROGRESS' })] as never[], NOW);
  expect(day.first).toMatchObject({ name: 'Ravi' });
  expect(names(day.coming)).toEqual(['Asha']);
});

test('two visits that were begun are both seen', () => {
  const begun = { status: 'IN_PROGRESS' };
  const day = deskDay([visit('Asha', '04:00', '04:20', begun), visit('Ravi', '04:20', '04:40', begun)] as never[], NOW);
  expect(day.first).toMatchObject({ name: 'Asha' });
  expect(names(day.unsettled)).toEqual(['Ravi']);
});

test('a time that is kept is shown while it is kept', () => {
  const held = visit('Asha', '06:00', '06:20', { status: 'REQUESTED', holdSecondsLeft: 120 });
  const lapsed = visit('Ravi', '06:20', '06:40', { status: 'REQUESTED', holdSecondsLeft: 0 });
  expect(names(deskDay([held, lapsed] as never[], NOW).held)).toEqual(['Asha']);
  expect(takesTime(lapsed as never)).toBe(false);
});

test('a cancelled visit is told, a hold that ran out is not', () => {
  const day = deskDay(
    [
      visit('Asha', '06:00', '06:20', { status: 'CANCELLED', cancelReason: 'by-patient' }),
      visit('Ravi', '06:20', '06:40', { status: 'CANCELLED', cancelReason: 'hold-expired' }),
      visit('Sunita', '03:00', '03:20', { status: 'NO_SHOW' }),
    ] as never[],
    NOW,
  );
  expect(names(day.over)).toEqual(['Sunita', 'Asha']);
  expect(day.first).toBeUndefined();
});

test('a visit can begin half an hour before its time', () => {
  expect(new Date(startableFrom(visit('Asha', '06:00', '06:20') as never)).toISOString()).toBe('2026-11-23T05:30:00.000Z');
});
