import { call } from '../../shared/api/client.ts';

/** Fetches an appointment's iCalendar file and hands it to the browser as a download. Throws ApiFailure. */
export const saveCalendarFile = async (appointmentId: string): Promise<void> => {
  const { fileName, content } = await call('GET /appointments/{appointmentId}/calendar-file', { params: { appointmentId } });
  const url = URL.createObjectURL(new Blob([content], { type: 'text/calendar;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Some browsers read the file only after the click is over.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};
