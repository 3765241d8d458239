import fc from 'fast-check';
import { expect, test } from 'vitest';

import { INVENTED_NOTES } from '../composing/rough-notes.samples.ts';
import { segmentsOf } from './segments.ts';

const texts = (rough: string): string[] => segmentsOf(rough).map((segment) => segment.text);
const headed = (rough: string): [string | undefined, string][] => segmentsOf(rough).map((segment) => [segment.heading, segment.text]);

test.each([
  ['a fraction that counts days', 'Cough 3/7, worse at night', ['Cough 3/7, worse at night']],
  ['a blood pressure', 'BP 132/84. Chest clear', ['BP 132/84.', 'Chest clear']],
  ['a decimal dose', 'warfarin 2.5 mg od. INR 2.4', ['warfarin 2.5 mg od.', 'INR 2.4']],
  ['an abbreviation with stops', 'Seen by Dr. Rao, e.g. for piles', ['Seen by Dr. Rao, e.g. for piles']],
  ['a test with a plus', 'Bloods: U+Es, FBC', ['Bloods: U+Es, FBC']],
  ['several sentences of a line', 'No fever. Eating well. Sleeps badly', ['No fever.', 'Eating well.', 'Sleeps badly']],
  ['a doubt', 'Imp: ?UTI. Also anaemia', ['?UTI.', 'Also anaemia']],
  ['a shortened word before the next sentence', 'Cold sx. No fever', ['Cold sx.', 'No fever']],
  ['Hindi', 'बुख़ार है। खाँसी नहीं है।', ['बुख़ार है।', 'खाँसी नहीं है।']],
  ['Windows line ends', 'Cough\r\nFever', ['Cough', 'Fever']],
])('a clause is cut where its sentence ends, not within %s', (_, rough, expected) => {
  expect(texts(rough)).toEqual(expected);
});

test.each([
  ['PMH: asthma', 'past-medical', 'asthma'],
  ['PMHx - asthma', 'past-medical', 'asthma'],
  ['Pmh; asthma', 'past-medical', 'asthma'],
  ['PMH asthma', 'past-medical', 'asthma'],
  ['Past medical history: asthma', 'past-medical', 'asthma'],
  ['PAST MEDICAL HISTORY\nasthma', 'past-medical', 'asthma'],
  ['PSH: nil', 'past-surgical', 'nil'],
  ['DHx : metformin', 'medicines', 'metformin'],
  ['Meds- metformin', 'medicines', 'metformin'],
  ['Medication: metformin', 'medicines', 'metformin'],
  ['Allergies: penicillin', 'allergies', 'penicillin'],
  ['FH - father had TB', 'family', 'father had TB'],
  ['SH: teacher', 'social', 'teacher'],
  ['o/e chest clear', 'examination', 'chest clear'],
  ['Ex: chest clear', 'examination', 'chest clear'],
  ['O/E: chest clear', 'examination', 'chest clear'],
  ['Obs: P 80', 'observations', 'P 80'],
  ['Ix: Hb 11', 'investigations', 'Hb 11'],
  ['Imp: dermatitis', 'impression', 'dermatitis'],
  ['Dx - dermatitis', 'impression', 'dermatitis'],
  ['DDx: dermatitis', 'differential', 'dermatitis'],
  ['Diagnosis : dermatitis', 'impression', 'dermatitis'],
  ['Plan emollient', 'plan', 'emollient'],
  ['Rx: emollient', 'plan', 'emollient'],
  ['Mx - emollient', 'plan', 'emollient'],
  ['f/u: 2 weeks', 'follow-up', '2 weeks'],
  ['PC; itch', 'complaint', 'itch'],
  ['HPC: itch', 'history', 'itch'],
  ['Hx: itch', 'history', 'itch'],
])('%j is read as a label and its words', (rough, heading, text) => {
  expect(headed(rough)).toEqual([[heading, text]]);
});

test.each([
  'Ex-smoker',
  'Ex - smoker',
  'Review',
  'Plans to travel',
  'History of asthma',
  'Rx empirically with Abx',
  'No FH of migraine',
  'Review in 5 days',
  'Allergic to dust',
])('%j is a sentence, not a label', (rough) => {
  expect(headed(rough)).toEqual([[undefined, rough]]);
});

test('labels amid a line begin a new part, and NKDA is an allergy wherever it stands', () => {
  expect(headed('PMH: asthma  DH: salbutamol prn. NKDA\nImp: asthma Plan: inhaler')).toEqual([
    ['past-medical', 'asthma'],
    ['medicines', 'salbutamol prn.'],
    ['allergies', 'NKDA'],
    ['impression', 'asthma'],
    ['plan', 'inhaler'],
  ]);
});

