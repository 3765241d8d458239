import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import { eicar } from '../functions/documents/testing/files.ts';
import {
  connect,
  DESK,
  isFocused,
  overflowOf,
  PHONE,
  signIn,
  signInAsAdmin,
  tabTo,
  troubleOf,
  type Visitor,
  violationsOn,
  visit,
} from './browser.ts';
import { appointmentOf, bookAndPay, type DoctorAtWork, firstFree, hold, openDoctor, press, timeText } from './clinic.ts';
import { dayIn, localOf, newNote, type Person, personOf, until } from './cloud.ts';
import { addFile, addValues, labReport, paperOf, readReport, scanOf, sendFile, shareWith, whenChecked } from './health-record.ts';
import { inboxOf, remindIn, sweepNow, untilTold } from './medicines.ts';

const { origin, webOrigin, browser: endpoint } = inject('arogya');
const local = localOf(origin);

let browser: Browser;
let doctor: Person;
let patientId: string;
let draftId: string;
let signedId: string;
let clinic: DoctorAtWork;
let freeAt: string;
/** A medicine of Sunita’s, whose doses of today are due and to come. */
let reminderId: string;
/** Appointments of Sunita’s by how far they are. */
let appointments: { kept: string; booked: string; cancelled: string };

/** What is in the record of Ravi, who shows it to Meera and whom Sunita shows hers. */
let record: {
  patientId: string;
  fileId: string;
  pictureId: string;
  rejectedId: string;
  deletedId: string;
  importId: string;
  readers: string;
};

/** Of the doctor `clinic`, whose times nobody else takes. */
const bookThree = async () => {
  const sunita = personOf(origin, await local.token('sunita'));
  clinic = await openDoctor(local, 'every-page-doctor', { practice: { followUp: { feePaise: 25_000, days: 14 } } });
  const { doctorId } = clinic;
  const day = 24 * 60;
  const cancelled = await bookAndPay(local, sunita, doctorId, await firstFree(sunita, doctorId, 4 * day), { mode: 'in-person' });
  await sunita.call('POST', `/appointments/${cancelled.appointmentId}/cancel`);
  const booked = await bookAndPay(local, sunita, doctorId, await firstFree(sunita, doctorId, 4 * day));
  freeAt = await firstFree(sunita, doctorId, 5 * day);
  const kept = await hold(sunita, doctorId, freeAt);
  freeAt = await firstFree(sunita, doctorId, 5 * day);
  appointments = { kept: kept.appointmentId, booked: booked.appointmentId, cancelled: cancelled.appointmentId };
};

const LONG_WORD = 'Electroencephalographically';

