import { text } from 'node:stream/consumers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import { connect, keepScreens, PHONE, seenIn, signIn, troubleOf, type Visitor, visit } from './browser.ts';
import { appointmentOf, bankOf, dayText, freeTimes, hold, pickTime, press, timeText } from './clinic.ts';
import { localOf, type Person, personOf, until } from './cloud.ts';

const { origin, browser: endpoint } = inject('arogya');
const local = localOf(origin);
const bank = bankOf(local);

const REASON = 'Back pain since I lifted a sack of rice, worse at night';

let browser: Browser;
let ravi: Visitor;
let program: Person;
let kavita: string;

beforeAll(async () => {
  browser = await connect(endpoint);
  // The payment page sends people back to the first of the web app's addresses.
  ravi = await visit(browser, origin, { viewport: PHONE, acceptDownloads: true });
  program = personOf(origin, await local.token('ravi'));
  await signIn(ravi.page, 'ravi@arogya.example');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepScreens(task.name, [ravi]);
  await local.clearFaults();
});
afterAll(() => browser.close());

const appointmentIn = (page: Page): string => /\/visits\/booked\/([^/?]+)/.exec(page.url())?.[1] ?? '';
const isFree = async (startsAt: string) => (await freeTimes(program, kavita, 0, 10)).some((slot) => slot.startsAt === startsAt);

