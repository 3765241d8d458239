import { monthNames, useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';

/** A date as a leaf of a calendar, beside words that say it too. */
export function DateTile({ day }: { day: string }) {
  const { language } = useLanguage();
  const { weekday } = useFormat();
  return (
    <span className="date-tile" aria-hidden="true">
      <span>{weekday(day)}</span>
      <strong>{Number(day.slice(8, 10))}</strong>
      <span>{monthNames(language)[Number(day.slice(5, 7)) - 1]?.slice(0, language === 'en' ? 3 : 12)}</span>
    </span>
  );
}
