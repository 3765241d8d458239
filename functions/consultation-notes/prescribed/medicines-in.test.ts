import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { NamedMedicine, type Section } from '../contract.ts';
import { medicinesIn } from './medicines-in.ts';

const signed = (...lines: (string | readonly [Section, string])[]) => ({
  sentences: lines.map((line, place) => {
    const [section, text] = typeof line === 'string' ? (['next-steps', line] as const) : line;
    return { sentenceId: `s${place + 1}`, section, text, language: 'en' as const };
  }),
});
/** What is offered of one line, without where it stands. */
const offered = (...lines: Parameters<typeof signed>) =>
  medicinesIn(signed(...lines)).map(({ sentenceId: _id, section: _section, language: _language, words: _words, ...said }) => said);
const names = (...lines: Parameters<typeof signed>): string[] => medicinesIn(signed(...lines)).map(({ medicine }) => medicine);

const slots = (...amounts: number[]) => ({ kind: 'slots', amounts });
const daily = (times: number) => ({ kind: 'daily', times });

describe('what a patient is offered of', () => {
  test.each([
    [
      'T. Metformin 500 mg 1-0-1 pc x 30 d',
      { medicine: 'Metformin', strength: '500 mg', form: 'tablet', instruction: 'after-food', often: slots(1, 0, 1), days: 30 },
    ],
    ['Tab Amlodipine 5 mg OD', { medicine: 'Amlodipine', strength: '5 mg', form: 'tablet', often: daily(1) }],
    ['Syp Paracetamol 5 ml sos', { medicine: 'Paracetamol', form: 'ml', amount: 5, often: { kind: 'as-needed' } }],
    [
      'Cap Omeprazole 20 mg OD ac x 14 days',
      { medicine: 'Omeprazole', strength: '20 mg', form: 'capsule', instruction: 'before-food', often: daily(1), days: 14 },
    ],
    [
      'Tab Azithromycin 500mg 1-1-1 x 1 week',
      { medicine: 'Azithromycin', strength: '500mg', form: 'tablet', often: slots(1, 1, 1), days: 7 },
    ],
    ['Tab Augmentin 625 mg BD x 5/7', { medicine: 'Augmentin', strength: '625 mg', form: 'tablet', often: daily(2), days: 5 }],
    ['Amoxycillin 500 mg b.d. for 5 days', { medicine: 'Amoxycillin', strength: '500 mg', often: daily(2), days: 5 }],
    ['Cetirizine 10 mg HS', { medicine: 'Cetirizine', strength: '10 mg', instruction: 'bedtime', often: { kind: 'at', when: 'bedtime' } }],
    ['Atorvastatin 10 mg at night', { medicine: 'Atorvastatin', strength: '10 mg', often: { kind: 'at', when: 'night' } }],
    [
      'Paracetamol 250 mg/5 ml, 5 ml q8h for 3 days',
      { medicine: 'Paracetamol', strength: '250 mg/5 ml', form: 'ml', amount: 5, often: { kind: 'hours', every: 8 }, days: 3 },
    ],
    [
      'Ibuprofen 400 mg 8 hourly with food',
      { medicine: 'Ibuprofen', strength: '400 mg', instruction: 'with-food', often: { kind: 'hours', every: 8 } },
    ],
    ['Tab. Dolo 650 SOS max 3/day', { medicine: 'Dolo 650', form: 'tablet', often: { kind: 'as-needed', dailyMaximum: 3 } }],
    ['½ tab Amlodipine 5 mg OD', { medicine: 'Amlodipine', strength: '5 mg', form: 'tablet', amount: 0.5, often: daily(1) }],
    [
      'Inj insulin glargine 10 units HS',
      { medicine: 'insulin glargine', form: 'unit', amount: 10, instruction: 'bedtime', often: { kind: 'at', when: 'bedtime' } },
    ],
    ['Salbutamol inhaler 2 puffs qid', { medicine: 'Salbutamol', form: 'puff', amount: 2, often: daily(4) }],
    ['Hydrocortisone 1% cream bd 7/7', { medicine: 'Hydrocortisone', strength: '1%', form: 'application', often: daily(2), days: 7 }],
    ['Syp Ambroxol 5 ml 1-0-1', { medicine: 'Ambroxol', form: 'ml', amount: 5, often: slots(1, 0, 1) }],
    ['Tab Zincovit OD', { medicine: 'Zincovit', form: 'tablet', often: daily(1) }],
    ['Tab Montair-LC 0-0-1', { medicine: 'Montair-LC', form: 'tablet', often: slots(0, 0, 1) }],
    [
      'Tab Metformin SR 1 g 0-0-1 p/c',
      { medicine: 'Metformin SR', strength: '1 g', form: 'tablet', instruction: 'after-food', often: slots(0, 0, 1) },
    ],
    [
      'Take paracetamol 500 mg three times a day after food for 5 days.',
      { medicine: 'paracetamol', strength: '500 mg', instruction: 'after-food', often: daily(3), days: 5 },
    ],
    ['continue metformin', { medicine: 'metformin' }],
    ['Increase amlodipine to 10 mg OD', { medicine: 'amlodipine', strength: '10 mg', often: daily(1) }],
  ])('“%s”', (line, said) => {
    expect(offered(line)).toEqual([said]);
  });

  test('a Hindi letter', () => {
    expect(offered(['letter', 'पैरासिटामोल 500 mg दिन में तीन बार 5 दिन तक लें'])).toEqual([
      { medicine: 'पैरासिटामोल', strength: '500 mg', often: daily(3), days: 5 },
    ]);
  });
});

