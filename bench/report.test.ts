import { expect, test } from 'vitest';

import { atMost, ratio, render } from './report.ts';

const milliseconds = (value: number) => `${value.toFixed(1)} ms`;

test('an aim that is met says so, and one that is missed says by how much', () => {
  expect(atMost('first event', 4, 5, milliseconds)).toEqual({ what: 'first event', measured: '4.0 ms', aim: '≤ 5.0 ms', met: true });
  expect(atMost('first event', 7.5, 5, milliseconds, '20 notes').measured).toBe('7.5 ms (20 notes), over by 2.5 ms');
});

test('a ratio is how many times as much', () => expect(ratio(300, 200)).toBe('1.50×'));

test('a table has its verdicts in one column and tells what it knows beneath', () => {
  const section = {
    title: 'Streaming',
    lines: [atMost('first', 7, 5, milliseconds), { what: 'pieces', measured: '12' }],
    notes: ['why'],
    data: {},
  };
  expect(render(section)).toBe(
    ['Streaming', '  MISSED  first   ≤ 5.0 ms  7.0 ms, over by 2.0 ms', '          pieces            12', '  - why', ''].join('\n'),
  );
});
