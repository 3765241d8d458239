import { expect, test } from 'vitest';

import { specialtyChoices, specialtyWord } from './specialties.ts';

test('a specialty is known in every spelling that doctors use', () => {
  expect(specialtyWord('General Medicine ')).toBe('general-medicine');
  expect(specialtyWord('Ear Nose & Throat')).toBeUndefined();
  expect(specialtyWord('ear, nose and throat')).toBe('ent');
  expect(specialtyWord('Pediatrics')).toBe('paediatrics');
});

test('a patient who chooses a kind of doctor asks for it as the doctors there spell it', () => {
  expect(specialtyChoices(['Obstetrics and Gynaecology'], '')).toContain('Obstetrics and Gynaecology');
  expect(specialtyChoices(['Obstetrics and Gynaecology'], '')).not.toContain('Gynaecology');
  expect(specialtyChoices([], '')).toContain('Gynaecology');
});

test('what was chosen stays what it was, whatever is listed', () => {
  expect(specialtyChoices(['Pediatrics'], 'Paediatrics')).toContain('Paediatrics');
});

test('rare specialties are offered once they were seen, each once', () => {
  expect(specialtyChoices(['Nephrology', 'nephrology'], '').slice(-1)).toEqual(['nephrology']);
  expect(specialtyChoices([], '').length).toBe(15);
});
