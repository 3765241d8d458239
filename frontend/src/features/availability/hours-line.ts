import { timeText, useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import type { HoursFields } from './hours-form.ts';
import { useHoursWords } from './hours-words.ts';

/** `9:20 am` of `09:20`. */
export const useClockText = (): ((clock: string) => string) => {
  const { language } = useLanguage();
  return (clock) => (/^\d\d:\d\d$/.test(clock) ? timeText(`2026-01-01T${clock}:00+05:30`, language) : '–');
};

/** `9:00 am to 1:00 pm`, and `visits of 20 min · In the clinic and Video call`. */
export const useHoursLine = (): ((hours: HoursFields) => { span: string; more: string }) => {
  const t = useHoursWords();
  const shared = useSharedWords();
  const clock = useClockText();
  const { list } = useFormat();
  return ({ from, to, slotMinutes, bufferMinutes, modes, location }) => ({
    span: t('line.span', { from: clock(from), to: to === '00:00' ? t('line.midnight') : clock(to) }),
    more: [
      t('line.visit', { count: Number(slotMinutes) }),
      ...(bufferMinutes === '0' ? [] : [t('line.gap', { count: Number(bufferMinutes) })]),
      list(modes.map((mode) => shared(`mode.${mode}`))),
      ...(location.trim() === '' ? [] : [location.trim()]),
    ].join(' · '),
  });
};
