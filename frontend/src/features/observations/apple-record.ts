import type { CallInput } from '../../shared/api/client.ts';
import { indianDay } from '../../shared/i18n/dates.ts';

export type AppleValue = CallInput<'POST /observations'>['body']['observations'][number];

type Kind = {
  /** LOINC, of our catalogue. */
  readonly code: string;
  /** Apple's unit → UCUM. */
  readonly units: Readonly<Record<string, string>>;
  /** A watch measures it all day long: the last value of each day is taken. */
  readonly daily?: true;
  /** Apple writes 97 % as 0.97 with the unit %. */
  readonly fraction?: true;
};

/**
 * What of Apple Health we know. Every beat of a watch (HeartRate) would be a hundred thousand values a year: the resting
 * pulse, one a day, is taken. Names: developer.apple.com/documentation/healthkit/hkquantitytypeidentifier.
 */
const kinds: Readonly<Record<string, Kind>> = {
  BodyMass: { code: '29463-7', units: { kg: 'kg', g: 'g', lb: '[lb_av]' } },
  Height: { code: '8302-2', units: { cm: 'cm', m: 'm', in: '[in_i]', ft: '[ft_i]' } },
  BodyMassIndex: { code: '39156-5', units: { count: 'kg/m2' } },
  BodyTemperature: { code: '8310-5', units: { degC: 'Cel', degF: '[degF]' } },
  BloodPressureSystolic: { code: '8480-6', units: { mmHg: 'mm[Hg]' } },
  BloodPressureDiastolic: { code: '8462-4', units: { mmHg: 'mm[Hg]' } },
  BloodGlucose: { code: '2345-7', units: { 'mg/dL': 'mg/dL', 'mmol<180.1558800000541>/L': 'mmol/L' } },
  RestingHeartRate: { code: '8867-4', units: { 'count/min': '/min' }, daily: true },
  RespiratoryRate: { code: '9279-1', units: { 'count/min': '/min' }, daily: true },
  OxygenSaturation: { code: '59408-5', units: { '%': '%' }, daily: true, fraction: true },
};
const PREFIX = 'HKQuantityTypeIdentifier';

/** Of the contract: digits after the point, letters of a source. */
const MOST_DECIMALS = 6;
const LONGEST_SOURCE = 160;

/** `36.722222222222221` as the API takes it. */
const decimalOf = (text: string, fraction: boolean): string | undefined => {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) return undefined;
  const scaled = fraction && number <= 1 ? number * 100 : number;
  return String(Number(scaled.toFixed(MOST_DECIMALS)));
};

/** `2026-11-20 07:05:00 +0530` as an instant, to the second. */
const instantOf = (text: string): string | undefined => {
  const [, day, time, hours, minutes] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/.exec(text) ?? [];
  const at = Date.parse(`${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(at) ? undefined : `${new Date(at).toISOString().slice(0, 19)}Z`;
};

/** The value that a `Record` of the export holds; nothing of a kind or unit that we do not know. */
export function valueOfRecord(record: Readonly<Record<string, string>>): { value: AppleValue; daily: boolean } | undefined {
  const { type = '', unit = '', value: amount = '', startDate = '', sourceName = '' } = record;
  const kind = type.startsWith(PREFIX) ? kinds[type.slice(PREFIX.length)] : undefined;
  const known = kind?.units[unit];
  if (!kind || known === undefined) return undefined;
  const value = decimalOf(amount, kind.fraction ?? false);
  const at = instantOf(startDate);
  if (value === undefined || at === undefined) return undefined;
  const source = sourceName.trim().slice(0, LONGEST_SOURCE).trim();
  return { value: { code: kind.code, value, unit: known, at, ...(source && { source }) }, daily: kind.daily ?? false };
}

/** Lets through every value that stands alone, and of those that come all day the last of each day. Holds one per marker. */
export function dayByDay(take: (value: AppleValue) => void): {
  put: (found: { value: AppleValue; daily: boolean }) => void;
  end: () => void;
} {
  const waiting = new Map<string, AppleValue>();
  return {
    put({ value, daily }) {
      if (!daily) return take(value);
      const held = waiting.get(value.code);
      const sameDay = held && indianDay(held.at) === indianDay(value.at);
      if (held && !sameDay) take(held);
      if (!sameDay || held.at <= value.at) waiting.set(value.code, value);
    },
    end() {
      for (const value of waiting.values()) take(value);
      waiting.clear();
    },
  };
}
