import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { profile } from '../identity/items.ts';
import type { Account } from '../shared/testing/caller.ts';
import { startTestMailbox, type TestMailbox } from '../shared/testing/mailbox.ts';
import { type Instant, later, type Paise } from '../shared/values.ts';
import { tellDoctor } from './on-appointment-news-for-doctor.ts';
import { tellPatient } from './on-appointment-news-for-patient.ts';
import { type Clinic, deliver, openClinic, slotAt } from './testing/clinic.ts';

type Handler = Parameters<typeof deliver>[0];

const START = '2026-11-20T07:00:00Z' as Instant;
const free = { practice: { feePaise: 0 as Paise } };

let clinic: Clinic;
let mailbox: TestMailbox;
beforeAll(async () => {
  clinic = await openClinic();
  mailbox = await startTestMailbox();
});
beforeEach(() => {
  clinic.at(START);
  mailbox.empty();
});
afterAll(() => {
  clinic.stop();
  mailbox.stop();
});

type People = {
  readonly doctor: Account;
  readonly patient: Account;
  readonly appointmentId: string;
  readonly to: string;
  readonly desk: string;
};

const booked = async (over: Parameters<Clinic['addDoctor']>[0] = {}, person: object = {}, startsAt = slotAt(0)): Promise<People> => {
  const to = `${randomUUID()}@arogya.example`;
  const desk = `${randomUUID()}@arogya.example`;
  const [doctor, patient] = [await clinic.addDoctor(over), await clinic.addPatient({ email: to, ...person })];
  await clinic.save(profile.make(doctor, { email: desk, revision: 1 }));
  const { status, body } = await clinic.book(patient, doctor, startsAt);
  expect(status).toBe(201);
  return { doctor, patient, appointmentId: (body.data as { appointmentId: string }).appointmentId, to, desk };
};
const paid = async (...given: Parameters<typeof booked>): Promise<People> => {
  const people = await booked(...given);
  await clinic.tell(people.appointmentId, 'captured', { payment: `pay_${people.appointmentId.slice(0, 8)}` });
  return people;
};

const NEWS = ['appointment-confirmed', 'appointment-cancelled', 'appointment-rescheduled'];
/** Delivers the news that have been left of an appointment, each twice; answers what came of it. */
const news = async ({ appointmentId, to, desk }: People, names = NEWS) => {
  const handlers = [tellPatient(clinic.options), tellDoctor(clinic.options)] as unknown as Handler[];
  for (const event of await clinic.events()) {
    if (event.data.appointmentId !== appointmentId || !names.includes(event.name)) continue;
    for (const handler of [...handlers, ...handlers]) expect(await deliver(handler, event)).toEqual({ batchItemFailures: [] });
  }
  const lettersTo = (address: string) => mailbox.letters.filter((letter) => letter.to === address);
  return { patient: lettersTo(to), doctor: lettersTo(desk) };
};

