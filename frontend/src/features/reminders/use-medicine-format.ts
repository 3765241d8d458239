import { clockText, useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { useMedicineWords } from './medicines-words.ts';
import type { Wording } from './rule-text.ts';
import { localIn } from './zone-clock.ts';

/** Words, days and clock times as they are in a zone; of a reminder with a zone of its own, in that one. */
export function useMedicineFormat(zone: string) {
  const t = useMedicineWords();
  const { language } = useLanguage();
  const { date, list } = useFormat();
  const clock = (text: string): string => clockText(text, language);
  const wording: Wording = { t, clock, date: (day) => date(day), list };
  return {
    wording,
    t,
    date,
    clock,
    dayOf: (at: string | number): string => localIn(at, zone).day,
    time: (at: string | number): string => clock(localIn(at, zone).clock),
    dateTime: (at: string | number): string => {
      const { day, clock: shown } = localIn(at, zone);
      return `${date(day)}, ${clock(shown)}`;
    },
  };
}
