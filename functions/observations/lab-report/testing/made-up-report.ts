import type { Chance } from './chance.ts';
import {
  BLOOD_COUNT,
  type Form,
  GLUCOSE,
  KIDNEY,
  type LabTest,
  LIPIDS,
  LIVER,
  OTHERS,
  PANELS,
  type Panel,
  SEROLOGY,
  THYROID,
  VITAMINS,
} from './tests-of-labs.ts';
import type { TrueValue } from './truth.ts';

/** A report as it lies in a laboratory's system, before a layout prints it. */
export type MadeUpRow = {
  readonly name: string;
  readonly method: string;
  /** As printed, without flag and unit. */
  readonly value: string;
  readonly flag: '' | 'H' | 'L';
  readonly unit: string;
  /** As printed, in one or more lines. */
  readonly range: readonly string[];
  readonly previous: string;
  /** Undefined for what no marker has. */
  readonly truth: Omit<TrueValue, 'page' | 'date'> | undefined;
};

export type MadeUpSection = { readonly heading: string; readonly rows: readonly MadeUpRow[] };

export type MadeUpReport = {
  readonly person: { readonly name: string; readonly age: number; readonly sex: 'female' | 'male'; readonly id: string };
  readonly doctor: string;
  readonly lab: { readonly name: string; readonly address: string; readonly phone: string };
  readonly collected: Date;
  readonly received: Date;
  readonly reported: Date;
  readonly sections: readonly MadeUpSection[];
};

export type Habits = {
  /** How ranges that differ by sex are printed. */
  readonly ranges: 'own-sex' | 'both-in-line' | 'both-in-lines';
  /** Grades such as `Desirable: < 200` in several lines, or the plain limit. */
  readonly grades: boolean;
  /** The share of units that are left out. */
  readonly withoutUnit: number;
  readonly sections: readonly [number, number];
  readonly capitals?: true;
};

const FEMALE_NAMES = [
  'Asha Verma',
  'Meera Nair',
  'Lakshmi Iyer',
  'Sunita Devi',
  'Farida Khan',
  'Harpreet Kaur',
  'Ananya Bose',
  'Rekha Patil',
];
const MALE_NAMES = [
  'Ravi Kumar',
  'Imran Sheikh',
  'Suresh Reddy',
  'Gurpreet Singh',
  'Arjun Menon',
  'Dinesh Yadav',
  'Joseph D Souza',
  'Mohan Das',
];
const DOCTORS = ['Dr. K. Rao', 'Dr. S. Banerjee', 'Dr. Neha Gupta MD', 'SELF', 'Dr. P. Joshi'];
const LABS = [
  { name: 'Sanjeevani Path Labs', address: '14, 2nd Floor, M.G. Road, Indore 452001', phone: 'Ph: 0731-4012345, 9800012345' },
  { name: 'Nidaan Diagnostics Pvt. Ltd.', address: 'Plot 7, Sector 18, Noida - 201301 (U.P.)', phone: 'Tel: 1800 120 4567' },
  { name: 'Arunodaya Clinical Laboratory', address: 'Shop No. 3, Station Road, Nashik 422101', phone: 'Mob. 98220 11223' },
  { name: 'Sahyadri Reference Laboratory', address: 'S.No. 121/4, Baner, Pune 411045', phone: 'Phone : 020-67890123' },
];

const grouped = (whole: string): string => whole.replace(/(\d)(?=(\d\d)+\d$)/g, '$1,');

const print = (value: number, form: Form): string => {
  const text = value.toFixed(form.decimals);
  return form.grouped ? grouped(text) : text;
};

const limitsOf = (form: Form, sex: 'female' | 'male'): { low?: number; high?: number } => {
  const own = sex === 'female' ? form.female : form.male;
  return own
    ? { low: own[0], high: own[1] }
    : { ...(form.low !== undefined && { low: form.low }), ...(form.high !== undefined && { high: form.high }) };
};

