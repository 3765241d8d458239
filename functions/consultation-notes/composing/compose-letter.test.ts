import { describe, expect, test } from 'vitest';
import { check } from '../checking/guard.ts';
import type { LetterLanguage } from '../contract.ts';
import { segmentsOf } from '../reading/segments.ts';
import type { ComposedSentence } from './compose.ts';
import { compose } from './compose.ts';

const patientName = 'Sunita Devi';
const doctorName = 'Meera Iyer';

/** The letter between its greeting and its closing; no sentence of it may raise a doubt or lack a source. */
const told = (rough: string, language: LetterLanguage = 'en'): ComposedSentence[] => {
  const sentences = compose({ rough, letterLanguage: language, patient: { name: patientName }, doctorName, visitDate: '2026-11-23' })
    .filter(({ section }) => section === 'letter')
    .slice(1, -1);
  for (const sentence of sentences) {
    expect(sentence.segments.length, sentence.text).toBeGreaterThan(0);
    const sources = segmentsOf(rough).filter(({ number }) => sentence.segments.includes(number));
    const flags = check(sentence, rough, sources, { patientName, doctorName });
    expect(flags.map(({ kind, found }) => [kind, found, sentence.text])).toEqual([]);
  }
  return sentences;
};

const body = (rough: string, language: LetterLanguage = 'en'): string[] => told(rough, language).map(({ text }) => text);

describe('in the letter, when a medicine is taken', () => {
  test.each([
    ['metformin 500 mg bd with food', 'Take metformin 500 mg twice a day with food.', 'Metformin 500 mg दिन में 2 बार खाने के साथ लें।'],
    ['metformin 500 mg bd w/ meals', 'Take metformin 500 mg twice a day with food.', 'Metformin 500 mg दिन में 2 बार खाने के साथ लें।'],
    [
      'metformin 500 mg 1-0-1 with food',
      'Take metformin 500 mg (1-0-1: morning-noon-night) with food.',
      'Metformin 500 mg 1-0-1 (सवेरे-दोपहर-रात) खाने के साथ लें।',
    ],
    [
      'metformin 500 mg bd with or after food',
      'Take metformin 500 mg twice a day with or after food.',
      'Metformin 500 mg दिन में 2 बार खाने के साथ या बाद में लें।',
    ],
    ['metformin 500 mg bd pc', 'Take metformin 500 mg twice a day after food.', 'Metformin 500 mg दिन में 2 बार खाने के बाद लें।'],
    [
      'ibuprofen 400 mg tds after meals',
      'Take ibuprofen 400 mg three times a day after food.',
      'Ibuprofen 400 mg दिन में 3 बार खाने के बाद लें।',
    ],
    ['pantoprazole 40 mg od ac', 'Take pantoprazole 40 mg once a day before food.', 'Pantoprazole 40 mg दिन में 1 बार खाने से पहले लें।'],
    ['pantoprazole 40 mg od a.c.', 'Take pantoprazole 40 mg once a day before food.', 'Pantoprazole 40 mg दिन में 1 बार खाने से पहले लें।'],
    [
      'pantoprazole 40 mg od 30 min before food',
      'Take pantoprazole 40 mg once a day 30 minutes before food.',
      'Pantoprazole 40 mg दिन में 1 बार खाने से 30 मिनट पहले लें।',
    ],
    [
      'pantoprazole 40 mg od before breakfast',
      'Take pantoprazole 40 mg once a day before breakfast.',
      'Pantoprazole 40 mg दिन में 1 बार नाश्ते से पहले लें।',
    ],
    [
      'thyroxine 50 mcg mane on empty stomach',
      'Take thyroxine 50 mcg in the morning on an empty stomach.',
      'Thyroxine 50 mcg सुबह ख़ाली पेट लें।',
    ],
    ['atorvastatin 10 mg hs', 'Take atorvastatin 10 mg at bedtime.', 'Atorvastatin 10 mg सोते समय लें।'],
    ['atorvastatin 10 mg nocte', 'Take atorvastatin 10 mg at night.', 'Atorvastatin 10 mg रात को लें।'],
    ['amlodipine 5 mg mane', 'Take amlodipine 5 mg in the morning.', 'Amlodipine 5 mg सुबह लें।'],
  ])('%j is %j', (order, english, hindi) => {
    expect(body(`Plan: ${order}`)).toEqual([english]);
    expect(body(`Plan: ${order}`, 'hi')).toEqual([hindi]);
  });

  test('`pc` in a place where it may mean something else is left as the doctor wrote it, and not as an order', () => {
    expect(body('Plan: naproxen 250 mg bd x 5/7 pc')).toEqual(['Your doctor’s plan: naproxen 250 mg twice a day for 5 days pc.']);
  });
});

