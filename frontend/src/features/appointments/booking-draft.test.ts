import { expect, test } from 'vitest';

import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import { expectedFee, isMinorOn } from './booking-draft.ts';

test('whoever turns 18 on the day of the visit in India comes alone', () => {
  expect(isMinorOn('2008-11-23', '2026-11-22T18:20:00Z')).toBe(true);
  expect(isMinorOn('2008-11-23', '2026-11-22T18:30:00Z')).toBe(false);
  expect(isMinorOn(undefined, '2026-11-22T18:30:00Z')).toBe(false);
});

const terms = { doctorId: 'meera', feePaise: 50_000, followUp: { feePaise: 20_000, days: 15 } } as never;
const visit = (endsAt: string, more: object = {}) =>
  ({ status: 'COMPLETED', doctor: { doctorId: 'meera' }, endsAt, ...more }) as AppointmentSummary;

test('a visit soon after a completed one with the same doctor costs the follow-up fee', () => {
  expect(expectedFee(terms, [visit('2026-11-10T05:00:00Z')], '2026-11-25T05:00:00Z')).toEqual({ paise: 20_000, followUp: true });
  expect(expectedFee(terms, [visit('2026-11-10T05:00:00Z')], '2026-11-25T05:00:01Z')).toEqual({ paise: 50_000, followUp: false });
});

test('a visit with another doctor, or one that was missed, makes none cheaper', () => {
  const visits = [visit('2026-11-20T05:00:00Z', { doctor: { doctorId: 'arjun' } }), visit('2026-11-20T05:00:00Z', { status: 'NO_SHOW' })];
  expect(expectedFee(terms, visits, '2026-11-25T05:00:00Z').paise).toBe(50_000);
});

test('without a follow-up fee every visit costs the same', () => {
  expect(expectedFee({ doctorId: 'meera', feePaise: 50_000 } as never, [visit('2026-11-20T05:00:00Z')], '2026-11-25T05:00:00Z').paise).toBe(
    50_000,
  );
});
