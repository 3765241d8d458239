import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INVENTED_NOTES } from '../composing/rough-notes.samples.ts';
import { read, sharesKey } from './facts.ts';
import { expand, plainWords } from './shorthand.ts';

test.each([
  ['3/7 hx of cough', '3-day history of cough'],
  ['cough 3/7', 'cough for 3 days'],
  ['2/52 ago fell', '2 weeks ago fell'],
  ['4/12 of itch', '4 months of itch'],
  ['4-5 day hx runny nose', '4-5 day history of runny nose'],
  ['c/o SOB, k/c/o T2DM, HTN', 'complains of breathlessness, known case of type 2 diabetes, hypertension'],
  ['metformin 500 bd', 'metformin 500 twice a day'],
  ['paracetamol 650 mg tds prn x 3/7', 'paracetamol 650 mg three times a day if needed for 3 days'],
  ['tab pantoprazole 40 mg od ac', 'tablet pantoprazole 40 mg once a day before food'],
  ['?UTI', 'possible urinary tract infection'],
  ['No chest pain/SOB/palpitations', 'No chest pain, breathlessness or palpitations'],
  ['nil dysuria', 'no dysuria'],
  ['NKDA', 'no known drug allergies'],
  ['T 100.8F P 92 BP 132/84 RR 18 SpO2 98% RA', 'temperature 100.8 °F pulse 92 BP 132/84 breathing rate 18 SpO2 98% on room air'],
  ['58F k/c/o HTN', '58-year-old female known case of hypertension'],
  ['L knee pain, R knee normal', 'left knee pain, right knee normal'],
  ['bilat creps', 'bilateral crackles'],
  ['vomited x2', 'vomited 2 times'],
  ['bruise 5x4 cm', 'bruise 5x4 cm'],
  ['loose motions 5-6x/day', 'loose motions 5-6 times a day'],
  ['severity 6/10', 'severity 6/10'],
  ['>14 units/week', 'more than 14 units/week'],
  ['r/v 5/7 INB', 'review in 5 days if not better'],
  ['U+Es, FBC, LFTs', 'urea and electrolytes, full blood count, liver function tests'],
  ['migraine +/- tension headache', 'migraine and possibly tension headache'],
  ['PE ruled out; pe teacher', 'pulmonary embolism ruled out; pe teacher'],
])('%j is written out as %j', (rough, written) => {
  expect(expand(rough)).toBe(written);
});

const keys = (text: string): string[] => read(text, true).facts.flatMap((fact) => fact.keys);
const alike = (left: string, right: string): boolean => {
  const [one] = read(left, true).facts;
  return one !== undefined && read(right, true).facts.some((other) => other.kind === one.kind && sharesKey(one, other));
};

test.each([
  ['3/7', '3 days'],
  ['3/7', 'three days'],
  ['3/7', '3d'],
  ['3/7', '३ दिन'],
  ['2/52', '2 weeks'],
  ['2/52', '14 days'],
  ['2/52', '2 हफ़्ते'],
  ['4/12', 'four months'],
  ['24-48 hours', '24 to 48 hrs'],
  ['3-5/7', '3-5 days'],
  ['bd', 'twice daily'],
  ['bd', 'twice a day'],
  ['bd', '2 times a day'],
  ['bd', 'दिन में 2 बार'],
  ['bd', '1-0-1'],
  ['tds', 'दिन में तीन बार'],
  ['qid', 'four times a day'],
  ['5-6x/day', '5-6 times a day'],
  ['prn', 'as needed'],
  ['nocte', 'at bedtime'],
  ['500mg', '500 mg'],
  ['1 g', '1000 mg'],
  ['101F', '101 °F'],
  ['(18/11)', '18 Nov'],
  ['(18/11)', '18 नवंबर'],
  ['42yo', 'aged 42'],
  ['42 y/o', '42-year-old'],
  ['SOB', 'shortness of breath'],
  ['SOB', 'साँस फूलना'],
  ['HTN', 'high blood pressure'],
  ['T2DM', 'type 2 diabetes'],
  ['fever', 'बुखार'],
  ['Crocin', 'paracetamol'],
  ['Augmentin', 'co-amoxiclav'],
  ['paracetemol', 'paracetamol'],
  ['metfromin', 'metformin'],
  ['L knee', 'left knee'],
  ['lt ear', 'बाएँ कान'],
  ['R hip', 'right hip'],
])('%j and %j say the same', (left, right) => {
  expect(alike(left, right)).toBe(true);
});

test.each([
  ['BP 132/84', 'dur'],
  ['severity 6/10', 'dur'],
  ['12 units', 'dur'],
  ['58F', 'qty:58F'],
])('%j is not read as %s', (text, key) => {
  expect(keys(text).some((each) => each.startsWith(key))).toBe(false);
});

test.each(['right now', 'left home at 6', 'feels all right', 'left the job'])('%j names no side', (text) => {
  expect(read(text, true).facts.filter((fact) => fact.kind === 'laterality')).toEqual([]);
});

const polarity = (text: string, finding: string): string | undefined =>
  read(text, true).facts.find((fact) => fact.keys[0] === finding)?.polarity;

test.each([
  ['No chest pain/SOB/palpitations', 'palpitations', 'denied'],
  ['nil dysuria', 'dysuria', 'denied'],
  ['no fever but cough', 'fever', 'denied'],
  ['no fever but cough', 'cough', 'said'],
  ['Some nausea, no vomiting', 'nausea', 'said'],
  ['denies fevers, chills, nausea, and vomiting', 'vomiting', 'denied'],
  ['Runny nose, no ear pain, has cough', 'cough', 'said'],
  ['fever: nil', 'fever', 'denied'],
  ['pallor -ve', 'pallor', 'denied'],
  ['afebrile', 'fever', 'denied'],
  ['NKDA', 'allergy', 'denied'],
  ['?UTI', 'urinary tract infection', 'possible'],
  ['r/o pneumonia', 'pneumonia', 'possible'],
  ['review if fever', 'fever', 'condition'],
  ['father - asthma', 'asthma', 'family'],
  ['lives with father. Asthma since childhood', 'asthma', 'said'],
  ['बुख़ार नहीं है', 'fever', 'denied'],
  ['बुख़ार, खाँसी या उल्टी नहीं है', 'fever', 'denied'],
  ['बुख़ार हो तो आएँ', 'fever', 'condition'],
  ['बुख़ार है, खाँसी नहीं है', 'fever', 'said'],
])('in %j, %s is %s', (text, finding, expected) => {
  expect(polarity(text, finding)).toBe(expected);
});

test('a patient is told of the same findings in plainer words', () => {
  expect(plainWords('rhinorrhoea and dysuria')).toBe('runny nose and burning when you pass urine');
});

test('writing out shorthand never changes a figure', () => {
  const figures = (text: string): string[] => (text.match(/\d+(?:\.\d+)?/g) ?? []).map(Number).map(String);
  for (const { rough } of INVENTED_NOTES) {
    for (const line of rough.split('\n')) {
      const written = figures(expand(line));
      for (const figure of figures(line.replace(/\d+\/(?:7|52|12)\b/g, (fraction) => fraction.split('/')[0] ?? '')))
        expect(written, line).toContain(figure);
    }
  }
});

test('any text at all is read and written out without an error, and alike each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(expand(text)).toBe(expand(text));
      for (const fact of read(text, true).facts) expect(fact.end).toBeGreaterThan(fact.start);
    }),
    { numRuns: 300 },
  );
});
