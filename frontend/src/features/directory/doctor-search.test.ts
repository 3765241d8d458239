import { expect, test } from 'vitest';

import { narrowedBy, paramsOf, queryOf, searchOf } from './doctor-search.ts';

const search = (address: string) => searchOf(new URLSearchParams(address));

test('a search comes back from its address as it was', () => {
  const address = 'free=soon&mode=video&specialty=Paediatrics&city=New+Delhi&language=hi&fee=500&q=Iyer';
  expect(paramsOf(search(address)).toString()).toBe(address);
});

test('what does not matter is not in the address', () => {
  expect(paramsOf(search('')).toString()).toBe('');
  expect(paramsOf({ ...search(''), q: '  ' }).toString()).toBe('');
});

test('an address that somebody has changed asks for nothing that the API refuses', () => {
  expect(queryOf(search('mode=pigeon&fee=7&free=never&language=Hindi'), '2026-11-20')).toEqual({});
});

test('rupees become paise, and days become dates in India', () => {
  expect(queryOf(search('fee=500&free=soon'), '2026-11-29')).toEqual({ maxFee: '50000', freeBy: '2026-12-02' });
  expect(queryOf(search('fee=0&free=today'), '2026-11-29')).toEqual({ maxFee: '0', freeBy: '2026-11-29' });
});

test('spaces around a word do not count', () => {
  expect(queryOf(search('q=+Iyer+&city=+Patna'), '2026-11-20')).toEqual({ q: 'Iyer', city: 'Patna' });
});

test('when nobody fits, the wish that is easiest to let go comes first', () => {
  expect(narrowedBy(search('q=Iyer&city=Patna&free=today'))).toEqual(['free', 'city', 'q']);
});
