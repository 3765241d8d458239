import { expect, test } from 'vitest';

import { MARKERS } from '../markers/catalogue.ts';
import { proposeFrom } from './propose.ts';
import { typedPage } from './testing/typed-page.ts';

const HEAD = 'Test Name | Result | Unit | Reference Range';
const PERSON = 'Patient: Asha Verma | @140 Age/Sex : 40 Y / F | @250 Sample Collected On : 11/03/2026 | @430 Reported On : 12/03/2026';

const read = (...lines: string[]) => proposeFrom({ pages: [typedPage([PERSON, '', ...lines])] }, MARKERS);
/** What is proposed in short: `haemoglobin 13.2 g/dL 12-15`. */
const inShort = ({ proposals }: ReturnType<typeof read>): string[] =>
  proposals.map(({ markerId, value, unit, labRange }) => {
    const bounds = labRange?.bounds;
    const limits = bounds && ` ${bounds.from ?? bounds.above ?? ''}-${bounds.to ?? bounds.below ?? ''}`;
    return `${markerId} ${value} ${unit ?? '?'}${limits ?? ''}`;
  });
const reasons = ({ unrecognised }: ReturnType<typeof read>): string[] =>
  unrecognised.map(({ reason, printedName }) => `${printedName}: ${reason}`);

test('a row of a table becomes a proposal with its page, its place and its day, and nothing of the person', () => {
  const reading = read(HEAD, 'Haemoglobin (Hb) | 13.2 | gm/dl | 12.0 - 15.0');
  expect(reading.unrecognised).toEqual([]);
  expect(reading.proposals).toEqual([
    {
      code: '718-7',
      markerId: 'haemoglobin',
      printedName: 'Haemoglobin (Hb)',
      printedValue: '13.2',
      printedUnit: 'gm/dl',
      value: '13.2',
      unit: 'g/dL',
      labRange: { text: '12.0 - 15.0', bounds: { from: '12.0', to: '15.0' } },
      date: { day: '2026-03-11', kind: 'collected' },
      page: 1,
      box: { x: 30, y: 84, width: 415, height: 10 },
      questions: [],
    },
  ]);
  expect(JSON.stringify(reading)).not.toMatch(/asha|verma/i);
});

test('the result of the last visit is not taken for the new one', () => {
  const reading = read(
    'Test | @200 Previous Result | @310 Result | @390 Unit | @470 Reference Range',
    'TSH | @200 9.1 | @310 4.2 | @390 µIU/mL | @470 0.35 - 4.94',
    'Ferritin | @310 20 | @390 ng/mL | @470 10 - 291',
  );
  expect(inShort(reading)).toEqual(['tsh 4.2 u[IU]/mL 0.35-4.94', 'ferritin 20 ng/mL 10-291']);
});

test('of results of several days side by side the newest is read', () => {
  const reading = read(
    'Investigation | @200 10-Jan-2026 | @290 11-Mar-2026 | @390 Unit | @470 Range',
    'HbA1c | @200 7.9 | @290 6.8 | @390 % | @470 < 5.7',
  );
  expect(inShort(reading)).toEqual(['hba1c 6.8 % -5.7']);
});

test('a value that could be either of two is left to the patient', () => {
  const reading = read(HEAD, 'Creatinine | 0.9 1.1 | mg/dL | 0.6 - 1.1');
  expect(reading.proposals).toEqual([]);
  expect(reasons(reading)).toEqual(['Creatinine: two-values']);
});

test('parts of a group get their name from it, and a name in two lines is one', () => {
  const reading = read(
    HEAD,
    'BILIRUBIN',
    '@38 Total | 0.9 | mg/dL | 0.3 - 1.2',
    '@38 Direct | 0.2 | mg/dL | < 0.3',
    'SGPT (ALT) | 31 | U/L | < 41',
  );
  expect(inShort(reading)).toEqual(['bilirubin-total 0.9 mg/dL 0.3-1.2', 'bilirubin-direct 0.2 mg/dL -0.3', 'alt 31 U/L -41']);
});

test('lines of a name belong to the value that they stand closest to, above and below it', () => {
  const reading = read(
    HEAD,
    'Estimated Average',
    '^ | 195 | mg/dL | 90 - 120',
    '^Glucose',
    'Mean Corpuscular | | | 31.5',
    '^ | 33.1 | g/dL | - 34.5',
    '^Haemoglobin Concentration',
    'Vitamin D | | | Deficiency: < 20',
    '^ | 22 | ng/mL | Sufficiency: 30 - 100',
    '^(25-OH) | | | Toxicity: > 100',
    'Ferritin | 20 | ng/mL | 10 - 291',
  );
  expect(inShort(reading)).toEqual(['mchc 33.1 g/dL 31.5-34.5', 'vitamin-d 22 ng/mL 30-100', 'ferritin 20 ng/mL 10-291']);
});

