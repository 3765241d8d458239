import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compose } from '../composing/compose.ts';
import { INVENTED_NOTES } from '../composing/rough-notes.samples.ts';
import { segmentsOf } from '../reading/segments.ts';
import { mergeSpans, sourcesFor } from './ground.ts';
import { check } from './guard.ts';
import { mistakesIn } from './perturbations.samples.ts';

const framing = { patientName: 'Sunita Devi', doctorName: 'Meera Iyer' };
const whole = (rough: string) => [{ start: 0, end: rough.length }];
const flags = (text: string, rough: string, language: 'en' | 'hi' = 'en') =>
  check({ section: 'summary', text, language }, rough, whole(rough), framing);
const doubts = (text: string, rough: string, language: 'en' | 'hi' = 'en') =>
  flags(text, rough, language).map(({ kind, found }) => [kind, found]);

test.each([
  ['metformin 500 bd', 'Metformin 500 mg twice a day.', [['unit', '500 mg']]],
  ['metformin 500 bd', 'Metformin 500 twice a day.', []],
  ['amoxicillin', 'Amoxicillin 500 mg.', [['dose', '500 mg']]],
  ['amoxicillin 250 mg', 'Amoxicillin 500 mg.', [['dose', '500 mg']]],
  ['metformin 500 mg bd', 'Metformin 500 mg three times a day.', [['dose', 'three times a day']]],
  [
    'metformin 500 mg, aspirin 75 mg',
    'Metformin 75 mg, aspirin 500 mg.',
    [
      ['dose', '75 mg'],
      ['dose', '500 mg'],
    ],
  ],
  ['metformin 500 mg', 'Metformin 500 mcg.', [['unit', '500 mcg']]],
  ['paracetamol 1 g', 'Paracetamol 1000 mg.', []],
  ['crocin 650 mg', 'Paracetamol 650 mg.', []],
  ['abx for UTI', 'Amoxicillin for urinary tract infection.', [['drug', 'Amoxicillin']]],
  ['telma 40 od', 'Losartan 40 once a day.', [['drug', 'Losartan']]],
  ['no antibiotics', 'Antibiotics.', [['negation', 'Antibiotics']]],
  ['no chest pain', 'Chest pain.', [['negation', 'Chest pain']]],
  ['chest pain', 'No chest pain.', [['negation', 'chest pain']]],
  ['No chest pain/SOB/palpitations', 'No chest pain or breathlessness, has palpitations.', [['negation', 'palpitations']]],
  ['no fever but cough', 'No fever or cough.', [['negation', 'cough']]],
  ['nil dysuria', 'No burning micturition.', []],
  ['denies SOB', 'Not short of breath.', []],
  ['afebrile', 'No fever.', []],
  ['NKDA', 'No known drug allergies.', []],
  [
    'NKDA',
    'Allergic to penicillin.',
    [
      ['negation', 'Allergic'],
      ['drug', 'penicillin'],
    ],
  ],
  ['paracetamol not helped', 'Paracetamol helped.', [['negation', 'helped']]],
  ['rash settled', 'Rash not settled.', [['negation', 'not settled']]],
  ['no dry cough', 'No cough.', [['negation', 'cough']]],
  ['cough, mainly dry', 'Dry cough.', []],
  ['R knee pain', 'Left knee pain.', [['laterality', 'Left']]],
  ['knee pain', 'Left knee pain.', [['laterality', 'Left']]],
  [
    'L knee pain, R knee normal',
    'Right knee pain, left knee normal.',
    [
      ['laterality', 'Right'],
      ['laterality', 'left'],
    ],
  ],
  ['b/l creps', 'Bilateral crackles.', []],
  ['RIF tenderness', 'Tenderness in the right iliac fossa.', []],
  ['cough 3/7', 'Cough for 5 days.', [['date', '5 days']]],
  ['cough 3/7', 'Cough for 3 weeks.', [['date', '3 weeks']]],
  ['cough 3/7', 'Cough for three days.', []],
  ['r/v 1/52', 'Review in 7 days.', []],
  ['HbA1c 7.2% (18/11)', 'HbA1c 7.2% on 18 Nov.', []],
  ['HbA1c 7.2% (18/11)', 'HbA1c 7.2% on 19 Nov.', [['date', '19 Nov']]],
  ['stent 2018', 'Stent in 2016.', [['date', '2016']]],
  ['BP 132/84', 'BP 132/94.', [['number', '132/94']]],
  ['T 100.8', 'Temperature 100.8 °F.', [['unit', '100.8 °F']]],
  ['severity 6/10', 'Severity 8/10.', [['number', '8/10']]],
  ['lives with 2 flatmates', 'Lives with three flatmates.', [['number', 'three']]],
  ['G2P1', 'G3P1.', [['number', 'G3P1']]],
  ['42F, cough', 'A woman aged 42 with cough.', []],
  ['cough', 'Cough due to pneumonia.', [['finding', 'pneumonia']]],
  ['HTN, T2DM, SOB', 'High blood pressure, type 2 diabetes and shortness of breath.', []],
  ['?UTI', 'Urinary tract infection.', [['finding', 'Urinary tract infection']]],
  ['?UTI', 'Possible UTI.', []],
  ['FH: mother TB', 'Tuberculosis.', [['finding', 'Tuberculosis']]],
  ['FH: mother TB', 'Mother had tuberculosis.', []],
  ['r/v if fever', 'Fever.', [['finding', 'Fever']]],
  ['r/v if fever', 'Come back if fever.', []],
  ['Allergies: penicillin', 'Allergic to penicillin.', []],
])('where the notes say %j, the sentence %j leaves %j in doubt', (rough, text, expected) => {
  expect(doubts(text, rough)).toEqual(expected);
});

