import { expect, test } from 'vitest';

import { bodyOfFile } from './import-body.ts';

test('a patient’s table goes as CSV, without the mark that Excel writes first', () => {
  expect(bodyOfFile('sugar.csv', '\uFEFFdate,value\n')).toEqual({ kind: 'csv', fileName: 'sugar.csv', text: 'date,value\n' });
});

test('a FHIR file is known by its name or by how it begins', () => {
  expect(bodyOfFile('a.json', '{"resourceType":"Bundle"}')).toMatchObject({ kind: 'fhir', resource: { resourceType: 'Bundle' } });
  expect(bodyOfFile('export.txt', ' {"resourceType":"Observation"}')).toMatchObject({ kind: 'fhir' });
});

test.each([
  ['a.json', '[1]', 'not-json'],
  ['a.json', '{"half":', 'not-json'],
  ['a.csv', ' \n', 'empty'],
  ['a.csv', 'x'.repeat(200_001), 'too-large'],
] as const)('a patient who chooses %s with something else inside is told (%#)', (name, text, problem) => {
  expect(bodyOfFile(name, text)).toBe(problem);
});

test('a very long name keeps its end', () => {
  expect(bodyOfFile(`${'n'.repeat(300)}.csv`, 'a')).toMatchObject({ fileName: expect.stringMatching(/^n{116}\.csv$/) });
});
