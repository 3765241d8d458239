import type { ApiCaller } from './api-caller.ts';
import { indianDate } from './demo-appointments.ts';
import { reminders } from './demo-people.ts';

/** What is there is left alone: the person may have changed it since. */
export const ensureReminders = async (patient: ApiCaller): Promise<void> => {
  const there = await patient.call<{ medicine: string }[]>('GET', '/reminders?show=all');
  for (const reminder of reminders)
    if (!there.some(({ medicine }) => medicine === reminder.medicine))
      await patient.call('POST', '/reminders', { ...reminder, startsOn: indianDate(0) });
};