describe('Ravi books a visit with Dr Kavita', () => {
  let startsAt: string;
  let movedTo: string;
  let appointmentId: string;

  test('finds her by what he needs', async () => {
    const { page } = ravi;
    await page.getByRole('link', { name: 'Doctors' }).click();
    await page.getByRole('heading', { name: 'Who can see me soon?' }).waitFor();
    await page.getByRole('search').locator('summary').click();
    await page.getByLabel('City').fill('Nowhere');
    await page.getByText('No doctor fits all of this').first().waitFor();
    await page.getByRole('button', { name: 'Without “Nowhere”' }).click();
    await page.getByText(/^\d+ doctors, soonest free first$/).waitFor();
    await page.getByLabel('City').fill('Pune');
    await page.getByLabel('Name of a doctor or hospital').fill('kavita');
    const card = page.getByRole('article', { name: 'Dr Kavita Deshpande' });
    await card.waitFor();
    await page.getByText('One doctor, soonest free first').waitFor();
    expect(await seenIn(card)).toMatch(/₹600[\s\S]*Next free: [\s\S]*Sahyadri Women’s Clinic, Pune[\s\S]*DEMO MH 2006-0342/);
    await card.getByRole('link', { name: /^See times/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Dr Kavita Deshpande' }).waitFor();
    kavita = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect(await seenIn(page.locator('main'))).toMatch(/Registration number\s+DEMO MH 2006-0342[\s\S]*If you cancel/);
    // The search is there again.
    await page.goBack();
    await card.waitFor();
    expect(await page.getByLabel('City').inputValue()).toBe('Pune');
    await page.goForward();
  });

  test('picks a time, says why, and agrees; then the time is kept', async () => {
    const { page } = ravi;
    const [slot, later] = (await freeTimes(program, kavita, 3, 6)).filter(({ modes }) => modes.includes('video'));
    startsAt = slot?.startsAt ?? '';
    movedTo = later?.startsAt ?? '';
    await page.getByRole('button', { name: 'Book this time' }).click({ force: true });
    await page.getByText('Choose a time first.').first().waitFor();
    await press(page.getByRole('radio', { name: /^Video/ }));
    await pickTime(page, startsAt);
    await page.getByText(`You chose ${dayText(startsAt)}, ${timeText(startsAt)}, Video`).waitFor();
    await page.getByRole('button', { name: 'Book this time' }).click();

    await page.getByRole('heading', { name: 'Book a visit' }).waitFor();
    await page.getByRole('button', { name: 'Keep this time and pay ₹600' }).click();
    await page.getByRole('link', { name: 'Write why you want to see the doctor' }).waitFor();
    await page.getByLabel('Why do you want to see the doctor?').fill(REASON);
    // Typed words survive a reload.
    await page.reload();
    await until('the reason again', async () => (await page.getByLabel('Why do you want to see the doctor?').inputValue()) === REASON);
    await page.getByRole('button', { name: 'Keep this time and pay ₹600' }).click();
    await page.getByRole('link', { name: 'Tick the box if you agree, so that the doctor may see you' }).click();
    expect(await isFree(startsAt)).toBe(true);
    await page.getByRole('checkbox', { name: /I want to talk to Dr Kavita Deshpande about this/ }).check();
    await page.getByRole('button', { name: 'Keep this time and pay ₹600' }).dblclick();

    await page.getByText(/^Kept for you [45]:\d\d$/).waitFor();
    appointmentId = appointmentIn(page);
    expect(await isFree(startsAt)).toBe(false);
    expect(await appointmentOf(program, appointmentId)).toMatchObject({
      status: 'REQUESTED',
      paymentStatus: 'waiting',
      startsAt,
      mode: 'video',
      feePaise: 60_000,
      reason: REASON,
      consent: { type: 'implied', startedBy: 'patient', wording: 'booking-1' },
    });
    // A second press made no second appointment.
    const mine = await program.call<{ startsAt: string }[]>('GET', '/appointments?as=patient&limit=100');
    expect(mine.filter((one) => one.startsAt === startsAt)).toHaveLength(1);
  });

  test('goes back from the payment page without paying, and the time is still kept', async () => {
    const { page } = ravi;
    await page.getByRole('button', { name: 'Pay ₹600' }).click();
    await page.getByRole('heading', { name: 'Pay ₹600' }).waitFor();
    expect(await seenIn(page.locator('main'))).toMatch(/Arogya[\s\S]*Consultation fee/);
    // The provider learns nothing of whom he sees, nor why.
    expect(await page.content()).not.toMatch(/Kavita|Gynaec|Back pain/);
    await page.getByRole('link', { name: 'Go back' }).click();
    await page.getByText(/^Nothing was paid/).waitFor();
    await page.getByText(/^Kept for you \d:\d\d$/).waitFor();
    expect(await isFree(startsAt)).toBe(false);
  });

  test('the bank says no, then yes, and the visit is booked', async () => {
    const { page } = ravi;
    await page.getByRole('button', { name: 'Pay ₹600' }).click();
    await page.getByRole('button', { name: 'Let the payment fail' }).click();
    await page.getByText('The bank declined the payment.').waitFor();
    await page.getByRole('button', { name: 'Pay ₹600' }).click();
    await page.getByText('Your visit is booked').waitFor();
    await page.getByText('We have your ₹600.').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/visits/booked/${appointmentId}`);
    expect(await appointmentOf(program, appointmentId)).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'paid' });
    const { captured, orders } = await bank.dealingsOf(appointmentId);
    expect(captured).toMatchObject([{ amount: 60_000 }]);
    expect(orders).toHaveLength(1);
  });

  test('gets a letter that says when, who and where, but not why', async () => {
    const [letter] = await until('the letter', async () => {
      const found = (await local.mailTo('ravi@arogya.example')).filter(({ text }) => text.includes(appointmentId));
      return found.length > 0 && found;
    });
    expect(letter?.subject).toMatch(/^Confirmed: Dr Kavita Deshpande, /);
    expect(letter?.text).toContain('Registration number of the doctor: DEMO MH 2006-0342');
    expect(letter?.text).not.toContain('Back pain');
    const toDoctor = await until('her letter', async () =>
      (await local.mailTo('kavita@arogya.example')).find(
        ({ subject }) => subject.startsWith('New appointment: ') && subject.includes(timeText(startsAt)),
      ),
    );
    expect(toDoctor.text).not.toMatch(/Ravi|Back pain/);
  });

  test('adds it to his calendar, and keeps the receipt', async () => {
    const { page } = ravi;
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Add to calendar' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toMatch(/\.ics$/);
    const file = await text(await download.createReadStream());
    expect(file).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT[\s\S]*END:VCALENDAR(\r\n)?$/);
    expect(file).toContain(startsAt.replaceAll(/[-:]/g, ''));
    expect(file).not.toContain('Back pain');
    await page.getByText(/^The calendar file is saved/).waitFor();

    await page.getByRole('link', { name: 'Receipt' }).click();
    await page.getByText(/^AR-\d{8}-/).waitFor();
    expect(await seenIn(page.locator('main'))).toMatch(
      /AR-\d{8}-[\s\S]*Ravi Kumar[\s\S]*Dr Kavita Deshpande[\s\S]*DEMO MH 2006-0342[\s\S]*Consultation fee paid[\s\S]*₹600/,
    );
    await page.getByRole('link', { name: 'Back to the visit' }).click();
  });

  test('moves it to another time: the new one is taken, the old one free, and nothing is paid again', async () => {
    const { page } = ravi;
    await page.getByRole('button', { name: 'Change the time' }).click();
    await page.getByRole('heading', { name: 'Choose another time' }).waitFor();
    await pickTime(page, movedTo);
    await page.getByRole('button', { name: `Move to ${dayText(movedTo)}, ${timeText(movedTo)}` }).click();
    await page.getByText(`Moved from ${dayText(startsAt)}, ${timeText(startsAt)}`).waitFor();
    expect(await appointmentOf(program, appointmentId)).toMatchObject({ startsAt: movedTo, status: 'CONFIRMED', paymentStatus: 'paid' });
    expect([await isFree(startsAt), await isFree(movedTo)]).toEqual([true, false]);
    expect((await bank.dealingsOf(appointmentId)).captured).toHaveLength(1);
    await until('the letter of the new time', async () =>
      (await local.mailTo('ravi@arogya.example')).some(({ text, subject }) => text.includes(appointmentId) && /^New time: /.test(subject)),
    );
  });

  test('cancels it, is told what comes back before, and sees where the money is', async () => {
    const { page } = ravi;
    await page.getByRole('button', { name: 'Cancel this visit' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel this visit?' });
    await dialog.getByText('You get back ₹600: all that you paid.').waitFor();
    await dialog.getByRole('button', { name: 'Keep my visit' }).click();
    expect(await appointmentOf(program, appointmentId)).toMatchObject({ status: 'CONFIRMED' });
    await page.getByRole('button', { name: 'Cancel this visit' }).click();
    await dialog.getByRole('button', { name: 'Yes, cancel it' }).click();
    await page.getByText('You cancelled this visit.').waitFor();
    await page.getByText('₹600 is on its way back to you.').or(page.getByText('₹600 went back to you')).first().waitFor();
    expect(await isFree(movedTo)).toBe(true);
    await until('the refund', async () => (await bank.dealingsOf(appointmentId)).refunds.some(({ status }) => status === 'processed'));
    await until('the money back', async () => (await appointmentOf(program, appointmentId)).paymentStatus === 'refunded', 20, 700);
    await page.reload();
    await page.getByText('₹600 went back to you the way you paid.').first().waitFor();
    await page.getByRole('link', { name: 'Receipt' }).click();
    await page.getByRole('rowheader', { name: /^Given back/ }).waitFor();
    expect(await seenIn(page.getByRole('table'))).toMatch(/Consultation fee paid[\s\S]*₹600[\s\S]*Given back[\s\S]*[-−]₹600[\s\S]*₹0/);
    expect((await bank.dealingsOf(appointmentId)).refunds).toMatchObject([{ amount: 60_000 }]);

    await page.goto('/visits');
    await page.getByRole('link', { name: /Dr Kavita Deshpande[\s\S]*Cancelled/ }).waitFor();
  });
});

describe('Ravi books a visit with Dr Farhan', () => {
  test('and although the provider never tells that he paid, his own screen has it asked', async () => {
    const { page } = ravi;
    await page.goto('/doctors?q=Gomti');
    await page.getByRole('link', { name: /^See times/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Dr Farhan Siddiqui' }).waitFor();
    const doctorId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const [slot] = await freeTimes(program, doctorId, 4, 9);
    await press(page.getByRole('radio', { name: /^In the clinic/ }));
    await pickTime(page, slot?.startsAt ?? '');
    await page.getByRole('button', { name: 'Book this time' }).click();
    await page.getByLabel('Why do you want to see the doctor?').fill('short of breath on the stairs');
    await page.getByRole('checkbox', { name: /I want to talk to Dr Farhan Siddiqui/ }).check();
    await page.getByRole('button', { name: 'Keep this time and pay ₹800' }).click();
    await page.getByText(/^Kept for you/).waitFor();
    const appointmentId = appointmentIn(page);
    await local.fault({ kind: 'webhook-lost', times: 3 });
    await page.getByRole('button', { name: 'Pay ₹800' }).click();
    await page.getByRole('button', { name: 'Pay ₹800' }).and(page.locator('[name=outcome]')).click();
    await page.getByText('We are asking the bank…').waitFor();
    await page.getByText('Your visit is booked').waitFor();
    expect((await bank.dealingsOf(appointmentId)).webhooks.map(({ status }) => status)).toEqual(['lost', 'lost', 'lost']);
    expect(await appointmentOf(program, appointmentId)).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'paid' });
  });

  test('in the clinic: the page says where, and his next visit is on the first page', async () => {
    const { page } = ravi;
    expect(await seenIn(page.locator('main'))).toMatch(/Gomti Heart Centre[\s\S]*5 Riverbank Colony/);
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('heading', { name: 'Next visit' }).waitFor();
    await page.getByRole('link', { name: 'My visits' }).click();
    await page
      .getByRole('list', { name: /^Next visits/ })
      .getByRole('link', { name: /Dr Farhan Siddiqui[\s\S]*Booked/ })
      .waitFor();
  });
});

test('Ravi lets a kept time go, and it is free at once', async () => {
  const { page } = ravi;
  const slot = (await freeTimes(program, kavita, 3, 6)).at(-1);
  const { appointmentId } = await hold(program, kavita, slot?.startsAt ?? '', { mode: slot?.modes[0] });
  await page.goto(`/visits/booked/${appointmentId}`);
  await page.getByRole('button', { name: 'Let this time go' }).click();
  await page.getByText(/^You let this time go/).waitFor();
  expect(await isFree(slot?.startsAt ?? '')).toBe(true);
  expect(await appointmentOf(program, appointmentId)).toMatchObject({ status: 'CANCELLED', paymentStatus: 'void' });
});

test('a visit with Dr Nasreen costs nothing and is booked at once', async () => {
  const { page } = ravi;
  await page.goto('/doctors?q=nasreen');
  await page.getByRole('link', { name: /^See times/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Dr Nasreen Khan' }).waitFor();
  const [slot] = await freeTimes(program, new URL(page.url()).pathname.split('/').at(-1) ?? '', 10, 14);
  await pickTime(page, slot?.startsAt ?? '');
  await page.getByRole('button', { name: 'Book this time' }).click();
  await page.getByLabel('Why do you want to see the doctor?').fill('a form to sign');
  await page.getByRole('checkbox', { name: /I want to talk to Dr Nasreen Khan/ }).check();
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await page.getByText('Your visit is booked').waitFor();
  await page.getByText('It costs nothing.').waitFor();
  expect((await bank.dealingsOf(appointmentIn(page))).orders).toEqual([]);
});

test('the browser saw no error', () => expect(troubleOf(ravi)).toEqual([]));