test('after a blank line, what follows family history is no longer family history', () => {
  expect(headed('FH: mother TB\n\nLooks well')).toEqual([
    ['family', 'mother TB'],
    [undefined, 'Looks well'],
  ]);
});

test('bullets and numbers of a list are left out, signs and numbers that stand alone are kept', () => {
  expect(texts('1. Rest\n2) Fluids\n- ORS\n• Zinc\n-ve urine dip\n18')).toEqual(['Rest', 'Fluids', 'ORS', 'Zinc', '-ve urine dip', '18']);
});

const clinical = fc.constantFrom(
  ...INVENTED_NOTES.flatMap((note) => note.rough.split(/(?<=\s)/)),
  '\n',
  '. ',
  'PMH: ',
  '- ',
  '3/7 ',
  '😀',
  'बुख़ार ',
  '؟',
  '\u200f',
  '\u0000',
);
const roughNotes = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(clinical, { maxLength: 120 }).map((words) => words.join('')),
);

test('every segment is the exact text at its place, in order and without overlap', () => {
  fc.assert(
    fc.property(roughNotes, (rough) => {
      let end = 0;
      for (const [index, segment] of segmentsOf(rough).entries()) {
        expect(segment.number).toBe(index + 1);
        expect(segment.text).toBe(rough.slice(segment.start, segment.end));
        expect(segment.text.trim()).toBe(segment.text);
        expect(segment.start).toBeGreaterThanOrEqual(end);
        expect(segment.end).toBeGreaterThan(segment.start);
        end = segment.end;
      }
    }),
    { numRuns: 300 },
  );
});

test('no word of the notes is lost but labels and list numbers', () => {
  fc.assert(
    fc.property(
      fc.array(clinical, { maxLength: 120 }).map((words) => words.join('')),
      (rough) => {
        const covered = new Uint8Array(rough.length);
        for (const { start, end } of segmentsOf(rough)) covered.fill(1, start, end);
        const labels = new Set(segmentsOf(rough).flatMap((segment) => (segment.label === undefined ? [] : [segment.label])));
        let left =
          [...rough].length === 0 ? '' : Array.from({ length: rough.length }, (_, at) => (covered[at] ? ' ' : rough.charAt(at))).join('');
        for (const label of labels) left = left.replaceAll(label.trim(), ' ');
        // A label with nothing under it, and the numbers and marks of lists.
        left = left
          .replace(
            /\b(?:PMH|PSH|DH|FH|SH|HPC|Hx|PC|Meds|Allergy|Allergies|Ix|Imp|Dx|Rx|Plan|o\/e|O\/E|k\/c\/o|c\/o|r\/v|f\/u|Safety net)\b/gi,
            ' ',
          )
          .replace(/\d{1,2}[.)]/g, ' ');
        expect(left.replace(/[\s.,;:!?|•*·#_=~–—()>-]/g, '')).toBe('');
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['one endless word', 'a'.repeat(20_000)],
  ['spaces', ' '.repeat(20_000)],
  ['line ends', '\n'.repeat(20_000)],
  ['dashes', '-'.repeat(20_000)],
  ['stops', '. '.repeat(10_000)],
  ['labels', 'PMH: '.repeat(4_000)],
  ['fractions', '3/7'.repeat(6_666)],
  ['emoji', '😀'.repeat(10_000)],
  ['right-to-left text', 'مرحبا '.repeat(3_333)],
  ['list numbers', '1. '.repeat(6_666)],
])('20,000 characters of %s are split before anybody loses patience', (_, rough) => {
  for (const { start, end, text } of segmentsOf(rough)) expect(rough.slice(start, end) === text).toBe(true);
});

test.each([
  [
    '3/7 fever, no SOB. PMH T2DM, metformin 500 bd. Imp viral URTI. Plan paracetamol 650 mg tds prn 3/7',
    [undefined, 'past-medical', 'impression', 'plan'],
  ],
  ['fever 3/7, no SOB. Rx pcm 500 tds 3/7', [undefined, 'plan']],
  ['Knee pain R, Ix Xray R knee, Tx ibuprofen 400 tds', [undefined, 'investigations', 'plan']],
  ['Cough 5/7. O/E chest clear. Dx bronchitis. Adv steam', [undefined, 'examination', 'impression', 'plan']],
  ['Rx empirically with Abx for UTI', [undefined]],
  ['Cough 5/7. Dx with asthma 2019', [undefined, undefined]],
  ['Tired. No FH of migraine. Plan discussed with patient', [undefined, undefined, undefined]],
  ['Seen before. Rx for UTI last week helped', [undefined, undefined]],
])('labels without a mark amid a line: “%s”', (rough, headings) => {
  expect(segmentsOf(rough).map(({ heading }) => heading)).toEqual(headings);
});
