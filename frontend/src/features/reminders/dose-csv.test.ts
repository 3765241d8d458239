import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';

import { Dose } from '../../../../functions/reminders/contract.ts';
import { type CsvWords, csvOf } from './dose-csv.ts';

const WORDS: CsvWords = {
  columns: ['दिन', 'Time', 'Medicine', 'Strength', 'Dose', 'What', 'Taken at', 'Reason'],
  dose: ({ amount }) => `${amount} tablet`,
  what: ({ status }) => status,
  reason: ({ skipReason }) => skipReason ?? '',
};
const dose = (over: object): Dose =>
  Dose.parse({
    doseId: 'd',
    reminderId: 'r',
    medicine: 'Metformin',
    form: 'tablet',
    instruction: 'none',
    amount: 1,
    status: 'taken',
    dueAt: '2026-11-20T02:30:00Z',
    ...over,
  });
const cellsOf = (text: string): string[][] => parse(text, { bom: true });

test('each dose is a line, at the clock time of its zone', () => {
  const [head, india, dubai] = cellsOf(
    csvOf(
      [
        dose({ takenAt: '2026-11-20T19:00:00Z', strength: '500 mg' }),
        dose({ reminderId: 'dubai', status: 'skipped', skipReason: 'ran-out' }),
      ],
      ({ reminderId }) => (reminderId === 'dubai' ? 'Asia/Dubai' : 'Asia/Kolkata'),
      WORDS,
    ),
  );
  expect(head).toEqual([...WORDS.columns]);
  expect(india).toEqual(['2026-11-20', '08:00', 'Metformin', '500 mg', '1 tablet', 'taken', '2026-11-21 00:30', '']);
  expect(dubai).toEqual(['2026-11-20', '06:30', 'Metformin', '', '1 tablet', 'skipped', '', 'ran-out']);
});

test('a name with commas, quotes and line breaks stays one cell, and none is run as a formula', () => {
  const names = ['a, "b"\nc', '=HYPERLINK("x")', '+1', '@x', '-2'];
  const lines = cellsOf(
    csvOf(
      names.map((medicine) => dose({ medicine })),
      () => 'Asia/Kolkata',
      WORDS,
    ),
  );
  expect(lines.slice(1).map(([, , medicine]) => medicine)).toEqual(['a, "b"\nc', `'=HYPERLINK("x")`, "'+1", "'@x", "'-2"]);
});