describe('in the letter, what is to be done', () => {
  test.each<[string, string[]]>([
    ['If any pain lasts, to attend A&E', ['Go to A&E if pain lasts.']],
    ['attend A&E urgently if weak or confused', ['Go to A&E urgently if you have weakness or confusion.']],
    ['Call 112 if chest pain', ['Call 112 if you have chest pain.']],
    ['Pt to contact the clinic to arrange f/u', ['Contact the clinic to arrange follow-up.']],
    ['Pt to ring the ward via phone no to ensure f/u', ['Ring the ward through the phone number to make sure you have a follow-up.']],
    ['advised continue crocin', ['Keep taking crocin.']],
    ['He should rest his knee and she must not drive', ['You should rest your knee and you must not drive.']],
    ['the patient was instructed to check her blood pressure at home', ['Check your blood pressure at home.']],
    ['pt advised he can go back to school in 1/52', ['You can go back to school in 1 week.']],
    ['advised not to drive for 4/52', ['Do not drive for 4 weeks.']],
    [
      'needs to be seen soon in chest clinic - will send referral today',
      ['You need to be seen soon in the chest clinic.', 'We will send referral today.'],
    ],
    ['self referral to counselling', ['Refer yourself to counselling.']],
    ['108 ambulance called, refer cath lab', ['We are referring you to the cath lab.']],
    ['no NSAIDs, aspirin 75 mg od', ['Do not take anti-inflammatories.', 'Take aspirin 75 mg once a day.']],
    ['stop ibuprofen, start naproxen 250 mg bd', ['Stop taking ibuprofen.', 'Take naproxen 250 mg twice a day.']],
    ['Rx empirically with doxycycline for cellulitis', ['Take doxycycline for a possible skin infection.']],
    [
      'increase glimepiride to 4 mg od, cont metformin 1 g bd',
      ['Increase glimepiride to 4 mg once a day.', 'Keep taking metformin 1 g twice a day.'],
    ],
    // `Increase torasemide twice a day` would read as two increases a day.
    ['increase torasemide bd', ['Increase torasemide: take it twice a day.']],
    ['delayed prescription for doxycycline - start in 2 days if not better', ['Start doxycycline in 2 days if you are not better.']],
    ['naproxen first line as per local guidelines', ['Try naproxen first.']],
    ['ORS 200 ml after each stool', ['Take oral rehydration salts 200 ml after each stool.']],
    ['OTC paracetamol', ['Take paracetamol from a pharmacy.']],
    ['2-3 litres water daily, sleep 8 hours minimum daily', ['Drink 2-3 litres of water every day.', 'Sleep at least 8 hours every day.']],
    ['Xray R hip + pelvis today', ['You need an X-ray of your right hip and pelvis today.']],
    ['CXR, urgent CT head', ['You need a chest X-ray.', 'You urgently need a CT scan of your head.']],
    ['sputum AFB x2, CXR', ['You need a phlegm test (2 times) and a chest X-ray.']],
    ['repeat HbA1c 3/12', ['You need a sugar blood test (HbA1c) again in 3 months.']],
    ['MSU sent', ['We have sent a urine sample to the lab.']],
    ['r/v 4/52 with BP chart', ['Come back in 4 weeks with your BP chart.']],
    ['review in a week', ['Come back in a week.']],
    [
      'r/v 4/7, or earlier if worse/any concerns',
      ['Come back in 4 days.', 'Come back sooner if your symptoms get worse or you have any concerns.'],
    ],
    [
      'r/v 3/7, sooner if SOB or fever >3/7',
      ['Come back in 3 days.', 'Come back sooner if you have breathlessness or fever for more than 3 days.'],
    ],
    ['return if blood in stools or not passing urine', ['Come back if you have blood in your stools or you are not passing urine.']],
    ['red flags explained - worst headache, weakness', ['Get medical help if you have worst headache or weakness.']],
    ['advised if pain lasts to see own gp', ['See your GP if pain lasts.']],
    ['May take 3-4 days to settle, contact us if rash', ['It may take 3-4 days to settle.', 'Contact us if you have a rash.']],
  ])('%j tells the patient %j', (plan, expected) => {
    expect(body(`Plan: ${plan}`)).toEqual(expected);
  });

  test('a condition and its consequence in two sentences of the notes are one sentence, which cites both', () => {
    expect(told('Plan: If you get any rash. Please go to A&E').map(({ text, segments }) => [text, segments])).toEqual([
      ['Go to A&E if you have a rash.', [1, 2]],
    ]);
  });

  test('a long list of reasons is several short sentences, each with its consequence', () => {
    const sentences = body('Plan: return if fever, vomiting, back pain, unable to walk, rash, confusion, blood in urine');
    expect(sentences.length).toBeGreaterThan(1);
    for (const text of sentences) expect(text).toMatch(/^Come back if (?:\S+ ?){1,12}\.$/);
    expect(sentences.join(' ')).toMatch(/fever.*vomiting.*back pain.*unable to walk.*rash.*confusion.*blood in your urine/);
  });

  test.each([
    'ambulance called, wife has unlocked the gate',
    'handed over to day team',
    'all above explained',
    'name and DOB confirmed',
    'also need to exclude anaemia',
    'will need to consider other causes',
    'patient agrees with all this',
    'reassured',
  ])('%j is for clinicians and not in it', (plan) => {
    expect(body(`Cough 3/7\nPlan: ${plan}`)).toEqual(['You have had a cough for 3 days.']);
  });

  test('an account of how the patient does is not in it, what to do if that changes is', () => {
    expect(body('Cough 3/7\nPlan: The patient has been doing well on his diet.')).toEqual(['You have had a cough for 3 days.']);
    expect(body('Plan: return if not doing well')).toEqual(['Come back if you are not doing well.']);
  });

  test('a medicine is told even amid words among clinicians', () => {
    expect(body('Plan: d/w pt, start metformin 500 mg bd with food').join(' ')).toContain('metformin 500 mg twice a day with food');
    expect(body('Imp: UTI - start trimethoprim 200 mg bd x 3/7')).toEqual([
      'The most likely cause is a urine infection.',
      'Take trimethoprim 200 mg twice a day for 3 days.',
    ]);
  });

  test('what cannot be put otherwise for certain is told in the doctor’s words, with a plain lead-in in each language', () => {
    expect(body('Plan: paracetamol 1 g qds, if not settling ibuprofen 400 mg tds')).toEqual([
      'Your doctor’s plan: paracetamol 1 g four times a day, if not settling ibuprofen 400 mg three times a day.',
    ]);
    expect(body('Plan: taper prednisolone by 5 mg every week', 'hi')).toEqual(['डॉक्टर की सलाह: Taper prednisolone by 5 mg every week.']);
    expect(body('Plan: prednisolone 40 mg od 5/7, then 20 mg od 5/7')).toEqual([
      'Take prednisolone 40 mg once a day for 5 days, then 20 mg once a day for 5 days.',
    ]);
  });

  test('words about another person are not turned into words about the patient', () => {
    expect(body('Plan: wife to give him 5 ml tds').join(' ')).toContain('him');
  });

  test('a denial keeps its reach: what must not be done is not split into an order', () => {
    for (const text of body('Plan: instructed to discontinue use and take the next dose with food')) expect(text).not.toMatch(/^Take/);
  });

  test('in Hindi the same holds: commands end in -ें and nobody’s gender shows', () => {
    const rough =
      'R knee pain 2/52\nPlan: stop ibuprofen, no NSAIDs\nincrease glimepiride to 4 mg od\nXray R knee\nphysio\nattend A&E if breathless or collapse\nr/v 4/7, or earlier if worse/any concerns';
    expect(body(rough, 'hi')).toEqual([
      'You have had right knee pain for 2 weeks.',
      'Ibuprofen लेना बंद करें।',
      'Anti-inflammatories न लें।',
      'Glimepiride बढ़ाकर 4 mg दिन में 1 बार लें।',
      'ये जाँच करवाएँ: दाएँ घुटने का X-ray।',
      'फ़िज़ियोथेरेपी के लिए जाएँ।',
      'अगर साँस फूलने की तकलीफ़ या बेहोशी हो तो A&E (आपातकाल) जाएँ।',
      '4 दिन बाद दिखाने आएँ।',
      'तकलीफ़ बढ़े या कोई चिंता हो तो इससे पहले ही दिखाने आएँ।',
    ]);
  });
});

