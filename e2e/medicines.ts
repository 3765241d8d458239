import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';

import type { Notification } from '../functions/notifications/contract.ts';
import type { Dose, Reminder } from '../functions/reminders/contract.ts';
import type { ScheduleView } from '../local/cloud.ts';
import { signUp } from './browser.ts';
import { dayIn, type Local, type Person, personOf, until } from './cloud.ts';

const MINUTE = 60_000;

export const PASSWORD = 'a long password';

/** Somebody new who signs up on this page, and the same person as a program. */
export const newcomer = async (page: Page, local: Local, name: string): Promise<{ account: string; program: Person }> => {
  const account = `newcomer-${randomUUID().slice(0, 8)}`;
  await signUp(page, local, { name, email: `${account}@arogya.example`, password: PASSWORD });
  return { account, program: personOf(local.origin, await local.token(account)) };
};

/** The first whole minute that is at least so many seconds away. */
export const nextMinute = (seconds = 5): number => Math.ceil((Date.now() + seconds * 1000) / MINUTE) * MINUTE;

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kolkata', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
/** `14:05` in India. */
export const clockAt = (at: number): string => clock.format(at);

export const instantAt = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, '');

/** A medicine of any kind; a tablet unless said. */
export const remind = (person: Person, schedule: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<Reminder> =>
  person.call<Reminder>('POST', '/reminders', {
    body: { medicine: 'Amlodipine', form: 'tablet', instruction: 'none', startsOn: dayIn(), ...more, schedule },
  });

/** A medicine whose first dose is so many seconds away: hours are counted from an instant, clock times from a minute. */
export const remindIn = (person: Person, seconds: number, more?: Record<string, unknown>): Promise<Reminder> =>
  remind(person, { kind: 'interval', everyHours: 12, firstAt: instantAt(Date.now() + seconds * 1000), amount: 1 }, more);

/** Has the sweep run now, besides each minute: what is due in the rest of this minute is handed over for its second. */
export const sweepNow = async (local: Local): Promise<void> => {
  const schedules = await local.api<ScheduleView[]>('GET', '/schedules');
  for (const { name, targets } of schedules) if (/sweep/i.test(`${name} ${targets}`)) await local.api('POST', `/schedules/${name}/fire`);
};

/** Waits for what the API has to tell, with the next minute at the latest; it lets one token ask a hundred times a minute. */
export const untilTold = <T>(what: string, ask: () => Promise<T | undefined | false | null>): Promise<T> => until(what, ask, 75, 700);

export const dosesOf = (person: Person, reminderId?: string): Promise<Dose[]> =>
  person.call<Dose[]>('GET', '/doses').then((doses) => doses.filter((dose) => reminderId === undefined || dose.reminderId === reminderId));

export const inboxOf = (person: Person): Promise<Notification[]> => person.call<Notification[]>('GET', '/notifications?limit=100');

/** A page that was loaded again has forgotten this. */
export const remember = (page: Page): Promise<void> => page.evaluate(() => void Object.assign(globalThis, { wasNotReloaded: true }));
export const wasNotReloaded = (page: Page): Promise<boolean> => page.evaluate(() => 'wasNotReloaded' in globalThis);