test.each([
  ['fever + dry cough 3/7', 'आपको 3 दिन से बुख़ार और सूखी खाँसी है।', []],
  ['fever + dry cough 3/7', 'आपको ५ दिन से बुख़ार है।', [['date', '५ दिन']]],
  ['no chest pain', 'आपको सीने में दर्द नहीं है।', []],
  ['no chest pain', 'आपको सीने में दर्द है।', [['negation', 'सीने में दर्द']]],
  ['chest pain', 'आपको सीने में दर्द नहीं है।', [['negation', 'सीने में दर्द']]],
  ['paracetamol 650 mg bd', 'Paracetamol 650 mg दिन में 3 बार लें।', [['dose', 'दिन में 3 बार']]],
  ['paracetamol 650 mg bd', 'Paracetamol 650 mg दिन में दो बार लें।', []],
  ['L knee pain', 'आपके दाएँ घुटने में दर्द है।', [['laterality', 'दाएँ']]],
  ['L knee pain', 'आपके बाएँ घुटने में दर्द है।', []],
  ['cough', 'आपको बुख़ार है।', [['finding', 'बुख़ार']]],
  ['metformin 500 bd', 'Metformin 500 mg दिन में 2 बार लें।', [['unit', '500 mg']]],
])('where the notes say %j, the Hindi %j leaves %j in doubt', (rough, text, expected) => {
  expect(doubts(text, rough, 'hi')).toEqual(expected);
});

test('a sentence without a place in the notes is doubted as a whole, a greeting in a letter is not', () => {
  const rough = 'cough';
  const noSource = (section: 'letter' | 'summary', text: string) =>
    check({ section, text, language: 'en' }, rough, [], framing).map(({ flagId, found }) => [flagId, found]);
  expect(noSource('summary', 'Rest.')).toEqual([['no-source:0-5', 'Rest.']]);
  expect(noSource('letter', 'Dear Sunita Devi,')).toEqual([]);
  expect(noSource('summary', 'Dear Sunita Devi,')).toHaveLength(1);
  expect(noSource('letter', 'Dear Sunita Devi, take morphine 10 mg.')).toHaveLength(1);
  expect(noSource('letter', '…')).toEqual([]);
  for (const wrong of [
    { start: 3, end: 3 },
    { start: -1, end: 2 },
    { start: 0, end: 99 },
    { start: 0.5, end: 2 },
  ]) {
    expect(check({ section: 'summary', text: 'Cough.', language: 'en' }, rough, [wrong], framing)[0]?.kind).toBe('no-source');
  }
});

test.each([
  ['3/7 fever + dry cough, temp at home 101F', 'Fever and dry cough for 3 days; temperature at home was 101 °F.'],
  ['no SOB, no chest pain', 'No breathlessness and no chest pain.'],
  ['Allergy: penicillin - rash 2019', 'Allergic to penicillin: rash in 2019.'],
  ['HbA1c 7.2% (18/11), was 7.6 in Aug', 'HbA1c 7.2% on 18 Nov, down from 7.6% in August.'],
  [
    'o/e T 100.8F  P 92  BP 132/84  RR 18  SpO2 98% RA\nThroat red, no exudate. Chest clear',
    'On examination: temperature 100.8 °F, pulse 92, BP 132/84, breathing rate 18, SpO2 98% on room air. Throat red without exudate; chest clear.',
  ],
  ['paracetamol 650 mg tds prn 3/7\nfluids, steam', 'Paracetamol 650 mg three times a day if needed, for 3 days; fluids and steam.'],
  ['r/v 3/7, sooner if SOB or fever >3/7', 'Review in 3 days, or sooner with breathlessness or fever beyond 3 days.'],
  ['Throat red, no exudate. Chest clear', 'Throat is red and the chest is clear, without exudate.'],
  ['denies fevers, chills, nausea', 'He has had no fever, chills or nausea.'],
  ['L knee pain 2/52 worse on stairs', 'For two weeks the left knee has been painful, worse on stairs.'],
  ['metformin 1 g bd, glimepiride 2 mg od', 'Takes glimepiride 2 mg once daily and metformin 1 g twice daily.'],
])('a fluent sentence that says what %j says is not doubted', (rough, text) => {
  expect(doubts(text, rough)).toEqual([]);
});