const keepRecord = async () => {
  const [ravi, sunita] = (await Promise.all(['ravi', 'sunita'].map(async (account) => personOf(origin, await local.token(account))))) as [
    Person,
    Person,
  ];
  const idOf = async (person: Person) => (await person.call<{ accountId: string }>('GET', '/me')).accountId;
  const about = {
    category: 'lab-report',
    provider: 'Nidaan Diagnostics',
    tags: ['sugar', 'yearly', LONG_WORD],
    note: 'Before breakfast',
    date: dayIn(-3),
  };
  const [{ paper }, older] = await Promise.all([
    labReport('Report with a rather long name, of the laboratory behind the station.pdf', 3),
    labReport('Second report.pdf', 1),
  ]);
  const [report, picture, gone, toRead, refused] = await Promise.all([
    addFile(ravi, paper, about),
    addFile(ravi, scanOf('Knee.png', 400, 300)),
    addFile(ravi, paperOf(`${LONG_WORD}-${LONG_WORD}.pdf`)),
    addFile(ravi, older.paper, { category: 'lab-report' }),
    sendFile(ravi, { name: 'Letter.pdf', mimeType: 'application/pdf', buffer: eicar }).then(({ documentId }) =>
      whenChecked(ravi, documentId),
    ),
  ]);
  await ravi.call('DELETE', `/documents/${gone.documentId}`);
  // Outside, inside and beside its range; one that asks for action; one that is a finding.
  await addValues(ravi, [
    { code: '718-7', value: '14.1', unit: 'g/dL', at: dayIn(-400), labRange: { low: '13', high: '17' } },
    { code: '718-7', value: '12.2', unit: 'g/dL', at: dayIn(-40), labRange: { low: '13', high: '17' }, source: 'Nidaan Diagnostics' },
    { code: '718-7', value: '12.9', unit: 'g/dL', at: dayIn(-4), labRange: { low: '13', high: '17' }, note: 'After iron tablets' },
    { code: '2093-3', value: '241', unit: 'mg/dL', at: dayIn(-4) },
    { code: '4548-4', value: '6.1', unit: '%', at: dayIn(-4) },
  ]);
  const { importId } = await readReport(ravi, toRead.documentId);
  const meera = await doctor.call<{ accountId: string }>('GET', '/me');
  await shareWith(ravi, meera.accountId, { kind: 'record' });
  const { consentId } = await shareWith(ravi, meera.accountId, { kind: 'documents', documentIds: [picture.documentId] });
  await ravi.call('DELETE', `/consents/${consentId}`);
  const { code } = await sunita.call<{ code: string }>('POST', '/consent-codes', {
    body: {
      scope: { kind: 'record' },
      purpose: 'family',
      endsAt: new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, ''),
      notice: 'sharing-1',
    },
  });
  await ravi.call('POST', '/consent-codes/redeem', { body: { code } });
  record = {
    patientId: await idOf(ravi),
    readers: await idOf(sunita),
    fileId: report.documentId,
    pictureId: picture.documentId,
    rejectedId: refused.documentId,
    deletedId: gone.documentId,
    importId,
  };
};

/** Sunita has her demo medicines, one of which runs low; she cares and is cared for. */
const takeMedicines = async () => {
  const sunita = personOf(origin, await local.token('sunita'));
  const low = await remindIn(sunita, 2, {
    medicine: 'Atorvastatin',
    strength: '10 mg',
    note: 'In the evening',
    stock: { left: 3, warnAt: 10 },
  });
  reminderId = low.reminderId;
  await sweepNow(local);
  await sunita.call('POST', '/caregivers', { body: { name: 'Ravi' } });
  const { code } = await personOf(origin, await local.token('ravi')).call<{ code: string }>('POST', '/caregivers', {
    body: { name: 'Sunita' },
  });
  await sunita.call('POST', '/caregivers/accept', { body: { code } });
  await untilTold('a dose and its notification', async () =>
    (await inboxOf(sunita)).some(({ notificationId }) => notificationId.includes(reminderId)),
  );
};

beforeAll(async () => {
  browser = await connect(endpoint);
  await takeMedicines();
  doctor = personOf(origin, await local.token('meera'));
  const [sunita] = await doctor.call<{ patientId: string }[]>('GET', '/patients?q=Sunita');
  patientId = sunita?.patientId ?? '';
  const about = { patient: { patientId } };
  const [draft, signed] = await Promise.all([doctor.write({ body: newNote(about) }), doctor.write({ body: newNote(about) })]);
  draftId = draft.noteId;
  signedId = signed.noteId;
  // A doubt to see in the draft, a second version to see of the signed one.
  const { revision, sentences } = await doctor.note(draftId);
  const changes = [{ op: 'edit', sentenceId: sentences[0]?.sentenceId, text: 'Fever for 9 days.' }];
  await doctor.call('PATCH', `/consultation-notes/${draftId}`, { body: { revision, changes } });
  const note = await doctor.sign(signedId);
  const amended = [{ op: 'remove', sentenceId: note.sentences[0]?.sentenceId }];
  await doctor.call('POST', `/consultation-notes/${signedId}/amendments`, {
    body: { revision: note.revision, reason: 'Said twice', changes: amended },
  });
  await keepRecord();
  // At the end: of the five minutes that a time is kept, as many as possible are left.
  await bookThree();
});
afterEach(() => local.clearFaults());
afterAll(async () => {
  await browser.close();
  // Nobody may keep more than two times at once, and other journeys are hers too.
  await personOf(origin, await local.token('sunita')).send('POST', `/appointments/${appointments.kept}/cancel`);
});

