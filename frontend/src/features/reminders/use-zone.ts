import { useQuery } from '../../shared/api/query.ts';

/** Where the clock times of whoever never chose are. */
const INDIA = 'Asia/Kolkata';

/** In which zone the person's clock times are. */
export function useZone() {
  const settings = useQuery('GET /me/reminder-settings', {});
  return { zone: settings.data?.zone ?? INDIA, settings };
}
