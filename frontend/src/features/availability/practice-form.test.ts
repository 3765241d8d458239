import { expect, test } from 'vitest';

import { bodyOf, formOf, problemAt, problemsOf } from './practice-form.ts';

const saved = {
  revision: 3,
  hospital: 'Lake View Clinic',
  address: '3 Lake View Road',
  city: 'Bengaluru',
  state: 'Karnataka',
  feePaise: 50_000,
  followUp: { feePaise: 19_950, days: 14 },
  cancellation: { fullHours: 24, partialHours: 4, partialPercent: 50 },
  videoUrl: 'https://meet.example/iyer',
  about: 'Diabetes and blood pressure.',
} as never;
const form = formOf(saved);
const problemsWith = (change: object) => problemsOf({ ...form, ...change }).map(({ field, problem }) => `${field} ${problem}`);

test('what is saved goes through the form unchanged', () => {
  expect(bodyOf(form)).toEqual(saved);
  expect(form).toMatchObject({ fee: '500', followUpFee: '199.50' });
  expect(problemsOf(form)).toEqual([]);
});

test('what is left empty is not sent', () => {
  const body = bodyOf({ ...form, hasFollowUp: false, videoUrl: ' ', about: '' });
  expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['followUp']));
  expect(body).not.toHaveProperty('videoUrl');
  expect(body).not.toHaveProperty('about');
});

test('a new doctor is asked for place and fee, and begins with usual refunds', () => {
  const empty = formOf({ revision: 0 });
  expect(problemsOf(empty).map(({ field }) => field)).toEqual(['hospital', 'address', 'city', 'state', 'fee']);
  expect(bodyOf(empty).cancellation).toEqual({ fullHours: 24, partialHours: 4, partialPercent: 50 });
});

test.each([
  [{ fee: '0' }, []],
  [{ fee: '0.50' }, ['fee fee.wrong']],
  [{ fee: '100000' }, []],
  [{ fee: '100000.01' }, ['fee fee.wrong']],
  [{ fee: 'five hundred' }, ['fee fee.wrong']],
  [{ followUpDays: '0' }, ['followUpDays follow-up.days.wrong']],
  [{ followUpDays: '181' }, ['followUpDays follow-up.days.wrong']],
  [{ hasFollowUp: false, followUpFee: 'x', followUpDays: '' }, []],
  [{ fullHours: '169' }, ['fullHours refund.hours.wrong']],
  [{ partialHours: '25' }, ['partialHours refund.order.wrong']],
  [{ partialPercent: '101' }, ['partialPercent refund.percent.wrong']],
  [{ videoUrl: 'http://meet.example' }, ['videoUrl video-url.wrong']],
  [{ videoUrl: 'meet.example' }, ['videoUrl video-url.wrong']],
  [{ about: 'x'.repeat(601) }, ['about about.wrong']],
])('a doctor who types %j reads of %j', (change, problems) => {
  expect(problemsWith(change)).toEqual(problems);
});

test('the API’s word about a field lands at that field', () => {
  expect(problemAt('body.followUp.feePaise')).toEqual({ field: 'followUpFee', problem: 'fee.wrong' });
  expect(problemAt('body.cancellation.partialHours')).toEqual({ field: 'partialHours', problem: 'refund.order.wrong' });
  expect(problemAt('body')).toBeUndefined();
});