/** Sunita is here in several browsers at once, each of which keeps the language of its screens in her profile. */
const languageKeptTwice: [number, string][] = [[409, '/me']];

/** Colours that fade into others are at their end. */
const settled = (page: Page) =>
  page.evaluate(() =>
    Promise.all(document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? [one.finished.catch(() => {})] : []))).then(
      () => {},
    ),
  );

/** What is wrong with the page as it stands: on a phone and at a desk, in light and in dark. */
const wrongWith = async (
  page: Page,
  name: string,
  { schemes = ['light', 'dark'], viewports = [PHONE, DESK] }: { schemes?: ('light' | 'dark')[]; viewports?: (typeof PHONE)[] } = {},
): Promise<string[]> => {
  const found: string[] = [];
  for (const viewport of viewports) {
    await page.setViewportSize(viewport);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const where = `${name}, ${viewport.width} px, ${colorScheme}`;
      // Of axe's rules only contrast looks at colours.
      const violations = await violationsOn(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
      found.push(...violations.map((violation) => `${where}: ${violation}`));
    }
    const overflow = await overflowOf(page);
    if (overflow > 0) found.push(`${name}, ${viewport.width} px: ${overflow} px wider than the window`);
  }
  return found;
};

/** The page has come: its heading is there and nothing is a skeleton any more. */
const isThere = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await until('the page without skeletons', async () => (await page.locator('.skeleton').count()) === 0);
};

/** Opens all that can be opened. */
const unfold = (page: Page) =>
  page.locator('details').evaluateAll((all) => {
    for (const one of all) (one as HTMLDetailsElement).open = true;
  });
/** Opens one. */
const openDetails = (node: HTMLElement | SVGElement): void => {
  (node as HTMLDetailsElement).open = true;
};

type Stop = { path: string; name?: string; prepare?: (page: Page) => Promise<unknown> };

/** Every stop in both languages. The language of the screens is what the person chose, so it is put where the choice is kept. */
const wrongOn = async ({ page }: Visitor, stops: readonly Stop[]): Promise<string[]> => {
  const found: string[] = [];
  for (const language of ['en', 'hi']) {
    await page.evaluate((code) => localStorage.setItem('arogya.language', code), language);
    for (const { path, name = path, prepare } of stops) {
      await page.setViewportSize(DESK);
      await page.goto(path);
      await isThere(page);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
      await prepare?.(page);
      // Dark colours are the same in every language, and where longer words find no room is a phone.
      found.push(...(await wrongWith(page, `${name} in ${language}`, language === 'en' ? {} : { schemes: ['light'], viewports: [PHONE] })));
    }
  }
  return found;
};

