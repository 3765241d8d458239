/**
 * The clocks of a zone, found by asking for its offset day by day: how tests know what `zones.ts` must say, without asking
 * it. Times are in minutes since 1970, UTC or as the clock shows them.
 */
export type WallClock = { shownAt(minute: number): number; firstAt(shown: number): number };

type Stretch = { from: number; to: number; ahead: number };

const FROM = Date.UTC(2025, 0, 1) / 60_000;
const TO = Date.UTC(2034, 0, 1) / 60_000;

const stretchesOf = (zone: string): Stretch[] => {
  const names = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const aheadAt = (minute: number) => {
    const offset = names.formatToParts(minute * 60_000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(offset) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
  const stretches: Stretch[] = [];
  let from = FROM;
  for (let day = FROM; day < TO; day += 1_440) {
    const ahead = aheadAt(day);
    if (aheadAt(day + 1_440) === ahead) continue;
    let minute = day;
    while (aheadAt(minute) === ahead) minute += 1;
    stretches.push({ from, to: minute, ahead });
    from = minute;
  }
  return [...stretches, { from, to: TO, ahead: aheadAt(from) }];
};

const clocks = new Map<string, WallClock>();

export const wallClock = (zone: string): WallClock => {
  const known = clocks.get(zone);
  if (known) return known;
  const stretches = stretchesOf(zone);
  const made: WallClock = {
    shownAt: (minute) => minute + (stretches.find(({ to }) => minute < to)?.ahead ?? Number.NaN),
    firstAt: (shown) => {
      for (const { from, to, ahead } of stretches) {
        // Shown within this stretch; or the clocks have jumped over it, and this stretch is what follows the jump.
        if (shown - ahead < from) return from;
        if (shown - ahead < to) return shown - ahead;
      }
      throw new Error('Beyond what the test knows of clocks');
    },
  };
  clocks.set(zone, made);
  return made;
};
