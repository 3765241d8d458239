import { expect, test } from 'vitest';

import { topicsOf } from './topics.ts';

const write = (resource: string, action = 'some.action') => topicsOf({ kind: 'write', action, resource });

test.each([
  ['appointment#a-1', ['appointments']],
  ['payment#a-1', ['appointments']],
  ['document#f-1', ['files']],
  ['documents#p-1', ['files']],
  ['observations#p-1', ['results']],
  ['dashboard#p-1', ['results']],
  ['consent#c-1', ['sharing']],
  ['reminder#r-1', ['reminders', 'doses']],
  ['dose#r-1.2026-11-23.a1', ['reminders', 'doses']],
  ['caregiver#l-1', ['caregivers']],
  ['notification#n-1', ['inbox']],
  ['account#p-1', ['profile']],
  ['consent-code', []],
  ['something-new#1', []],
] as const)('a change of %s is on the screens of %j', (resource, topics) => expect(write(resource)).toEqual(topics));

test('a patient’s screens hear of a note when it is signed, not of each letter that the doctor types', () => {
  expect(write('consultation-note#n-1', 'consultation-notes.sign')).toEqual(['notes']);
  expect(write('consultation-note#n-1', 'consultation-notes.update')).toEqual([]);
});

test('a look changes nothing', () => expect(topicsOf({ kind: 'read', action: 'documents.get', resource: 'document#f-1' })).toEqual([]));