const printLimit = (limit: number, form: Form): string => {
  const decimals = Math.min(2, Math.max(form.decimals - (form.decimals > 2 ? 1 : 0), String(limit).split('.')[1]?.length ?? 0));
  const text = limit.toFixed(form.decimals === 0 && Number.isInteger(limit) ? 0 : decimals);
  return form.grouped ? grouped(text) : text;
};

type Limits = { readonly low?: number; readonly high?: number };
type PrintedLimits = { text: string; low: string | null; high: string | null };

const printLimits = ({ low, high }: Limits, form: Form, chance: Chance): PrintedLimits => {
  const show = (limit: number) => printLimit(limit, form);
  const plain = (limit: number | undefined) => (limit === undefined ? null : show(limit).replace(/,/g, ''));
  if (low !== undefined && high !== undefined) {
    const between = chance.one([' - ', '-', ' - ', ' to ', ' – ', '- ']);
    return { text: `${show(low)}${between}${show(high)}`, low: plain(low), high: plain(high) };
  }
  if (high !== undefined) {
    const text = chance.one([
      `< ${show(high)}`,
      `<${show(high)}`,
      `Up to ${show(high)}`,
      `Upto ${show(high)}`,
      `<= ${show(high)}`,
      `Less than ${show(high)}`,
    ]);
    return { text, low: null, high: plain(high) };
  }
  if (low !== undefined)
    return {
      text: chance.one([`> ${show(low)}`, `>= ${show(low)}`, `>${show(low)}`, `More than ${show(low)}`]),
      low: plain(low),
      high: null,
    };
  return { text: '', low: null, high: null };
};

const rangeOf = (
  test: LabTest,
  form: Form,
  sex: 'female' | 'male',
  habits: Habits,
  chance: Chance,
): { lines: string[]; low: string | null; high: string | null } => {
  if (test.grades && habits.grades && form === test.forms[0]) {
    const at = chance.whole(0, test.grades.others.length);
    const lines = [...test.grades.others.slice(0, at), test.grades.normal, ...test.grades.others.slice(at)];
    return { lines, low: test.grades.low ?? null, high: test.grades.high ?? null };
  }
  const own = printLimits(limitsOf(form, sex), form, chance);
  if (!form.male || !form.female || habits.ranges === 'own-sex')
    return { lines: own.text === '' ? [] : [own.text], low: own.low, high: own.high };
  const between = chance.one(['-', ' - ']);
  const side = (limits: readonly [number, number]) => `${printLimit(limits[0], form)}${between}${printLimit(limits[1], form)}`;
  const [m, f] = chance.one([
    ['M', 'F'],
    ['Male', 'Female'],
    ['Males', 'Females'],
    ['Men', 'Women'],
  ] as const);
  const parts = [`${m}: ${side(form.male)}`, `${f}: ${side(form.female)}`];
  if (chance.happens(0.4)) parts.reverse();
  return {
    lines: habits.ranges === 'both-in-lines' ? parts : [parts.join(chance.one([' ', ', ', '; ', ' / ']))],
    low: own.low,
    high: own.high,
  };
};

const findingRow = ({ code, names, findings = [] }: LabTest, chance: Chance): MadeUpRow => {
  const [value, finding] = chance.one(findings);
  const usual = findings[0]?.[0] ?? '';
  return {
    name: chance.one(names),
    method: chance.one(['', 'Immunochromatography', 'ELISA']),
    value,
    flag: '',
    unit: '',
    range: code === '882-1' ? [] : [usual],
    previous: '',
    truth: code === null ? undefined : { code, value: finding },
  };
};

