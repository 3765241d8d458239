/** Everybody here is invented. The domain `.example` is reserved (RFC 2606), so no letter can reach anyone. */
export const DEMO_PASSWORD = 'arogya-demo';

/** Base32; any authenticator app takes it, and `/local` shows the current code. */
export const DEMO_ADMIN_TOTP_SECRET = 'AROGYALOCALDEMOADMINSECRET234567';

export type DemoPerson = { account: string; name: string; email: string; pool: 'people' | 'admins'; what: string };

export const demoPeople: readonly DemoPerson[] = [
  { account: 'sunita', name: 'Sunita Devi', email: 'sunita@arogya.example', pool: 'people', what: 'patient' },
  { account: 'ravi', name: 'Ravi Kumar', email: 'ravi@arogya.example', pool: 'people', what: 'patient' },
  { account: 'meera', name: 'Dr Meera Iyer', email: 'meera@arogya.example', pool: 'people', what: 'doctor' },
  { account: 'arjun', name: 'Dr Arjun Rao', email: 'arjun@arogya.example', pool: 'people', what: 'waits for approval as a doctor' },
  { account: 'admin', name: 'Anita Desai', email: 'admin@arogya.example', pool: 'admins', what: 'admin' },
];

export const registrations = {
  meera: {
    registrationNumber: 'KMC 48213',
    council: 'Karnataka Medical Council',
    qualification: 'MBBS, MD (General Medicine)',
    specialty: 'General medicine',
    languages: ['en', 'hi', 'ta'],
  },
  arjun: {
    registrationNumber: 'MMC 2014/07/2291',
    council: 'Maharashtra Medical Council',
    qualification: 'MBBS, DCH',
    specialty: 'Paediatrics',
    languages: ['en', 'hi', 'mr'],
  },
};

export const profiles = {
  sunita: {
    name: 'Sunita Devi',
    dateOfBirth: '1984-03-12',
    sex: 'female',
    bloodGroup: 'B+',
    phone: '+919812300001',
    email: 'sunita@arogya.example',
    languages: ['hi', 'en'],
    preferredLanguage: 'hi',
    emergencyContacts: [{ name: 'Mahesh Prasad', phone: '+919812300002', relation: 'Husband' }],
    address: { line: '14 Nehru Nagar', city: 'Patna', district: 'Patna', state: 'Bihar', pincode: '800013' },
    allergies: [{ substance: 'Penicillin', reaction: 'Rash in 2019' }],
    conditions: ['Type 2 diabetes'],
  },
  ravi: {
    name: 'Ravi Kumar',
    dateOfBirth: '1971-11-02',
    sex: 'male',
    bloodGroup: 'O+',
    phone: '+919812300003',
    email: 'ravi@arogya.example',
    languages: ['en', 'hi'],
    preferredLanguage: 'en',
    emergencyContacts: [{ name: 'Lata Kumar', phone: '+919812300004', relation: 'Sister' }],
    address: { line: '3 Lake View Road', city: 'Bengaluru', state: 'Karnataka', pincode: '560042' },
    allergies: [],
    conditions: ['High blood pressure'],
  },
  meera: { name: 'Dr Meera Iyer', email: 'meera@arogya.example', languages: ['en', 'hi', 'ta'], preferredLanguage: 'en' },
  arjun: { name: 'Dr Arjun Rao', email: 'arjun@arogya.example', languages: ['en', 'hi', 'mr'], preferredLanguage: 'en' },
};

export const roughNotes = {
  sunitaSigned: `F 42, T2DM since 2019
c/o tiredness 3/52, passing urine more at night, no burning, no fever
PMH T2DM. Allergic to penicillin - rash 2019
DH metformin 500 mg od
o/e wt 68 kg, BP 128/82, pulse 78 reg, feet NAD, monofilament normal both feet
HbA1c 7.6%
Imp: T2DM, sugar above goal
Plan: metformin 500 mg bd with food. Walk 30 min a day. Eye check this year
Repeat HbA1c in 3/12, r/v then
Safety net: come back sooner if vomiting or very drowsy`,
  raviDraft: `M 55 HTN
c/o headache L side 3/7, no vomiting, no visual loss, no weakness
DH amlodipine 5 mg od, forgets doses at weekends
o/e BP 152/94, P 82 reg, chest clear, no ankle oedema, fundi not seen
Imp: BP above goal, likely missed doses. Tension headache
Plan: continue amlodipine 5 mg od, take at breakfast. Paracetamol 500 mg prn max 4 g a day
U&E, ECG. BP diary 2/52
f/u 2/52, sooner if chest pain or sudden severe headache`,
  raviRough: `M 55 HTN, review
BP diary avg 138/86, headaches settled
U&E normal, ECG NSR
Cont amlodipine 5 mg od`,
};

/** What Sunita takes: each day at two times, in steps, and as needed. */
export const reminders = [
  {
    medicine: 'Metformin',
    strength: '500 mg',
    form: 'tablet',
    instruction: 'with-food',
    schedule: {
      kind: 'clock',
      intakes: [
        { intakeId: 'morning', at: '08:00', amount: 1 },
        { intakeId: 'evening', at: '20:00', amount: 1 },
      ],
    },
    stock: { left: 24, warnAt: 10 },
    alertCaregiversAfterMinutes: 60,
  },
  {
    medicine: 'Pantoprazole',
    strength: '20 mg',
    form: 'tablet',
    instruction: 'before-food',
    note: 'Two tablets for a week, then one for a week, then none',
    schedule: {
      kind: 'clock',
      intakes: [{ intakeId: 'morning', at: '07:30', amount: 2 }],
      taper: [
        { days: 7, amount: 2 },
        { days: 7, amount: 1 },
      ],
    },
  },
  {
    medicine: 'Paracetamol',
    strength: '500 mg',
    form: 'tablet',
    instruction: 'none',
    schedule: { kind: 'as-needed', amount: 1, minimumGapMinutes: 360, dailyMaximum: 4 },
  },
];

/** What they come to Dr Meera for next. */
export const visits = {
  sunita: { mode: 'video', reason: 'Sugar review with the new HbA1c report' },
  ravi: { mode: 'video', reason: 'Blood pressure diary of the last two weeks' },
};