describe('when an appointment is confirmed', () => {
  test('because it is paid, patient and doctor get one letter each, with what each needs and no more', async () => {
    const people = await paid();
    const { patient, doctor } = await news(people);
    const number = `KMC ${people.doctor.accountId.slice(0, 5)}`;
    expect(patient).toEqual([
      {
        to: people.to,
        subject: 'Confirmed: Dr Meera Iyer, Mon 23 Nov 2026, 9:00 am',
        text: `Dear Asha Verma,

Your appointment with Dr Meera Iyer is confirmed.

When: Mon 23 Nov 2026, 9:00 am
By video. The link is in the app.
Registration number of the doctor: ${number}

Open it here. If you cannot come, please change or cancel it here:
https://arogya.example/visits/booked/${people.appointmentId}

Arogya`,
      },
    ]);
    expect(doctor).toEqual([
      {
        to: people.desk,
        subject: 'New appointment: Mon 23 Nov 2026, 9:00 am',
        text: `Dear Dr Meera Iyer,

A patient has booked an appointment with you.

When: Mon 23 Nov 2026, 9:00 am
By video

See your day here:
https://arogya.example/desk/schedule

Arogya`,
      },
    ]);
  });

  test('because it is free of charge, they do too', async () => {
    const { patient, doctor } = await news(await booked(free));
    expect([patient.length, doctor.length]).toEqual([1, 1]);
  });

  test('the patient reads it in Hindi if that is their language, and where to go', async () => {
    const over = { practice: { feePaise: 0 as Paise }, doctor: { name: 'Meera Iyer' } };
    const [to, doctor] = [`${randomUUID()}@arogya.example`, await clinic.addDoctor(over)];
    const patient = await clinic.addPatient({ email: to, preferredLanguage: 'hi' });
    const { body } = await clinic.book(patient, doctor, slotAt(20), { body: { mode: 'in-person' } });
    const { appointmentId } = body.data as { appointmentId: string };
    const letters = await news({ doctor, patient, appointmentId, to, desk: '' });
    expect(letters.patient).toEqual([
      {
        to,
        subject: 'पक्का हुआ: Dr Meera Iyer, सोम 23 नवंबर 2026, दोपहर 3:40 बजे',
        text: `नमस्ते Asha Verma जी,

Dr Meera Iyer के साथ आपका अपॉइंटमेंट पक्का है।

कब: सोम 23 नवंबर 2026, दोपहर 3:40 बजे
कहाँ: Jeevan Clinic, 12 Tank Road
डॉक्टर की पंजीकरण संख्या: KMC ${doctor.accountId.slice(0, 5)}

इसे यहाँ देखें। आना न हो पाए, तो यहीं बदलें या रद्द करें:
https://arogya.example/visits/booked/${appointmentId}

Arogya`,
      },
    ]);
    expect(letters.doctor).toEqual([]);
  });

  test('and cancelled before the letter is sent, only the cancellation is told', async () => {
    const people = await paid();
    await clinic.change(people.patient, 'cancel', people.appointmentId);
    const { patient, doctor } = await news(people);
    expect(patient.map(({ subject }) => subject)).toEqual(['Cancelled: Dr Meera Iyer, Mon 23 Nov 2026, 9:00 am']);
    expect(doctor.map(({ subject }) => subject)).toEqual(['Cancelled appointment: Mon 23 Nov 2026, 9:00 am']);
  });

  test('nobody is told who has given no address', async () => {
    const people = await booked(free, { email: undefined });
    await clinic.save(profile.make(people.doctor, { revision: 2 }));
    expect(await news(people)).toEqual({ patient: [], doctor: [] });
    expect(mailbox.letters).toEqual([]);
  });
});

describe('when an appointment is moved', () => {
  test('both read the new time and the old one', async () => {
    const people = await paid();
    await clinic.change(people.patient, 'reschedule', people.appointmentId, { startsAt: slotAt(2, '2026-11-25') });
    const { patient, doctor } = await news(people, ['appointment-rescheduled']);
    expect(patient.map(({ subject }) => subject)).toEqual(['New time: Dr Meera Iyer, Wed 25 Nov 2026, 9:40 am']);
    expect(patient[0]?.text).toContain('Your appointment with Dr Meera Iyer has a new time. It was Mon 23 Nov 2026, 9:00 am.');
    expect(doctor.map(({ subject }) => subject)).toEqual(['Moved appointment: Wed 25 Nov 2026, 9:40 am']);
    expect(doctor[0]?.text).toContain('It was Mon 23 Nov 2026, 9:00 am.');
  });

  test('twice before the first letter is sent, only the last time is told', async () => {
    const people = await paid();
    for (const slot of [2, 5])
      await clinic.change(people.patient, 'reschedule', people.appointmentId, { startsAt: slotAt(slot, '2026-11-25') });
    const { patient } = await news(people, ['appointment-rescheduled']);
    expect(patient.map(({ subject }) => subject)).toEqual(['New time: Dr Meera Iyer, Wed 25 Nov 2026, 10:40 am']);
  });
});