test('a doubt shows the exact words, its place and what the doctor wrote', () => {
  const rough = 'PMH: T2DM, metformin 500 bd, takes it regularly\nNKDA';
  const [source] = segmentsOf(rough);
  const text = 'Type 2 diabetes, on metformin 500\u00a0mg twice a day, taken regularly.';
  expect(
    check({ section: 'summary', text, language: 'en' }, rough, source ? [{ start: source.start, end: source.end }] : [], framing),
  ).toEqual([
    {
      flagId: 'unit:30-36',
      kind: 'unit',
      start: 30,
      end: 36,
      found: '500\u00a0mg',
      yourWords: 'T2DM, metformin 500 bd, takes it regularly',
    },
  ]);
});

describe('a sentence that a doctor wrote', () => {
  const rough = '3/7 fever + dry cough. No SOB\nPMH: T2DM, metformin 500 bd\nPlan: paracetamol 650 mg tds\nr/v 3/7';
  const found = (text: string, language: 'en' | 'hi' = 'en') =>
    sourcesFor(text, rough, language).map(({ start, end }) => rough.slice(start, end));

  test.each([
    ['Fever and cough for three days.', ['3/7 fever + dry cough.']],
    ['Not breathless.', ['No SOB']],
    ['Takes metformin for type 2 diabetes.', ['T2DM, metformin 500 bd']],
    ['Take paracetamol 650 mg three times a day.', ['paracetamol 650 mg tds']],
    ['Refer to an eye clinic.', []],
    ['Start amlodipine 5 mg.', []],
    ['', []],
  ])('%j rests on %j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('in Hindi rests on the same places', () => {
    expect(found('Paracetamol 650 mg दिन में 3 बार लें।', 'hi')).toEqual(['paracetamol 650 mg tds']);
  });

  test('places that touch are one', () => {
    expect(
      mergeSpans([
        { start: 5, end: 9 },
        { start: 0, end: 2 },
        { start: 2, end: 4 },
        { start: 8, end: 12 },
      ]),
    ).toEqual([
      { start: 0, end: 4 },
      { start: 5, end: 12 },
    ]);
  });
});

type Rates = Map<string, { made: number; caught: number }>;

const ratesOf = (notes: readonly { patient: string; rough: string }[]): { rates: Rates; missed: string[] } => {
  const rates: Rates = new Map();
  const missed: string[] = [];
  for (const { patient, rough } of notes) {
    const segments = segmentsOf(rough);
    for (const letterLanguage of ['en', 'hi'] as const) {
      for (const sentence of compose({
        rough,
        letterLanguage,
        patient: { name: patient },
        doctorName: framing.doctorName,
        visitDate: '2026-11-23',
      })) {
        if (sentence.segments.length === 0 || (letterLanguage === 'hi' && sentence.section !== 'letter')) continue;
        const sources = segments.filter(({ number }) => sentence.segments.includes(number)).map(({ start, end }) => ({ start, end }));
        const before = check(sentence, rough, sources, framing).length;
        for (const { kind, text } of mistakesIn(sentence.text)) {
          const rate = rates.get(kind) ?? { made: 0, caught: 0 };
          rate.made += 1;
          if (check({ ...sentence, text }, rough, sources, framing).length > before) rate.caught += 1;
          else missed.push(`${kind}: ${text}`);
          rates.set(kind, rate);
        }
      }
    }
  }
  return { rates, missed };
};

const report = (title: string, rates: Rates): void =>
  console.info(
    title,
    Object.fromEntries([...rates].map(([kind, { made, caught }]) => [kind, `${caught}/${made} ${((100 * caught) / made).toFixed(1)}%`])),
  );

const REQUIRED = 0.98;