test('sugar and sodium of urine are not those of blood', () => {
  const reading = read(
    HEAD,
    'URINE EXAMINATION, ROUTINE',
    'Glucose | Nil | | Nil',
    'Sodium | 112 | mmol/L | 40 - 220',
    'Creatinine, Urine | 88 | mg/dL | 39 - 259',
    'LIPID PROFILE',
    'Triglycerides | 140 | mg/dL | < 150',
  );
  expect(inShort(reading)).toEqual(['urine-glucose negative ?', 'triglycerides 140 mg/dL -150']);
  expect(reasons(reading)).toEqual(['Sodium: unknown-name', 'Creatinine, Urine: unknown-name']);
});

test('the number of cells and their share are told apart by the unit, and by the heading above', () => {
  const reading = read(
    HEAD,
    'Neutrophils | 60 | % | 40 - 80',
    'Lymphocytes | 2.1 | 10^3/µL | 1 - 3',
    'Absolute Leucocyte Count',
    'Neutrophils | 4.2 | thou/mm3 | 2 - 7',
    'Monocytes | 0.4 | thou/mm3 | 0.2 - 1',
  );
  expect(inShort(reading)).toEqual(['neutrophils 60 % 40-80', 'lymphocyte-count 2.1 10*3/uL 1-3', 'neutrophil-count 4.2 10*3/uL 2-7']);
  expect(reasons(reading)).toEqual(['Monocytes: unit-does-not-fit']);
});

test('a test that we do not know is shown with its whole line, and one without a result too', () => {
  const reading = read(
    HEAD,
    'LDL / HDL Ratio | 2.4 | | 1.5 - 3.5',
    'Ferritin | Awaited | ng/mL | 10 - 291',
    'HIV I & II | Non Reactive | | Non Reactive',
  );
  expect(reading.unrecognised.map(({ text, reason }) => `${reason}: ${text}`)).toEqual([
    'unknown-name: LDL / HDL Ratio 2.4 1.5 - 3.5',
    'no-value: Ferritin Awaited ng/mL 10 - 291',
  ]);
  expect(inShort(reading)).toEqual(['hiv negative ?']);
});

test('a unit that is missing is asked for, one beside the range is taken and asked about', () => {
  const reading = read(HEAD, 'Urea | 30 | | 17 - 43', 'Creatinine | 0.9 | | 0.6 - 1.1 mg/dL');
  expect(reading.proposals.map(({ unit, questions }) => [unit, questions])).toEqual([
    [undefined, ['unit-not-read']],
    ['mg/dL', ['unit-from-range']],
  ]);
});

test('a flag that the range contradicts is asked about, because one of them was misread', () => {
  const reading = read(HEAD, 'Potassium | 4.1 H | mmol/L | 3.5 - 5.1', 'Sodium | 150 H | mmol/L | 136 - 146');
  expect(reading.proposals.map(({ markerId, questions }) => [markerId, questions])).toEqual([
    ['potassium', ['flag-and-range-differ']],
    ['sodium', []],
  ]);
});

test('a number that nobody can have is not proposed', () => {
  const reading = read(HEAD, 'Haemoglobin | 132 | g/dL | 12 - 15', 'Vitamin B12 | 98220112233 | pg/mL | 211 - 911');
  expect(reading.proposals).toEqual([]);
  expect(reasons(reading)).toEqual(['Haemoglobin: impossible-value', 'Vitamin B12: impossible-value']);
});

test('comments, grades, prices and phone numbers are nobody’s results', () => {
  const reading = read(
    HEAD,
    'HbA1c | 6.1 | % | < 5.7',
    'Interpretation',
    'HbA1c | 6.5 | | ',
    'Glucose of 126 mg/dL or more on two days suggests diabetes.',
    'Comments : Vitamin D below 20 ng/mL is seen in 70 % of people.',
    'Package price Rs. 1,499.00, helpline 1800 120 4567',
  );
  expect(inShort(reading)).toEqual(['hba1c 6.1 % -5.7']);
});

test('a range for both sexes is read for the person of the report, and what the patient’s profile says goes first', () => {
  const lines = [PERSON, HEAD, 'Uric Acid | 6.4 | mg/dL | M: 3.5 - 7.2 F: 2.6 - 6.0'];
  const bounds = (known?: { sex: 'female' | 'male' }) =>
    proposeFrom({ pages: [typedPage(lines)] }, MARKERS, known).proposals[0]?.labRange?.bounds;
  expect(bounds()).toEqual({ from: '2.6', to: '6.0' });
  expect(bounds({ sex: 'male' })).toEqual({ from: '3.5', to: '7.2' });
  const [unknown] = proposeFrom({ pages: [typedPage(lines.slice(1))] }, MARKERS).proposals;
  expect(unknown).toMatchObject({ labRange: { text: 'M: 3.5 - 7.2 F: 2.6 - 6.0' }, questions: ['range-needs-sex', 'date-not-read'] });
  expect(unknown?.labRange?.bounds).toBeUndefined();
});