describe('when an appointment is cancelled', () => {
  const sentences = (letters: readonly { text: string }[]) => letters.map(({ text }) => text.split('\n\n').slice(1, -2));

  test.each([
    [
      'in time, the patient reads that all comes back',
      -30,
      'You get back all that you paid: ₹500. It goes back the way you paid. Your bank may need 5 to 7 working days.',
    ],
    [
      'a little late, the patient reads how much comes back',
      -6,
      'You get back ₹250 of the ₹500 that you paid. It goes back the way you paid. Your bank may need 5 to 7 working days.',
    ],
    ['too late, the patient reads that nothing comes back', -1, 'By the terms of this booking, nothing is paid back this late.'],
  ])('%s', async (_, hours, money) => {
    const people = await paid();
    clinic.at(later(slotAt(0), hours * 3_600));
    await clinic.change(people.patient, 'cancel', people.appointmentId);
    const { patient, doctor } = await news(people);
    expect(sentences(patient)).toEqual([['You cancelled your appointment with Dr Meera Iyer on Mon 23 Nov 2026, 9:00 am.', money]]);
    expect(patient[0]?.text).toContain(`https://arogya.example/book/${people.doctor.accountId}`);
    expect(doctor[0]?.text).toContain('A patient has cancelled an appointment.');
  });

  test('and the money has gone back before the letter is sent, the letter says so', async () => {
    const [payment, paise] = ['pay_lakh', 9_999_950];
    const people = await booked({ practice: { feePaise: paise as Paise } });
    await clinic.tell(people.appointmentId, 'captured', { payment, paise });
    await clinic.change(people.patient, 'cancel', people.appointmentId);
    await clinic.tell(people.appointmentId, 'refunded', { payment, id: 'rfnd_lakh', paise });
    const { patient } = await news(people);
    expect(sentences(patient)[0]?.[1]).toBe('You get back all that you paid: ₹99,999.50. It has been sent back the way you paid.');
  });

  test('by the doctor, the patient reads that kindly, with all the money and another time, and the doctor nothing', async () => {
    const people = await paid({}, { preferredLanguage: 'hi' });
    await clinic.change(people.doctor, 'cancel', people.appointmentId);
    const { patient, doctor } = await news(people);
    expect(sentences(patient)).toEqual([
      [
        'हमें खेद है। Dr Meera Iyer से सोम 23 नवंबर 2026, सुबह 9:00 बजे को मिलना नहीं हो पाएगा। अपॉइंटमेंट रद्द हो गया है।',
        'आपके पूरे पैसे वापस मिलेंगे: ₹500। पैसे उसी रास्ते लौटेंगे जिससे आए थे। बैंक को 5 से 7 कामकाजी दिन लग सकते हैं।',
      ],
    ]);
    expect(patient[0]?.text).toContain('/book/');
    expect(doctor).toEqual([]);
  });

  test('because its time was not paid, nobody is written to', async () => {
    const people = await booked();
    clinic.pass(301);
    await clinic.report(people.appointmentId);
    expect(
      (await clinic.events()).some(({ name, data }) => name === 'appointment-cancelled' && data.appointmentId === people.appointmentId),
    ).toBe(true);
    expect(await news(people)).toEqual({ patient: [], doctor: [] });
  });

  test('by the patient before paying, nobody is written to: it never was confirmed', async () => {
    const people = await booked();
    await clinic.change(people.patient, 'cancel', people.appointmentId);
    expect(await news(people)).toEqual({ patient: [], doctor: [] });
  });

  test('because the payment came when the time was gone, the patient reads that the money comes back, and the doctor nothing', async () => {
    const people = await booked();
    clinic.pass(301);
    const other = await clinic.addPatient();
    expect((await clinic.book(other, people.doctor, slotAt(0))).status).toBe(201);
    await clinic.tell(people.appointmentId, 'captured');
    const { patient, doctor } = await news(people);
    expect(sentences(patient)).toEqual([
      [
        'We are sorry. Your payment came late, and the time was not free any more. There is no appointment with Dr Meera Iyer on Mon 23 Nov 2026, 9:00 am.',
        'You get back all that you paid: ₹500. It goes back the way you paid. Your bank may need 5 to 7 working days.',
      ],
    ]);
    expect(doctor).toEqual([]);
  });

  test('because the money was given back by hand at the provider, both are told why', async () => {
    const people = await paid();
    const payment = `pay_${people.appointmentId.slice(0, 8)}`;
    await clinic.tell(people.appointmentId, 'refunded', { payment });
    const { patient, doctor } = await news(people, ['appointment-cancelled']);
    expect(sentences(patient)).toEqual([
      [
        'Your payment was given back. So your appointment with Dr Meera Iyer on Mon 23 Nov 2026, 9:00 am is cancelled.',
        'You get back all that you paid: ₹500. It has been sent back the way you paid.',
      ],
    ]);
    expect(doctor[0]?.text).toContain('because its payment was given back');
  });
});

test('no letter ever says why a patient comes', async () => {
  const people = await paid();
  await clinic.change(people.patient, 'reschedule', people.appointmentId, { startsAt: slotAt(2, '2026-11-25') });
  await news(people);
  await clinic.change(people.patient, 'cancel', people.appointmentId);
  await news(people);
  expect(mailbox.letters.length).toBeGreaterThan(2);
  for (const { text, subject } of mailbox.letters) expect(`${subject} ${text}`).not.toMatch(/cough|meet\.arogya/);
});