describe('nothing is offered of', () => {
  test.each([
    'stop aspirin',
    'Stop Tab Ecosprin 75 mg OD',
    'allergic to penicillin',
    'Allergies: penicillin, ibuprofen 400 mg',
    'no antibiotics',
    'Aspirin 75 mg OD stopped',
    'aspirin, clopidogrel 75 mg and ramipril 5 mg stopped',
    'Avoid ibuprofen 400 mg',
    'Stop aspirin, clopidogrel 75 mg OD',
    'Do not take ibuprofen 400 mg tds',
    'Aspirin 75 mg is not needed',
    'Metformin 500 mg BD discontinued',
    'Took paracetamol 500 mg tds with no relief',
    'Azithromycin 500 mg OD x 3 d was given last month',
    'If no better start amoxicillin 500 mg tds',
    'Consider amlodipine 5 mg OD',
    'Advised aspirin 75 mg OD, declined',
    'Ibuprofen 400 mg or paracetamol 500 mg tds',
    'Inj diclofenac 75 mg IM stat',
    'Calcium 9.2 mg/dl',
    'Vitamin D level low, check again',
    'Check vitamin D and iron',
    'Father takes metformin 500 mg bd',
    'Amoxicillin allergy',
    'D/C aspirin 75 mg OD',
    'Aspirin 75 mg OD d/c',
    'Withhold: aspirin 75 mg OD, clopidogrel 75 mg OD',
    'Meds stopped: aspirin 75 mg OD; ramipril 5 mg OD',
    'Stopped: aspirin 75 mg od\nramipril 5 mg od',
    'Restart aspirin 75 mg OD after surgery',
    'Rash with cefixime 200 mg',
    'Rest, fluids, steam. Review in 3 days.',
  ])('“%s”', (line) => {
    expect(names(line)).toEqual([]);
  });

  test('a list of what was stopped, each in a sentence of its own, until an order begins', () => {
    expect(names('Stopped: aspirin 75 mg once a day.', 'Ramipril 5 mg once a day.', 'Start telmisartan 40 mg once a day.')).toEqual([
      'telmisartan',
    ]);
  });

  test('a medicine that another sentence stops', () => {
    expect(names(['summary', 'On aspirin 75 mg od, metformin 500 mg bd.'], 'Stop aspirin.', 'Continue metformin 500 mg bd')).toEqual([
      'metformin',
    ]);
    expect(names(['summary', 'On Ecosprin 75 mg OD.'], ['letter', 'Please stop your aspirin.'])).toEqual([]);
  });
});

describe('beside what is stopped', () => {
  test.each([
    ['Continue metformin 500 mg bd, stop aspirin', ['metformin']],
    ['Stop aspirin and start clopidogrel 75 mg OD', ['clopidogrel']],
    ['Change amlodipine to telmisartan 40 mg OD', ['telmisartan']],
    ['Telmisartan 40 mg OD instead of amlodipine', ['Telmisartan']],
    ['Avoid NSAIDs; Tab paracetamol 650 mg SOS', ['paracetamol']],
    ['T. Metformin 500 mg 1-0-1, Tab Amlodipine 5 mg OD', ['Metformin', 'Amlodipine']],
  ])('“%s” leaves %j', (line, left) => {
    expect(names(line)).toEqual(left);
  });
});