describe('in the letter, what the doctor thinks', () => {
  test.each<[string, string[]]>([
    ['Imp: bronchitis', ['The most likely cause is bronchitis.']],
    ['Imp: ?UTI', ['It may be a urine infection.']],
    ['Imp: likely migraine', ['It may be a migraine.']],
    ['Imp: pharyngitis/?tonsillitis', ['It may be a throat infection or a tonsil infection.']],
    ['Imp: UTI (?)', ['It may be a urine infection.']],
    ['Imp: UTI, but not certain', ['It may be a urine infection.']],
    ['Imp: TIA vs migraine', ['It may be a mini-stroke or a migraine.']],
    ['Imp: sinusitis +/- otitis media', ['The most likely cause is a sinus infection.', 'It may be a middle ear infection as well.']],
    [
      'Imp: mild gastritis, migraine, UTI, sinusitis',
      ['It may be mild gastritis or a migraine.', 'It may be a urine infection or a sinus infection as well.'],
    ],
    ['Imp: ?OA L knee', ['It may be worn joints in your left knee.']],
    ['Imp: TIAs - although on aspirin (need to exclude AF)', ['The most likely cause is mini-strokes.']],
    [
      'Imp: unstable angina - needs urgent ECG and trop I',
      ['The most likely cause is unstable angina.', 'You urgently need a heart tracing (ECG) and a blood test (troponin I).'],
    ],
    ['Imp: soft tissue injury R hip, r/o #', ['The most likely cause is a soft tissue injury in your right hip.']],
    ['PMH: T2DM, HTN\nImp: uncontrolled T2DM, HTN', ['This visit was about uncontrolled type 2 diabetes and high blood pressure.']],
    ['Imp: not pneumonia', ['Your doctor’s view: not pneumonia.']],
  ])('%j is %j', (rough, expected) => {
    expect(body(rough)).toEqual(expected);
  });

  test('`most likely` in the notes is no certainty in Hindi either', () => {
    expect(body('Plan: most likely diagnosis is appendicitis', 'hi')).toEqual(['सबसे ज़्यादा संभावना: अपेंडिक्स की सूजन।']);
  });
});

