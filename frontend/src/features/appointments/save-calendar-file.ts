import { call } from '../../shared/api/client.ts';
import { saveFile } from '../../shared/save-file.ts';

/** Fetches an appointment's iCalendar file and hands it to the browser as a download. Throws ApiFailure. */
export const saveCalendarFile = async (appointmentId: string): Promise<void> => {
  const { fileName, content } = await call('GET /appointments/{appointmentId}/calendar-file', { params: { appointmentId } });
  saveFile(fileName, content, 'text/calendar;charset=utf-8');
};