test('of the mistakes made in notes of invented visits, 98 in 100 of each kind are caught', () => {
  const { rates, missed } = ratesOf(INVENTED_NOTES);
  report('caught, invented notes:', rates);
  expect(rates.size).toBeGreaterThanOrEqual(14);
  for (const [kind, { made, caught }] of rates) expect(caught / made, `${kind}\n${missed.join('\n')}`).toBeGreaterThanOrEqual(REQUIRED);
});

const real = '../shared/data/notes/gp-rough-notes.jsonl';
test.skipIf(!existsSync(real))(
  'of the mistakes made in notes that nobody here wrote, 98 in 100 of each kind are caught (skipped where the data is not at hand)',
  () => {
    const notes = readFileSync(real, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ patient: framing.patientName, rough: String((JSON.parse(line) as { rough_note: unknown }).rough_note) }));
    const { rates, missed } = ratesOf(notes);
    report('caught, notes of general practice:', rates);
    for (const [kind, { made, caught }] of rates)
      expect(caught / made, `${kind}: ${missed.length} missed`).toBeGreaterThanOrEqual(REQUIRED);
  },
);

test('whatever is checked, doubts lie within the sentence, quote it exactly, have their own ids and come out alike', () => {
  const words = fc.constantFrom(
    ...INVENTED_NOTES.flatMap((note) => note.rough.split(/(?<=\s)/)),
    '5 mg ',
    'no ',
    'left ',
    'बुख़ार ',
    'नहीं ',
    '३ ',
    '😀',
    '. ',
  );
  const text = fc.oneof(
    fc.array(words, { maxLength: 30 }).map((each) => each.join('')),
    fc.string({ unit: 'binary', maxLength: 120 }),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom('en' as const, 'hi' as const), (sentence, rough, language) => {
      const sources = rough === '' ? [] : whole(rough);
      const found = check({ section: 'letter', text: sentence, language }, rough, sources, framing);
      expect(check({ section: 'letter', text: sentence, language }, rough, sources, framing)).toEqual(found);
      for (const flag of found) {
        expect(flag.found).toBe(sentence.slice(flag.start, flag.end));
        expect(flag.end).toBeGreaterThan(flag.start);
        expect(flag.end).toBeLessThanOrEqual(sentence.length);
        expect(flag.yourWords?.length ?? 0).toBeLessThanOrEqual(200);
      }
      expect(new Set(found.map(({ flagId }) => flagId)).size).toBe(found.length);
    }),
    { numRuns: 200 },
  );
});

test('a sentence that copies its place in the notes is never doubted', () => {
  const lines = INVENTED_NOTES.flatMap(({ rough }) => segmentsOf(rough).map((segment) => ({ rough, segment })));
  for (const { rough, segment } of lines) {
    const { text, start, end } = segment;
    expect(
      check({ section: 'summary', text, language: 'en' }, rough, [{ start, end }], framing).filter(({ kind }) => kind !== 'finding'),
      text,
    ).toEqual([]);
  }
});

describe('a condition that no list of findings names', () => {
  const doubts = (rough: string, text: string) =>
    check({ section: 'summary', text, language: 'en' }, rough, [{ start: 0, end: rough.length }], {
      patientName: 'Asha',
      doctorName: 'Dr Rao',
    }).map(({ kind, found }) => `${kind}: ${found}`);

  test.each([
    ['Likely lupus nephritis.', 'finding: lupus'],
    ['Suspected sarcoidosis.', 'finding: sarcoidosis'],
    ['Possible lymphoma.', 'finding: lymphoma'],
    ['Cough due to pertussis.', 'finding: pertussis'],
    ['Whooping cough.', 'finding: Whooping'],
    ['Has multiple sclerosis.', 'finding: sclerosis'],
    ['Has coeliac disease.', 'finding: coeliac'],
    ['Needs appendicectomy.', 'finding: appendicectomy'],
    ['Ruptured aneurysm.', 'finding: aneurysm'],
    ['Scrub typhus.', 'finding: typhus'],
  ])('is doubted when the notes say nothing of it: “%s”', (text, doubt) => {
    expect(doubts('cough 3/7, feels tired', text)).toContain(doubt);
  });

  test.each([
    ['k/c/o SLE with lupus nephritis', 'Known lupus nephritis.'],
    ['?sarcoidosis', 'Possible sarcoidosis.'],
    ['diagnosis unclear, on dialysis', 'The diagnosis is unclear; on dialysis.'],
    ['PMH appendicectomy 2010', 'Past appendicectomy in 2010.'],
  ])('is not doubted when they do: “%s”', (rough, text) => {
    expect(doubts(rough, text)).toEqual([]);
  });
});