describe.concurrent('nobody is kept out, in English or Hindi, on a phone or at a desk, in light or dark:', { timeout: 300_000 }, () => {
  // First those that need the time that is kept for five minutes.
  test('somebody at the payment page', async () => {
    const visitor = await visit(browser, origin);
    const { page } = visitor;
    await signIn(page, 'sunita@arogya.example');
    await page.goto(`/visits/booked/${appointments.kept}`);
    await page.getByRole('button', { name: 'Pay ₹500' }).click();
    await page.getByRole('heading', { name: 'Pay ₹500' }).waitFor();
    const found = await wrongWith(page, 'the payment page');
    await page.getByRole('button', { name: 'Let the payment fail' }).click();
    await page.getByRole('alert').waitFor();
    found.push(...(await wrongWith(page, 'the payment page after a failure')));
    expect(found).toEqual([]);
    expect(troubleOf(visitor, ...languageKeptTwice)).toEqual([]);
  });

  test('a patient who books', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'sunita@arogya.example');
    const found = await wrongOn(visitor, [
      { path: `/visits/booked/${appointments.kept}`, name: 'a time that is kept' },
      { path: `/visits/booked/${appointments.kept}?paid=no`, name: 'a time that is kept, back from the payment page' },
      { path: '/doctors', prepare: (page) => page.getByRole('search').locator('summary').click() },
      { path: '/doctors?q=nobody&free=soon', name: 'doctors, of whom none fits' },
      {
        path: `/doctors/${clinic.doctorId}?${new URLSearchParams({ at: freeAt, mode: 'video' })}`,
        name: 'a doctor with a time chosen',
        prepare: (page) => page.locator(`input[value="${freeAt}"]:checked`).waitFor({ state: 'attached' }),
      },
      {
        path: `/book/${clinic.doctorId}?${new URLSearchParams({ at: freeAt, mode: 'video' })}`,
        name: 'a booking with everything missing',
        prepare: async (page) => {
          await page.locator('main button[type=submit]').click();
          await page.locator('.problem').first().waitFor();
        },
      },
      { path: '/visits' },
      {
        path: `/visits/booked/${appointments.booked}`,
        name: 'a booked visit that is being moved',
        prepare: (page) => page.locator('#reschedule-open').click(),
      },
      {
        path: `/visits/booked/${appointments.booked}`,
        name: 'a booked visit that is about to be cancelled',
        prepare: async (page) => {
          await page.locator('main button').last().click();
          await page.getByRole('dialog').waitFor();
        },
      },
      { path: `/visits/booked/${appointments.cancelled}`, name: 'a cancelled visit' },
      { path: `/visits/booked/${appointments.cancelled}/receipt`, name: 'a receipt' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor, ...languageKeptTwice)).toEqual([]);
  });

  test('before signing in', async () => {
    const visitor = await visit(browser, webOrigin);
    await visitor.page.goto('/');
    const found = await wrongOn(visitor, [
      { path: '/' },
      { path: '/start' },
      { path: '/nowhere', name: 'an address that is not there' },
      { path: '/visits', name: 'a page that needs a sign-in' },
      { path: '/stop-email/a-token-that-nobody-has', name: 'the page that ends e-mail' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
  });

  test('on the sign-in pages', async () => {
    const found: string[] = [];
    for (const [locale, up, confirm] of [
      ['en-IN', 'Sign up', 'Enter the code'],
      ['hi-IN', 'नया खाता बनाएँ', 'कोड लिखें'],
    ] as const) {
      const visitor = await visit(browser, webOrigin, { locale });
      const { page } = visitor;
      await page.goto('/');
      await page.getByRole('main').getByRole('button').first().click();
      await page.getByRole('link', { name: up }).waitFor();
      found.push(...(await wrongWith(page, `sign in, ${locale}`)));
      await page.getByRole('link', { name: up }).click();
      await page.getByRole('button', { name: up }).click();
      await page.getByRole('heading', { name: up }).waitFor();
      await page.locator('.error').first().waitFor();
      found.push(...(await wrongWith(page, `sign up with problems, ${locale}`)));
      await page.locator('#name').fill('Asha');
      await page.locator('#login').fill(`asha-${locale}@arogya.example`.toLowerCase());
      await page.locator('#password').fill('a long password');
      await page.getByRole('button', { name: up }).click();
      await page.getByRole('heading', { name: confirm }).waitFor();
      found.push(...(await wrongWith(page, `confirm, ${locale}`)));
      expect(troubleOf(visitor, [400, '/sign-up'])).toEqual([]);
    }
    expect(found).toEqual([]);
  });

  test('a patient', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'sunita@arogya.example');
    const found = await wrongOn(visitor, [
      { path: '/home' },
      {
        path: `/visits/${signedId}`,
        name: 'a visit',
        prepare: (page) => page.locator('details').first().evaluate(openDetails),
      },
      { path: '/me' },
      {
        path: '/me',
        name: '/me while it is changed',
        prepare: async (page) => {
          for (const id of ['allergies', 'about', 'address']) await page.locator(`#${id}`).getByRole('button').first().click();
        },
      },
      { path: '/me/seen-by' },
      { path: '/doctor-application' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor, ...languageKeptTwice)).toEqual([]);
  });

  test('a patient with medicines and a caregiver', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'sunita@arogya.example');
    const found = await wrongOn(visitor, [
      { path: '/medicines' },
      {
        path: '/medicines',
        name: 'a dose that was not taken, before the reason is said, and a refill',
        prepare: async (page) => {
          await page.locator('main button[aria-expanded="false"]').first().click();
          await page.locator(`#refill-${reminderId}-open`).click();
          await page.locator(`#refill-${reminderId}`).waitFor();
        },
      },
      {
        path: '/medicines/add?medicine=Prednisolone&strength=5+mg',
        name: 'a medicine whose dose changes in steps',
        prepare: async (page) => {
          await page.locator('main input[type=checkbox]').first().check();
          await page.locator('[data-rule]').waitFor();
          await page.locator('main details').first().evaluate(openDetails);
        },
      },
      {
        path: '/medicines/add',
        name: 'a medicine with everything missing',
        prepare: async (page) => {
          await page.locator('main button[type=submit]').click();
          await page.locator('.problem').first().waitFor();
        },
      },
      { path: `/medicines/${reminderId}`, name: 'a medicine' },
      { path: `/medicines/${reminderId}/change`, name: 'a medicine that is being changed' },
      { path: '/medicines/history' },
      { path: '/medicines/adherence' },
      {
        path: '/medicines/caregivers',
        name: 'caregivers, with a code that is wrong',
        prepare: async (page) => {
          await page.locator('main form button[type=submit]').last().click();
          await page.locator('.problem').first().waitFor();
        },
      },
      { path: '/inbox' },
      { path: '/me/notifications' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor, ...languageKeptTwice)).toEqual([]);
  });

  test('an admin', async () => {
    const visitor = await visit(browser, webOrigin);
    await signInAsAdmin(visitor.page, local);
    const found = await wrongOn(visitor, [
      { path: '/admin/doctors' },
      {
        path: '/admin/doctors',
        name: 'approved doctors, one about to be closed',
        prepare: async (page) => {
          await page.locator('input[value="approved"]').check();
          await page.locator('main li.card').first().getByRole('button').last().click();
          await page.getByRole('dialog').waitFor();
        },
      },
      { path: '/me' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
  });

  test('a doctor with appointments', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'meera@arogya.example');
    const [coming] = await doctor.call<{ appointmentId: string }[]>('GET', `/appointments?as=doctor&from=${dayIn(1)}`);
    const ofMeera = coming?.appointmentId;
    const found = await wrongOn(visitor, [
      { path: '/desk/schedule' },
      { path: '/desk/schedule?view=day', name: 'one day of the schedule' },
      { path: `/desk/appointments/${ofMeera}`, name: 'an appointment' },
      {
        path: `/desk/appointments/${ofMeera}`,
        name: 'an appointment that is about to be cancelled',
        prepare: async (page) => {
          await page.locator('main button').last().click();
          await page.getByRole('dialog').waitFor();
        },
      },
      {
        path: '/desk/hours',
        name: 'hours that are being changed, with leave on a day with visits',
        prepare: async (page) => {
          const monday = page.locator('#day-mon-toggle');
          if ((await monday.getAttribute('aria-expanded')) === 'false') await monday.click();
          if ((await page.locator('main input[type=date]').count()) > 0) return;
          await page.locator('#add-leave').click();
          await page.locator('main input[type=date]').first().fill(dayIn(1));
        },
      },
      { path: '/desk/hours/practice' },
      { path: '/desk/earnings' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
  });

  test('a doctor', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'meera@arogya.example');
    const rough = 'textarea#rough-notes';
    const found = await wrongOn(visitor, [
      { path: '/desk' },
      { path: '/desk', name: 'the desk with the dialog that finds', prepare: (page) => page.keyboard.press('Control+k') },
      { path: '/desk/notes' },
      { path: '/desk/patients' },
      { path: `/desk/patients/${patientId}`, name: 'a patient' },
      {
        path: '/desk/notes/new',
        name: 'a new note with everything missing',
        prepare: async (page) => {
          await page.locator(rough).press('Control+Enter');
          await page.locator('.problem').first().waitFor();
        },
      },
      {
        path: `/desk/notes/${draftId}`,
        name: 'a draft with a doubt',
        prepare: (page) => page.locator('li.is-flagged').first().click(),
      },
      { path: `/desk/notes/${signedId}`, name: 'a signed note', prepare: (page) => page.locator('.versions').waitFor() },
    ]);
    expect(found).toEqual([]);
    // A patient who shares nothing has, for this doctor, no files and no results.
    expect(troubleOf(visitor, [404, '/documents?patientId='], [404, '/dashboard?patientId='])).toEqual([]);
  });

  test('a doctor while a note is written', async () => {
    const visitor = await visit(browser, webOrigin);
    const { page } = visitor;
    await signIn(page, 'meera@arogya.example');
    await local.fault({ kind: 'model-slow', milliseconds: 150 });
    const stream = await doctor.stream('POST', '/consultation-notes', { body: newNote({ patient: { patientId }, visitDate: dayIn(-1) }) });
    await until('the first sentence', () => stream.text.includes('event: sentence'));
    await page.goto(`/desk/notes/${/"noteId":"([^"]+)"/.exec(stream.text)?.[1]}`);
    await page.locator('.growing-text').first().waitFor();
    const found = await wrongWith(page, 'a note that grows');
    expect(await page.locator('section.note').getAttribute('aria-busy')).toBe('true');
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
    stream.abort();
  });

  test('a developer', async () => {
    const visitor = await visit(browser, webOrigin);
    const { page } = visitor;
    await page.goto('/docs');
    await page.getByText('Write a note from rough notes').waitFor();
    const found = await wrongWith(page, '/docs');
    await page.goto(`${origin}/local`);
    await page.locator('main h2').first().waitFor();
    found.push(...(await wrongWith(page, '/local')));
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
  });

  test('a patient with files', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'ravi@arogya.example');
    const found = await wrongOn(visitor, [
      { path: '/record/files', prepare: (page) => page.locator(`a[href="/record/files/${record.fileId}"]`).waitFor() },
      {
        path: '/record/files',
        name: 'files, of which one cannot be added',
        prepare: async (page) => {
          await page.getByTestId('file').setInputFiles({ name: `${LONG_WORD}.heic`, mimeType: 'image/heic', buffer: Buffer.from('heic') });
          await page.getByRole('alert').waitFor();
        },
      },
      {
        path: '/record/files',
        name: 'files, of which one is on its way and paused',
        prepare: async (page) => {
          // Never answered, however far the upload has come when it is paused.
          await page.route('http://127.0.0.1:*/**', () => {});
          await page.getByTestId('file').setInputFiles(paperOf(`${LONG_WORD}-on-its-way.pdf`));
          const upload = page.locator('section[aria-labelledby=uploads] li');
          await upload.getByRole('progressbar').waitFor();
          await upload.getByRole('button').first().click();
          await until('it to be paused', async () => (await upload.getByRole('button').count()) === 2);
          await page.unrouteAll();
        },
      },
      { path: '/record/files?kind=insurance', name: 'files, of which none fits' },
      { path: '/record/files/deleted', prepare: (page) => page.locator('main li').first().waitFor() },
      { path: `/record/files/${record.pictureId}`, name: 'a picture', prepare: (page) => page.locator('main img').waitFor() },
      { path: `/record/files/${record.fileId}`, name: 'a report' },
      {
        path: `/record/files/${record.fileId}`,
        name: 'a report of which the details are changed, with a problem',
        prepare: async (page) => {
          await page.locator('main').getByRole('button').nth(1).click();
          const sheet = page.getByRole('dialog');
          await sheet.locator('#file-name').fill('');
          await sheet.getByRole('button').nth(-2).click();
          await sheet.locator('.problem').first().waitFor();
        },
      },
      { path: `/record/files/${record.rejectedId}`, name: 'a file that was refused' },
      { path: `/record/files/${record.deletedId}`, name: 'a deleted file' },
      { path: '/record/files/nothing', name: 'a file that is not there' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor, ...languageKeptTwice, [404, '/documents/nothing'])).toEqual([]);
  });

  test('a patient who shares', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'ravi@arogya.example');
    const found = await wrongOn(visitor, [
      { path: '/record/sharing', prepare: (page) => page.locator('main details summary').click() },
      {
        path: `/record/sharing/new?file=${record.fileId}`,
        name: 'sharing with everything else missing',
        prepare: async (page) => {
          await press(page.locator('input[value=doctor]'));
          await page.locator('main button[type=submit]').click();
          await page.locator('.problem').first().waitFor();
          await page.locator('main input[type=checkbox]').first().waitFor();
        },
      },
      {
        path: '/record/sharing/new?with=code',
        name: 'a code to share by',
        prepare: async (page) => {
          for (const value of ['record', 'family', 'today']) await press(page.locator(`input[value=${value}]`));
          await page.locator('main button[type=submit]').click();
          await page.locator('main section p').first().waitFor();
        },
      },
      { path: '/record/shared-with-me', prepare: (page) => page.locator('main li').first().waitFor() },
      {
        path: '/record/shared-with-me',
        name: 'a code that is not complete',
        prepare: async (page) => {
          await page.locator('main form button').click();
          await page.locator('.problem').first().waitFor();
        },
      },
      { path: `/record/shared-with-me/${record.readers}`, name: 'the record of somebody else' },
      {
        path: `/record/shared-with-me/${record.patientId}x`,
        name: 'the record of nobody',
        prepare: (page) => page.locator('.note-box').first().waitFor(),
      },
      { path: '/me/seen-by', prepare: (page) => page.locator('main li').first().waitFor() },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor, ...languageKeptTwice, [404, `patientId=${record.patientId}x`])).toEqual([]);
  });

  test('a patient with results', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'ravi@arogya.example');
    const found = await wrongOn(visitor, [
      { path: '/record', prepare: unfold },
      { path: '/record/results', name: 'all results', prepare: unfold },
      { path: '/record/results/718-7', name: 'a test with a chart', prepare: unfold },
      { path: '/record/results/2093-3', name: 'a test with one value and a range of ours' },
      { path: '/record/results/789-8', name: 'a test without a value' },
      { path: '/record/compare' },
      { path: '/record/export' },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor, ...languageKeptTwice)).toEqual([]);
  });

  test('a patient who adds results', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'ravi@arogya.example');
    const found = await wrongOn(visitor, [
      {
        path: '/record/results/add',
        name: 'a value by hand with everything missing',
        prepare: async (page) => {
          await page.locator('main form button[type=submit]').click();
          await page.locator('.problem').first().waitFor();
        },
      },
      {
        path: `/record/results/add?code=718-7&file=${record.pictureId}`,
        name: 'a value by hand, beside the file, that looks odd',
        prepare: async (page) => {
          await page.locator('main img').waitFor();
          await page.locator('#value-value').fill('4.1');
          await page.locator('#value-unit').selectOption('g/dL');
          await page.locator('main form button[type=submit]').click();
          await page.getByRole('alert').waitFor();
        },
      },
      {
        path: `/record/results/imports/${record.importId}`,
        name: 'what was read from a report, beside it, one line being changed',
        prepare: async (page) => {
          await page.locator('main button[aria-expanded]').first().click();
          await page.locator('main li button[aria-expanded]').first().click();
          await page.locator('#line-0-at').waitFor();
        },
      },
      {
        path: `/record/results/from-file/${record.rejectedId}`,
        name: 'a file that cannot be read',
        prepare: (page) => page.locator('main a[href*="add?file"]').waitFor(),
      },
      {
        path: `/record/results/from-file/${record.pictureId}`,
        name: 'a picture that needs another reader',
        prepare: (page) => page.locator('main a[href*="add?file"]').waitFor(),
      },
      {
        path: '/record/results/import',
        name: 'an import of a file that is empty',
        prepare: async (page) => {
          await page.locator('main input[type=file]').setInputFiles({ name: 'values.csv', mimeType: 'text/csv', buffer: Buffer.from('') });
          await page.getByRole('alert').waitFor();
        },
      },
      { path: '/record/results/apple-health' },
    ]);
    expect(found).toEqual([]);
    // What looks odd is asked about by a refusal.
    expect(troubleOf(visitor, ...languageKeptTwice, [409, '/observations'], [409, '/observation-imports'])).toEqual([]);
  });

  test('a doctor with whom a record is shared', async () => {
    const visitor = await visit(browser, webOrigin);
    await signIn(visitor.page, 'meera@arogya.example');
    const found = await wrongOn(visitor, [
      { path: '/desk/shared', prepare: (page) => page.locator('main li').first().waitFor() },
      {
        path: `/desk/shared/${record.patientId}`,
        name: 'a shared record, with a picture opened',
        prepare: async (page) => {
          await page.locator('main li button:has(.sr)').nth(1).click();
          await page.getByRole('dialog').waitFor();
        },
      },
      {
        path: `/desk/shared/${record.patientId}`,
        name: 'a result in a shared record',
        prepare: async (page) => {
          await unfold(page);
          await page.locator('main details button.row-link').first().click();
          await page.locator('main table').waitFor();
        },
      },
    ]);
    expect(found).toEqual([]);
    expect(troubleOf(visitor)).toEqual([]);
  });
});

