/** What the clock of a zone shows at an instant, to the minute. */
export type LocalTime = { readonly day: string; readonly clock: string };

const formats = new Map<string, Intl.DateTimeFormat>();
const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, made);
  return made;
};

export const localIn = (at: string | number, zone: string): LocalTime => {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(new Date(at))) part[type] = value;
  return { day: `${part.year}-${part.month}-${part.day}`, clock: `${part.hour}:${part.minute}` };
};

/** How far ahead of UTC a zone's clock is at a time, in milliseconds. */
const aheadAt = (time: number, zone: string): number => {
  const { day, clock } = localIn(time, zone);
  return Date.parse(`${day}T${clock}:00Z`) - Math.floor(time / 60_000) * 60_000;
};

/** When the clock of a zone shows a time on a day; of a time that spring jumps over, as much later as the clocks jump. */
export const instantIn = (day: string, clock: string, zone: string): string => {
  const shown = Date.parse(`${day}T${clock}:00Z`);
  const first = shown - aheadAt(shown, zone);
  const time = shown - aheadAt(first, zone);
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
};

/** The device's zone; India's old name is the same zone. */
export const deviceZone = (): string => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === 'Asia/Calcutta' ? 'Asia/Kolkata' : zone;
};

/** Whether two zones' clocks show the same now: then nobody needs to be asked which one is meant. */
export const showSame = (one: string, other: string, now: number): boolean => {
  const [left, right] = [localIn(now, one), localIn(now, other)];
  return left.day === right.day && left.clock === right.clock;
};

/** `India Standard Time`, `खाड़ी मानक समय`. */
export const zoneName = (zone: string, language: 'en' | 'hi', now: number): string =>
  new Intl.DateTimeFormat(`${language}-IN`, { timeZone: zone, timeZoneName: 'long' })
    .formatToParts(new Date(now))
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone;
