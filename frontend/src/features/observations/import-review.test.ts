import { expect, test } from 'vitest';

import type { MarkerInfo, Proposal } from '../../../../functions/observations/contract.ts';
import { linesOf, mergedLines, problemsIn, takenOf } from './import-review.ts';

const markers = [
  { code: '718-7', kind: 'quantity', units: [{ unit: 'g/dL', text: 'g/dL', decimals: 1 }], findings: [] },
] as unknown as MarkerInfo[];
const TODAY = '2026-11-20';
const proposal = (index: number, more: Partial<Proposal> = {}): Proposal =>
  ({
    index,
    printedName: 'Hb',
    printedValue: '11.2',
    fields: { code: '718-7', value: '11.2', unit: 'g/dL', at: TODAY },
    provenance: { kind: 'lab-report', documentId: 'd', page: 1 },
    questions: [],
    confirmed: false,
    ...more,
  }) as never;

test('a value that was understood whole is ticked; one with a question waits for the patient', () => {
  const lines = linesOf(
    [
      proposal(0),
      proposal(1, { questions: ['hard-to-read'] }),
      proposal(2, { reason: 'unknown-name', fields: {} }),
      proposal(3, { fields: { code: '718-7', value: '11.2' } as never }),
      proposal(4, { confirmed: true }),
    ],
    markers,
    TODAY,
  );
  expect(lines.map(({ taken }) => taken)).toEqual([true, false, false, false, false]);
});

test('a patient who ticks a line that is not complete sees what is missing, and only there', () => {
  const lines = linesOf([proposal(0), proposal(7, { reason: 'unknown-name', fields: {} })], markers, TODAY).map((line) => ({
    ...line,
    taken: true,
  }));
  expect([...problemsIn(lines, markers, TODAY)]).toEqual([[7, { marker: 'marker-missing' }]]);
});

test('what is stored is not sent again, and what the patient changed stays', () => {
  const lines = linesOf([proposal(0), proposal(1)], markers, TODAY).map((line) => ({ ...line, draft: { ...line.draft, value: '12' } }));
  const after = mergedLines(lines, [proposal(0, { confirmed: true }), proposal(1)]);
  expect(takenOf(after).map(({ proposal: { index }, draft }) => [index, draft.value])).toEqual([[1, '12']]);
});
