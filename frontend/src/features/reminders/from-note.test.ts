import { describe, expect, test } from 'vitest';

import type { NamedMedicine } from '../../../../functions/consultation-notes/contract.ts';
import { formFromNote } from './from-note.ts';
import { problemsOf } from './medicine-form.ts';
import { givenIn, reminderLink } from './note-link.ts';

const TODAY = '2026-11-20';
const named = (said: Partial<NamedMedicine>): NamedMedicine => ({
  sentenceId: 's1',
  section: 'next-steps',
  language: 'en',
  words: 'as the doctor wrote it',
  medicine: 'Metformin',
  ...said,
});
const opened = (said: Partial<NamedMedicine>) =>
  formFromNote(TODAY, givenIn(new URL(reminderLink('note-1', named(said)), 'https://app.arogya.example').searchParams));
const times = (said: Partial<NamedMedicine>) => opened(said).intakes.map(({ at, amount }) => `${at} ${amount}`);

const TABLET = { form: 'tablet', strength: '500 mg' } as const;

describe('a medicine of a note comes into the form as the note says it:', () => {
  test.each<[string, Partial<NamedMedicine>, string[]]>([
    ['twice a day', { ...TABLET, often: { kind: 'daily', times: 2 } }, ['08:00 1', '20:00 1']],
    ['1-0-1', { ...TABLET, often: { kind: 'slots', amounts: [1, 0, 1] } }, ['08:00 1', '20:00 1']],
    ['0-1-0', { ...TABLET, often: { kind: 'slots', amounts: [0, 1, 0] } }, ['14:00 1']],
    ['1-0-2 half tablets', { ...TABLET, amount: 0.5, often: { kind: 'slots', amounts: [1, 0, 2] } }, ['08:00 0.5', '20:00 1']],
    ['5 ml 1-1-1', { form: 'ml', amount: 5, often: { kind: 'slots', amounts: [1, 1, 1] } }, ['08:00 5', '14:00 5', '20:00 5']],
    ['syrup 1-0-1, nobody says how much', { form: 'ml', often: { kind: 'slots', amounts: [1, 0, 1] } }, ['08:00 ', '20:00 ']],
    ['at bedtime', { form: 'unit', amount: 10, often: { kind: 'at', when: 'bedtime' } }, ['22:00 10']],
    ['nothing about when', TABLET, []],
  ])('%s', (_, said, rows) => {
    expect(times(said)).toEqual(rows);
  });

  test('name, strength, form, food, days and the note', () => {
    expect(opened({ ...TABLET, instruction: 'after-food', days: 30, often: { kind: 'daily', times: 2 } })).toMatchObject({
      medicine: 'Metformin',
      strength: '500 mg',
      form: 'tablet',
      instruction: 'after-food',
      startsOn: TODAY,
      endsOn: '2026-12-19',
      noteId: 'note-1',
    });
  });

  test('every so many hours, and as needed', () => {
    expect(opened({ ...TABLET, often: { kind: 'hours', every: 8 } })).toMatchObject({ how: 'interval', everyHours: '8', amount: '1' });
    expect(opened({ ...TABLET, often: { kind: 'as-needed', dailyMaximum: 3 } })).toMatchObject({ how: 'as-needed', dailyMaximum: '3' });
  });
});

describe('what the note does not say keeps the form from being saved until the patient fills it in:', () => {
  test.each<[string, Partial<NamedMedicine>, string[]]>([
    ['a whole order', { ...TABLET, often: { kind: 'daily', times: 2 } }, []],
    ['no times', TABLET, ['time-missing']],
    ['no amount', { form: 'ml', often: { kind: 'daily', times: 1 } }, ['amount-wrong']],
    ['no most in a day', { ...TABLET, often: { kind: 'as-needed' } }, ['maximum-wrong']],
    ['a name alone', {}, ['time-missing']],
  ])('%s', (_, said, problems) => {
    expect(problemsOf(opened(said), TODAY).map(({ problem }) => problem)).toEqual(problems);
  });
});

test('a link that says nonsense says nothing', () => {
  const query = new URLSearchParams('medicine=X&note=n&form=poison&often=9-9-9&food=never&amount=-3&days=9999&strength=');
  expect(givenIn(query)).toEqual({ medicine: 'X', strength: '', noteId: 'n' });
});

test('a medicine from no note opens as a new one does', () => {
  expect(formFromNote(TODAY, givenIn(new URLSearchParams()))).toMatchObject({
    amount: '1',
    noteId: '',
    intakes: [{ at: '08:00', amount: '1' }],
  });
});