test('somebody without a mouse finds a doctor, keeps a time and pays', async () => {
  const visitor = await visit(browser, origin);
  const { page } = visitor;
  const { keyboard } = page;
  const ravi = personOf(origin, await local.token('ravi'));
  await signIn(page, 'ravi@arogya.example');
  const go = async (element: Locator) => {
    await element.waitFor();
    await tabTo(page, element);
    await keyboard.press('Enter');
  };
  await go(page.getByRole('link', { name: 'Doctors', exact: true }));
  await page.getByRole('heading', { level: 1, name: 'Who can see me soon?' }).waitFor();
  await tabTo(page, page.getByRole('searchbox', { name: 'Name of a doctor or hospital' }));
  await keyboard.type('every-page');
  await keyboard.press('Enter');
  await go(page.getByRole('link', { name: 'See times of every-page-doctor' }));

  // Enter on a day leads to its times, arrows from time to time.
  const day = page.getByRole('group', { name: 'Which day?' }).getByRole('radio', { checked: true });
  await day.waitFor();
  await tabTo(page, day);
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  const times = page.getByRole('group', { name: /^Times on / });
  await until('the focus on the times', () => times.evaluate((node) => node.contains(document.activeElement)));
  await keyboard.press('Space');
  await keyboard.press('ArrowRight');
  const chosen = times.getByRole('radio', { checked: true });
  await until('the second time', async () => (await chosen.count()) === 1 && (await isFocused(chosen)));
  const startsAt = await chosen.inputValue();
  await page
    .getByText(`, ${timeText(startsAt)}, `)
    .first()
    .waitFor();
  await go(page.getByRole('button', { name: 'Book this time' }));
  const reason = page.getByLabel('Why do you want to see the doctor?');
  await reason.waitFor();
  await tabTo(page, reason);
  await keyboard.type('my knee clicks on the stairs');
  await tabTo(page, page.getByRole('checkbox'));
  await keyboard.press('Space');
  await go(page.getByRole('button', { name: 'Keep this time and pay ₹500' }));
  await page.getByText(/^Kept for you/).waitFor();
  const appointmentId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await go(page.getByRole('button', { name: 'Pay ₹500' }));
  await page.getByRole('heading', { name: 'Pay ₹500' }).waitFor();
  await go(page.getByRole('button', { name: 'Pay ₹500' }));
  const booked = page.getByRole('status').filter({ hasText: 'Your visit is booked' });
  await booked.waitFor();
  expect(await isFocused(booked)).toBe(true);
  expect(await appointmentOf(ravi, appointmentId)).toMatchObject({ status: 'CONFIRMED', startsAt, reason: 'my knee clicks on the stairs' });
  expect(troubleOf(visitor)).toEqual([]);
});
