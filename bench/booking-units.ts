import { cellsOf } from '../functions/appointments/free-slots.ts';
import { claim } from '../functions/appointments/items.ts';
import { slotAt } from '../functions/appointments/testing/clinic.ts';
import type { Account, Reply } from '../functions/shared/testing/caller.ts';
import { type EpochSeconds, later, type Paise } from '../functions/shared/values.ts';
import { nothing, ofTable, type Tally, together } from './appointment-tally.ts';
import { type AppointmentWorld, type Delivery, openAppointmentWorld } from './appointment-world.ts';
import type { Counted } from './counted.ts';
import type { Line, Section } from './report.ts';
import { isOneTransaction, told, units } from './table-counter.ts';

/** A page of the directory. */
const DOCTORS = 25;
const WEEK = { from: '2026-11-23', to: '2026-11-29' };
const SLOTS_A_DAY = 24;
const DAYS = Array.from({ length: 7 }, (_, day) => `2026-11-${23 + day}`);
/** 12:00 in India: none of the reminders falls into the quiet hours. */
const NOON = 9;
const REMINDERS = [1_440, 60, 15];

/** Every second time of a week is taken. */
const fillHalf = async ({ save }: AppointmentWorld, { accountId: doctorId }: Account): Promise<void> => {
  for (const day of DAYS) {
    const slots = Array.from({ length: SLOTS_A_DAY / 2 }, (_, index) => slotAt(2 * index, day));
    const claims = slots.flatMap((startsAt) =>
      cellsOf({ startsAt, endsAt: later(startsAt, 1_200), bufferMinutes: 0 }).map((cell) =>
        claim.make({ doctorId, cell }, { appointmentId: `visit-${startsAt}`, expiresAt: 1_800_000_000 as EpochSeconds }),
      ),
    );
    await save(...claims);
  }
};

/** What one appointment came to, by how far it went. */
export type Tallies = {
  readonly booked: Tally;
  readonly moved: Tally;
  readonly cancelled: Tally;
  /** A run of the sweep that finds nothing. */
  readonly idleSweep: Counted;
};

/**
 * Calls and capacity of what patients ask for, and of all that follows from it by event and by the clock, counted at the
 * real handlers and consumers over a real table.
 */
