import { appointmentCostSection } from './appointment-cost.ts';
import { measureBookingCpu } from './booking-cpu.ts';
import { measureBookingLoad } from './booking-load.ts';
import { measureRaces } from './booking-race.ts';
import { measureBookingUnits } from './booking-units.ts';
import { idleMonthSection } from './idle-month.ts';
import type { Section } from './report.ts';

/** What booking a doctor costs: in calls and units, in CPU, in money, under a rush, and in time. One by one: it takes minutes. */
export async function* measureBooking(): AsyncGenerator<Section> {
  const { section, tallies } = await measureBookingUnits();
  yield section;
  yield await measureBookingCpu();
  yield appointmentCostSection(tallies);
  yield await idleMonthSection(tallies.idleSweep);
  yield await measureRaces();
  yield await measureBookingLoad();
}