describe('in the letter, allergies', () => {
  test.each<[string, string]>([
    ['DH: (severe) allergy to ibuprofen', 'You are allergic to ibuprofen (severe).'],
    ['Allergies: sulfa (rash)', 'You are allergic to sulfa (rash).'],
    ['Allergy: penicillin - rash 2019', 'You are allergic to penicillin (rash 2019).'],
    ['Allergies: latex', 'You are allergic to latex.'],
    ['Allergy: ?penicillin', 'You may be allergic to penicillin.'],
    ['Allergies: no drug allergies but intolerant of codeine', 'No drug allergies but intolerant of codeine.'],
    ['Allergies: He has no known drug allergies.', 'You have no known allergies to medicines.'],
  ])('%j is %j', (rough, expected) => {
    expect(body(rough)).toEqual([expected]);
  });

  test('in Hindi', () => {
    expect(body('DH: (mild) allergy to ibuprofen', 'hi')).toEqual(['आपको Ibuprofen से हल्की एलर्जी है।']);
  });
});

describe('in the letter, the story', () => {
  test.each<[string, string[]]>([
    ['c/o L knee pain x 2/52, worse on stairs', ['You have had left knee pain for 2 weeks.']],
    ['Spells of unilateral left foot numbness/ tingling', ['You told us about spells of left foot numbness or tingling.']],
    ['Onset of back pain yesterday while lifting (heavy sack)', ['You told us about back pain yesterday while lifting.']],
    ['72M, fall at home 2/7 ago, hit R hip', ['You told us about a fall at home 2 days ago, hit right hip.']],
    ['4/7 ago developed fever', ['You told us about fever, starting 4 days ago.']],
    ['Cough 3/7. Aches and pains', ['You have had a cough for 3 days.']],
  ])('%j is %j', (rough, expected) => {
    expect(body(rough)).toEqual(expected);
  });
});