const rowOf = (test: LabTest, sex: 'female' | 'male', habits: Habits, chance: Chance): MadeUpRow => {
  if (test.findings) return findingRow(test, chance);
  const form = chance.one(test.forms);
  const [from, to] = form.spread;
  const printed = print(from + chance.next() * (to - from), form);
  const plain = printed.replace(/,/g, '');
  const { low, high } = limitsOf(form, sex);
  const value = Number(plain);
  const range = rangeOf(test, form, sex, habits, chance);
  const flag = high !== undefined && value > high ? 'H' : low !== undefined && value < low ? 'L' : '';
  // A unit that is the same for every lab is not left out as an accident: the catalogue knows it without print.
  const leftOut = form.ucum !== '%' && form.ucum !== null && !form.ucum.startsWith('{') && chance.happens(habits.withoutUnit);
  const below = test.code === '3016-3' && value < 0.05;
  const name = chance.one(test.names);
  return {
    name: habits.capitals ? name.toUpperCase().replace('HBA1C', 'HbA1c') : name,
    method: test.methods ? chance.one(test.methods) : '',
    value: below ? chance.one(['<0.01', '< 0.01']) : printed,
    flag,
    unit: leftOut ? '' : form.unit.replace(/μ/g, 'µ'),
    range: range.lines,
    previous: chance.happens(0.7) ? print(from + chance.next() * (to - from), form) : '',
    truth:
      test.code === null
        ? undefined
        : { code: test.code, value: below ? '0.01' : plain, unit: leftOut ? null : form.ucum, low: range.low, high: range.high },
  };
};

const DAY = 86_400_000;

/** A panel with most of its tests; the first ones are there always, as every lab has them. */
const sectionOf = (panel: Panel, sex: 'female' | 'male', habits: Habits, chance: Chance): MadeUpSection => {
  const tests = panel.tests.filter((test, at) => (at < 2 || chance.happens(0.8)) && !(sex === 'female' && /PSA/.test(test.names[0] ?? '')));
  return { heading: chance.one(panel.headings), rows: tests.map((test) => rowOf(test, sex, habits, chance)) };
};

export const makeReport = (chance: Chance, habits: Habits): MadeUpReport => {
  const sex = chance.one(['female', 'male'] as const);
  const reported = new Date(Date.UTC(2026, chance.whole(0, 9), chance.whole(1, 28), chance.whole(11, 20), chance.whole(0, 59)));
  const collected = new Date(reported.getTime() - chance.whole(0, 2) * DAY - chance.whole(2, 3) * 3_600_000);
  const count = chance.whole(...habits.sections);
  const panels: Panel[] = [];
  const pool = [BLOOD_COUNT, GLUCOSE, LIPIDS, KIDNEY, LIVER, THYROID, VITAMINS, OTHERS, SEROLOGY];
  while (panels.length < count) {
    const panel = chance.one(pool);
    if (!panels.includes(panel)) panels.push(panel);
  }
  panels.sort((left, right) => PANELS.indexOf(left) - PANELS.indexOf(right));
  return {
    person: {
      name: chance.one(sex === 'female' ? FEMALE_NAMES : MALE_NAMES),
      age: chance.whole(21, 79),
      sex,
      id: String(chance.whole(1_000_000, 9_999_999)),
    },
    doctor: chance.one(DOCTORS),
    lab: chance.one(LABS),
    collected,
    received: new Date(Math.min(reported.getTime(), collected.getTime() + chance.whole(1, 20) * 3_600_000)),
    reported,
    sections: panels.map((panel) => sectionOf(panel, sex, habits, chance)),
  };
};

/** Calendar day in the report's own clock; the dates above are made without a zone. */
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export type DateStyle = 'dd/mm/yyyy' | 'dd-Mon-yyyy' | 'dd/Mon/yyyy' | 'dd.mm.yyyy' | 'dd Mon yyyy' | 'dd-mm-yy';

export const printDate = (date: Date, style: DateStyle, clock: boolean): string => {
  const [year = '', month = '', day = ''] = dayOf(date).split('-');
  const name = MONTHS[Number(month) - 1] ?? '';
  const text = style.replace('yyyy', year).replace('yy', year.slice(2)).replace('Mon', name).replace('mm', month).replace('dd', day);
  const hours = date.getUTCHours();
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  return clock ? `${text} ${String(hours > 12 ? hours - 12 : hours).padStart(2, '0')}:${minutes} ${hours >= 12 ? 'PM' : 'AM'}` : text;
};
