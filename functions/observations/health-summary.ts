import type { Profile } from '../identity/contract.ts';
import { type CalendarDate, type Instant, indianDateOf } from '../shared/values.ts';
import { wholeYears } from './age.ts';
import type { Dashboard, MarkerGlance, Observation } from './contract.ts';
import { isCoded, markerOfLoinc } from './markers/catalogue.ts';
import { CATEGORY_NAMES } from './markers/categories.ts';
import { unitText } from './printed-unit.ts';
import { dayOf } from './shown.ts';
import { STATUS_WORDS } from './status.ts';
import { Sheet } from './summary-sheet.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `20 Nov 2026`: no reader takes the day for the month. */
const dateText = (date: CalendarDate): string => `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;

const valueText = ({ code, value, comparator, unit }: Pick<Observation, 'code' | 'value' | 'comparator' | 'unit'>): string => {
  const marker = markerOfLoinc(code);
  if (marker && isCoded(marker)) return marker.values.find((each) => each.code === value)?.name.en ?? value;
  return [`${comparator ?? ''}${value}`, unit === undefined ? '' : unitText(unit)].filter(Boolean).join(' ');
};

const limits = (
  { low, lowInclusive, high, highInclusive }: { low?: string; lowInclusive?: boolean; high?: string; highInclusive?: boolean },
  unit: string,
): string => {
  const end = unitText(unit) === '' ? '' : ` ${unitText(unit)}`;
  if (low !== undefined && high !== undefined && lowInclusive !== false && highInclusive !== false) return `${low} to ${high}${end}`;
  const from = low === undefined ? [] : [`${lowInclusive === false ? 'above' : 'from'} ${low}`];
  const to = high === undefined ? [] : [`${highInclusive === false ? 'below' : 'up to'} ${high}`];
  return `${[...from, ...to].join(', ')}${end}`;
};

type Range = { readonly text: string; readonly from: string };

/** The range beside a value and whose it is. One of ours that nobody has checked says so. */
const rangeText = ({ labRange, range, unit }: Observation): Range => {
  if (labRange) {
    const hasLimit = labRange.low !== undefined || labRange.high !== undefined;
    return { text: hasLimit ? limits(labRange as Parameters<typeof limits>[0], unit ?? '') : (labRange.text ?? ''), from: 'laboratory' };
  }
  if (!range) return { text: '', from: '' };
  const name = range.source?.name ?? '';
  return {
    text: limits(range as Parameters<typeof limits>[0], range.unit),
    from: range.certain ? name : `${name}; not checked, no verdict`,
  };
};

const statusText = ({ status, range }: Observation): string => (range?.certain && status !== 'unknown' ? STATUS_WORDS[status].en : '');

const aboutLines = (about: Profile, now: Instant): [string, string][] => {
  const { name, dateOfBirth, sex, bloodGroup, allergies, conditions } = about;
  const born = dateOfBirth && `${dateText(dateOfBirth)} (${wholeYears(dateOfBirth, indianDateOf(now))} years)`;
  const list = (items: readonly string[] | undefined) => (items && items.length > 0 ? items.join('; ') : 'none told');
  return [
    ['Name', name ?? 'not told'],
    ['Born', born ?? 'not told'],
    ['Sex', sex ?? 'not told'],
    ['Blood group', bloodGroup ?? 'not told'],
    ['Allergies', list(allergies?.map(({ substance, reaction }) => (reaction === undefined ? substance : `${substance} (${reaction})`)))],
    ['Conditions', list(conditions)],
  ];
};

const rowOf = ({ name, latest, previous, code }: MarkerGlance): string[] => {
  const { text, from } = rangeText(latest);
  return [
    name.en,
    valueText(latest),
    dateText(dayOf(latest.at)),
    text,
    from,
    statusText(latest),
    previous ? `${valueText({ ...previous, code })}, ${dateText(dayOf(previous.at))}` : '',
  ];
};

const COLUMNS = [
  { title: 'Test', width: 110 },
  { title: 'Newest value', width: 80 },
  { title: 'Date', width: 62 },
  { title: 'Range', width: 82 },
  { title: 'Range is from', width: 84 },
  { title: 'Against range', width: 58 },
  { title: 'Before', width: 59 },
] as const;

/** A health summary to print for a doctor: what the person told, and each marker's newest value. It judges nothing by itself. */
export const healthSummary = async (given: {
  readonly dashboard: Dashboard;
  readonly about: Profile;
  readonly now: Instant;
}): Promise<{ fileName: string; contentType: 'application/pdf'; base64: string }> => {
  const { dashboard, about, now } = given;
  const today = indianDateOf(now);
  const sheet = await Sheet.open(`Health summary, made by Arogya on ${dateText(today)} from what the patient entered and confirmed`, now);
  sheet.title('Health summary');
  for (const [label, text] of aboutLines(about, now)) sheet.fact(label, text);
  if (dashboard.markers.length === 0) sheet.paragraph('No values are in the record yet.');
  for (const category of Object.keys(CATEGORY_NAMES) as (keyof typeof CATEGORY_NAMES)[]) {
    const rows = dashboard.markers.filter((each) => each.category === category).map(rowOf);
    if (rows.length > 0) sheet.table(CATEGORY_NAMES[category].en, COLUMNS, rows);
  }
  sheet.paragraph(
    'A range that is marked "not checked" is general knowledge that no clinician has signed for Arogya; nothing is concluded from it. The laboratory’s own range always comes first. This page is no diagnosis.',
  );
  sheet.paragraph(
    'LOINC is copyright of Regenstrief Institute, Inc. and the LOINC Committee, and used under its licence (loinc.org/license).',
  );
  const bytes = await sheet.bytes();
  return { fileName: `health-summary-${today}.pdf`, contentType: 'application/pdf', base64: Buffer.from(bytes).toString('base64') };
};