describe('what is not sure is left to the patient:', () => {
  test.each([
    ['a dose that changes', ['Prednisolone 40 mg OD x 5 d then 20 mg OD x 5 d'], { medicine: 'Prednisolone' }],
    [
      'a dose that goes on in the next sentence',
      ['Tab Prednisolone 40 mg OD x 5 d.', 'Then 20 mg OD x 5 d.'],
      { medicine: 'Prednisolone', form: 'tablet' },
    ],
    ['two doses', ['Increase amlodipine from 5 mg to 10 mg OD'], { medicine: 'amlodipine' }],
    ['a range', ['Tab Paracetamol 1-2 tabs tds'], { medicine: 'Paracetamol', form: 'tablet' }],
    ['a dose by weight', ['Amoxicillin 25 mg/kg tds'], { medicine: 'Amoxicillin' }],
    ['a dose to be doubled', ['Double the dose of amlodipine 5 mg OD'], { medicine: 'amlodipine' }],
    ['not each day', ['Tab Folic acid 5 mg OD except Sunday'], { medicine: 'Folic acid', form: 'tablet' }],
    ['once a week', ['Vitamin D 60,000 IU weekly'], { medicine: 'Vitamin D', strength: '60,000 IU' }],
    [
      'how long a fever has been',
      ['Paracetamol 500 mg tds for fever x 3 days'],
      { medicine: 'Paracetamol', strength: '500 mg', often: daily(3) },
    ],
    [
      'a course in months',
      ['Tab Shelcal 500 0-1-0 x 2/12'],
      { medicine: 'Shelcal', strength: '500', form: 'tablet', often: slots(0, 1, 0) },
    ],
    ['two sentences that differ', ['Metformin 500 mg BD', ['letter', 'Take metformin 1 g twice a day.']], { medicine: 'Metformin' }],
  ] as [string, Parameters<typeof signed>, object][])('%s', (_, lines, said) => {
    expect(offered(...lines)).toEqual([said]);
  });

  test('the plan goes before what the summary tells of until now, once', () => {
    expect(offered(['summary', 'On glimepiride 2 mg od.'], 'Increase glimepiride to 4 mg od')).toEqual([
      { medicine: 'glimepiride', strength: '4 mg', often: daily(1) },
    ]);
  });
});

/** What each number of an offer may stand in the words as, written apart from the code that reads them. */
const WORDS_OF_TIMES: Readonly<Record<number, RegExp>> = {
  1: /\b(?:od|once)\b/i,
  2: /\b(?:bd|bid|twice)\b/i,
  3: /\b(?:tds|tid|three times|3 *\/ *day)\b/i,
  4: /\b(?:qid|qds|four times)\b/i,
};
const one = (...choices: string[]) => fc.constantFrom(...choices);
const line = fc
  .record({
    before: one('', '', 'Stop ', 'Continue ', 'No ', 'Allergic to ', 'Start ', 'Took ', 'Avoid '),
    form: one('', 'Tab ', 'T. ', 'Syp ', 'Inj ', 'Cap '),
    name: one('Metformin', 'Amlodipine', 'aspirin', 'Pan 40', 'Zincovit', 'paracetamol', 'antibiotics', 'Telma H'),
    strength: one('', ' 500 mg', ' 5 ml', ' 250 mg/5 ml', ' 10 units', ' 1-2 tabs', ' 40', ' 2 tabs', ' 9.2 mg/dl'),
    often: one('', ' OD', ' BD', ' tds', ' qid', ' 1-0-1', ' 0-0-1', ' HS', ' sos', ' q8h', ' weekly', ' three times a day', ' BD tds'),
    food: one('', ' ac', ' pc', ' after food', ' with food'),
    days: one('', ' x 5 d', ' x 30 d', ' for 3 days', ' x 5/7', ' x 2 weeks', ' x 1/12', ' then 20 mg OD'),
    after: one(
      '',
      ', stop aspirin',
      ' stopped',
      '. Review in 9 days',
      ' and paracetamol 650 mg sos',
      ' or aspirin 75 mg',
      '; Tab Amlodipine 5 mg OD',
    ),
  })
  .map((parts) => Object.values(parts).join(''));

test('whatever the note says, each offer and each number in it stands in the words that it cites', () => {
  let offers = 0;
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
      const note = signed(...lines);
      for (const medicine of medicinesIn(note)) {
        offers += 1;
        NamedMedicine.parse(medicine);
        const { words, often, days, amount, strength, sentenceId } = medicine;
        expect(note.sentences.find((sentence) => sentence.sentenceId === sentenceId)?.text).toContain(words);
        expect(words).toContain(medicine.medicine);
        expect(words).toContain(strength ?? '');
        expect(words).not.toMatch(/^(?:stop|no|avoid|allergic|took)\b|stopped|antibiotics/i);
        if (amount !== undefined) expect(words).toMatch(new RegExp(`\\b${amount} ?(?:ml|units|tabs|mg)`));
        if (days !== undefined) expect(words).toMatch(new RegExp(`\\b(?:${days} d|${days}/7|${days / 7} week)`));
        if (often?.kind === 'daily') expect(words).toMatch(WORDS_OF_TIMES[often.times] as RegExp);
        if (often?.kind === 'slots') expect(words).toContain(often.amounts.join('-'));
        if (often?.kind === 'at') expect(words).toMatch(/\bHS\b/);
        if (often?.kind === 'hours') expect(words).toContain(`q${often.every}h`);
        if (often?.kind === 'as-needed') expect(words).toMatch(/\bsos\b/i);
      }
      const ended = lines.some((text) => /stop aspirin|^Stop (?:\w+\.? )?aspirin|^(?:No|Avoid|Allergic to) (?:\w+\.? )?aspirin/.test(text));
      if (ended) expect(names(...lines)).not.toContain('aspirin');
    }),
    { numRuns: 1_000 },
  );
  expect(offers, 'the notes made up here do name medicines').toBeGreaterThan(500);
});