test('the day of the sample goes before the day of the report, which is asked about where it stands alone', () => {
  const day = (line: string) => {
    const [proposal] = proposeFrom({ pages: [typedPage([line, HEAD, 'TSH | 4.2 | mIU/L | 0.35 - 4.94'])] }, MARKERS).proposals;
    return [proposal?.date?.day, proposal?.date?.kind, proposal?.questions];
  };
  expect(day('Reported: 12-Mar-2026 | Collected: 11-Mar-2026')).toEqual(['2026-03-11', 'collected', []]);
  expect(day('DOB: 01/02/1986 | Received on 11.03.26')).toEqual(['2026-03-11', 'received', []]);
  expect(day('Date of Birth 01/02/1986 | Report Date : 12/03/2026')).toEqual(['2026-03-12', 'reported', ['date-of-report']]);
  expect(day('Printed on 12/03/2026')).toEqual([undefined, undefined, ['date-not-read']]);
});

test('two reports in one file keep their days', () => {
  const page = (date: string) => typedPage([`Sample Collected: ${date} | Reported: ${date}`, HEAD, 'TSH | 4.2 | mIU/L | 0.35 - 4.94']);
  const { proposals } = proposeFrom({ pages: [page('11/03/2026'), page('20/09/2025')] }, MARKERS);
  expect(proposals.map(({ date, page: number }) => [date?.day, number])).toEqual([
    ['2026-03-11', 1],
    ['2025-09-20', 2],
  ]);
});

test('a value printed twice is one; two values of one day are both shown and asked about', () => {
  const twice = read(HEAD, 'TSH | 4.2 | mIU/L | 0.35 - 4.94', 'Thyroid Stimulating Hormone (TSH) | 4.20 | mIU/L | 0.35 - 4.94');
  expect(inShort(twice)).toEqual(['tsh 4.2 m[IU]/L 0.35-4.94']);
  const two = read(HEAD, 'TSH | 4.2 | mIU/L | 0.35 - 4.94', 'TSH | 5.1 | mIU/L | 0.35 - 4.94');
  expect(two.proposals.map(({ value, questions }) => [value, questions])).toEqual([
    ['4.2', ['two-values']],
    ['5.1', ['two-values']],
  ]);
});

test('words that a scan shows unclearly are asked about', () => {
  const lines = [PERSON, HEAD, 'TSH | 4.2 | mIU/L | 0.35 - 4.94'];
  const questions = (certainty: number) => proposeFrom({ pages: [typedPage(lines, certainty)] }, MARKERS).proposals[0]?.questions;
  expect(questions(99)).toEqual([]);
  expect(questions(61)).toEqual(['hard-to-read']);
});

test('a list without a table is read too, and a sentence is not', () => {
  const reading = read(
    'Haemoglobin : 11.2 g/dL (12.0 - 15.0)',
    'Platelet Count : 2,45,000 /cumm | @310 TLC : 7,800 /cumm',
    'Blood Group : O Positive',
    'Haemoglobin : 7 g/dL or less needs a doctor at once',
    'HbA1c 6.5',
  );
  expect(inShort(reading)).toEqual(['haemoglobin 11.2 g/dL 12.0-15.0', 'platelets 245000 /uL', 'white-cells 7800 /uL', 'blood-group o+ ?']);
  expect(reasons(reading)).toEqual(['HbA1c: number-alone']);
});

test('a table goes on over the page, and two tables side by side stay apart', () => {
  const first = typedPage([PERSON, HEAD, 'Urea | 30 | mg/dL | 17 - 43']);
  const second = typedPage(['Creatinine | 0.9 | mg/dL | 0.6 - 1.1']);
  expect(inShort(proposeFrom({ pages: [first, second] }, MARKERS))).toEqual(['urea 30 mg/dL 17-43', 'creatinine 0.9 mg/dL 0.6-1.1']);
  const both = read(
    'Test | @130 Result | @180 Unit | @230 Range | @310 Test | @410 Result | @460 Unit | @520 Range',
    'Sodium | @130 140 | @180 mmol/L | @230 136 - 146 | @310 TSH | @410 4.2 | @460 mIU/L | @520 0.3 - 5',
    'Potassium | @130 4.1 | @180 mmol/L | @230 3.5 - 5.1',
  );
  expect(inShort(both).sort()).toEqual(['potassium 4.1 mmol/L 3.5-5.1', 'sodium 140 mmol/L 136-146', 'tsh 4.2 m[IU]/L 0.3-5']);
});
