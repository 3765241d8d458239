import type { HoursFields } from './hours-form.ts';
import { useHoursLine } from './hours-line.ts';

/** A stretch of a day, to be read. */
export function StretchLine({ hours }: { hours: HoursFields }) {
  const { span, more } = useHoursLine()(hours);
  return (
    <p className="stretch-line">
      <b className="font-semibold">{span}</b> <span className="text-sm text-ink-2">{more}</span>
    </p>
  );
}