export const measureBookingUnits = async (): Promise<{ section: Section; tallies: Tallies }> => {
  const world = await openAppointmentWorld();
  try {
    const lines: Line[] = [];
    const data: Record<string, Counted> = {};
    let tally = nothing;
    const spent = (some: Partial<Tally>) => {
      tally = together(tally, some);
    };
    const tallied = async (work: () => Promise<void>): Promise<Tally> => {
      tally = nothing;
      const letters = world.letters();
      await work();
      spent({ letters: world.letters() - letters });
      return tally;
    };

    const note = (what: string, counted: Counted, judge: Partial<Line> = {}) => {
      // The first of its kind is shown; all of them are in the tally.
      if (data[what]) return;
      lines.push({ what, measured: told(counted), ...judge });
      data[what] = counted;
    };
    const request = async (what: string, send: () => Promise<Reply>, commands = false): Promise<Reply> => {
      const { counted, result } = await world.count(send);
      if (result.status >= 300) throw new Error(`${what} answered ${result.status}: ${result.text.slice(0, 300)}`);
      spent({ requests: 1, ...ofTable(counted) });
      note(what, counted, commands ? { aim: '1 transaction', met: isOneTransaction(counted) } : {});
      return result;
    };
    const command = (what: string, send: () => Promise<Reply>) => request(what, send, true);
    const handled = (deliveries: readonly Delivery[]) => {
      for (const { consumer, counted } of deliveries) {
        spent({ deliveries: 1, ...ofTable(counted) });
        note(`  ${consumer}`, counted);
      }
    };
    const follow = async () => {
      const { events, deliveries } = await world.publish();
      spent({ events });
      handled(deliveries);
    };

    const doctor = await world.addDoctor();
    const charity = await world.addDoctor({ practice: { feePaise: 0 as Paise } });
    const full = await world.addDoctor();
    const others = await Promise.all(Array.from({ length: DOCTORS - 3 }, () => world.addDoctor()));
    await world.addAddress(doctor);
    await fillHalf(world, full);
    await world.list([doctor, charity, full, ...others]);
    const patient = await world.addPatient();
    // An account's state is read once in 30 s; that call is not what is counted.
    await world.call(patient).call('list');

    const slots = (of: Account) => () => world.call(patient).call('listSlots', { params: { doctorId: of.accountId }, query: WEEK });
    const mine = (appointmentId: string) => () => world.change(patient, 'get', appointmentId);
    const startsAt = slotAt(NOON);

    let appointmentId = '';
    const booked = await tallied(async () => {
      await request(`list of doctors (${DOCTORS})`, () => world.directory(patient).call('listDoctors'));
      await request('doctor’s page', () => world.directory(patient).call('getDoctor', { params: { doctorId: doctor.accountId } }));
      await request('slots of a week, all free', slots(doctor));
      const { body } = await command('book (paid)', () => world.book(patient, doctor, startsAt));
      ({ appointmentId } = body.data);
      await follow();
      await request('payment order', () => world.pays(patient).call('createOrder', { params: { appointmentId } }));
      for (const message of world.messagesOf(appointmentId))
        await request('webhook', () => world.pays(undefined).call('receiveWebhook', message));
      await follow();
      await request('get', mine(appointmentId));
    });
    const confirmed = (await mine(appointmentId)()).body.data.status;
    if (confirmed !== 'CONFIRMED') throw new Error(`The paid appointment is ${confirmed}`);

    const moved = await tallied(async () => {
      await request('slots of a week, half taken', slots(full));
      await command('reschedule', () => world.change(patient, 'reschedule', appointmentId, { startsAt: slotAt(NOON, '2026-11-24') }));
      await follow();
    });

    const { counted: idleSweep } = await world.sweep();
    let swept = nothing;
    for (const minutes of REMINDERS) {
      world.at(later(slotAt(NOON, '2026-11-24'), -minutes * 60));
      const { counted, due } = await world.sweep();
      const ours = due.filter(({ name }) => name === 'appointment-reminder-due');
      if (ours.length !== 1) throw new Error(`${ours.length} reminders were due ${minutes} minutes before`);
      swept = together(
        swept,
        await tallied(async () => {
          handled(await world.handDue(ours));
          spent({ writeUnits: (counted.writeUnits - idleSweep.writeUnits) / due.length });
        }),
      );
    }
    if (swept.letters !== REMINDERS.length) throw new Error(`${swept.letters} reminders were sent`);

    world.at('2026-11-20T07:00:00Z');
    const cancelled = await tallied(async () => {
      await command('cancel (with refund)', () => world.change(patient, 'cancel', appointmentId));
      await follow();
    });

    await command('book (free)', () => world.book(patient, charity, startsAt));
    const list = await world.count(() => world.call(patient).call('list'));
    note('list of my appointments', list.counted);
    note('sweep that finds nothing', idleSweep);

    const all = together(booked, swept);
    const section: Section = {
      title: 'Booking: table calls and capacity (the engine’s own count, indexes included, a table’s own writes twice in a transaction)',
      lines,
      notes: [
        'Indented: what follows by event or by the clock, one delivery each, after the patient has their answer.',
        `An appointment that is found, booked, paid, confirmed and reminded of three times: ${all.requests} requests, ${all.events} events, ${all.deliveries} deliveries, ${all.letters} letters, ${units(all.writeUnits)} WCU, ${units(all.readUnits)} RCU.`,
        'A visit of 20 minutes claims four cells; every command reads its receipt first.',
      ],
      data,
    };
    return { section, tallies: { booked: all, moved, cancelled, idleSweep } };
  } finally {
    world.stop();
  }
};
