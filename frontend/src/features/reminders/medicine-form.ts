import type { Form, Intake, Reminder, Weekday } from '../../../../functions/reminders/contract.ts';
import type { CallInput } from '../../shared/api/client.ts';
import { dayAfter } from '../../shared/i18n/dates.ts';
import { amountOf } from './amounts.ts';
import { type ReminderBody, WEEKDAYS } from './rule-text.ts';
import { instantIn, localIn } from './zone-clock.ts';

type Instruction = ReminderBody['instruction'];

/** A time of the day as typed. Its id is the dose's name over edits, and stays with its row. */
export type IntakeRow = { readonly intakeId: string; readonly at: string; readonly amount: string };
export type StepRow = { readonly id: string; readonly days: string; readonly amount: string };
export type HowOften = 'clock' | 'interval' | 'as-needed';
/** `both` is not offered; who has it keeps it. */
export type WhichDays = 'every' | 'weekdays' | 'cycle' | 'both';

/** A medicine as it is being typed. Dates and clocks are those of its zone. */
export type MedicineForm = {
  readonly medicine: string;
  readonly strength: string;
  readonly form: Form;
  readonly instruction: Instruction;
  readonly note: string;
  readonly how: HowOften;
  readonly days: WhichDays;
  readonly weekdays: readonly Weekday[];
  readonly daysOn: string;
  readonly daysOff: string;
  readonly intakes: readonly IntakeRow[];
  readonly inSteps: boolean;
  readonly steps: readonly StepRow[];
  /** Of an interval, and as needed. */
  readonly amount: string;
  readonly everyHours: string;
  readonly firstAt: string;
  readonly gapMinutes: string;
  readonly dailyMaximum: string;
  readonly startsOn: string;
  /** '' goes on without end. */
  readonly endsOn: string;
  readonly stockLeft: string;
  readonly warnAt: string;
  /** Minutes; '' tells nobody. */
  readonly alertAfter: string;
  /** '' goes with the person. */
  readonly zone: string;
  readonly noteId: string;
};

/** The hours at which people here take what is taken so often a day. */
const USUAL_TIMES: readonly (readonly string[])[] = [
  ['08:00'],
  ['08:00', '20:00'],
  ['08:00', '14:00', '20:00'],
  ['08:00', '12:00', '16:00', '20:00'],
];
export const MOST_USUAL = USUAL_TIMES.length;
/** Of the API's contract. */
const MOST_INTAKES = 12;
const MOST_STEPS = 20;

/** A name that no other row of this medicine has had: what was removed and what is added are two doses. */
export const newId = (): string => `t${crypto.randomUUID().replaceAll('-', '').slice(0, 9)}`;

export const emptyForm = (today: string, given: Partial<Pick<MedicineForm, 'medicine' | 'strength' | 'noteId'>> = {}): MedicineForm => ({
  medicine: '',
  strength: '',
  form: 'tablet',
  instruction: 'none',
  note: '',
  how: 'clock',
  days: 'every',
  weekdays: [],
  daysOn: '21',
  daysOff: '7',
  intakes: [{ intakeId: newId(), at: '08:00', amount: '1' }],
  inSteps: false,
  steps: [],
  amount: '1',
  everyHours: '8',
  firstAt: '08:00',
  gapMinutes: '360',
  dailyMaximum: '4',
  startsOn: today,
  endsOn: '',
  stockLeft: '',
  warnAt: '',
  alertAfter: '',
  zone: '',
  noteId: '',
  ...given,
});

/** So many times a day, at the usual hours. Rows that there are keep their names and amounts. */
export const timesADay = (form: MedicineForm, count: number): MedicineForm => ({
  ...form,
  intakes: (USUAL_TIMES[count - 1] ?? []).map((at, place) => {
    const row = form.intakes[place];
    return row ? { ...row, at } : { intakeId: newId(), at, amount: form.intakes[0]?.amount ?? form.amount };
  }),
});

const clockPlus = (clock: string, hours: number): string =>
  /^\d\d:\d\d$/.test(clock) ? `${String((Number(clock.slice(0, 2)) + hours) % 24).padStart(2, '0')}${clock.slice(2)}` : '08:00';

export const withTime = (form: MedicineForm): MedicineForm => {
  const last = form.intakes.toSorted((one, other) => one.at.localeCompare(other.at)).at(-1);
  const row = { intakeId: newId(), at: clockPlus(last?.at ?? '04:00', 4), amount: last?.amount ?? form.amount };
  return form.intakes.length < MOST_INTAKES ? { ...form, intakes: [...form.intakes, row] } : form;
};

export const withStep = (form: MedicineForm): MedicineForm => {
  const last = form.steps.at(-1);
  const before = amountOf(last?.amount ?? form.intakes[0]?.amount ?? '1') ?? 1;
  // Down by a half, which is what most courses do, and never to nothing.
  const amount = last === undefined ? before : Math.max(0.25, before > 0.5 ? before - 0.5 : before - 0.25);
  return form.steps.length < MOST_STEPS
    ? { ...form, steps: [...form.steps, { id: newId(), days: last?.days ?? '5', amount: String(amount) }] }
    : form;
};

export const hasRoomFor = ({ intakes, steps }: MedicineForm): { readonly time: boolean; readonly step: boolean } => ({
  time: intakes.length < MOST_INTAKES,
  step: steps.length < MOST_STEPS,
});

/** The form of a reminder. `zone` is where its clock times are. */
export const formOf = (reminder: Reminder, zone: string): MedicineForm => {
  const { schedule, stock, alertCaregiversAfterMinutes } = reminder;
  const shared = {
    ...emptyForm(reminder.startsOn),
    medicine: reminder.medicine,
    strength: reminder.strength ?? '',
    form: reminder.form,
    instruction: reminder.instruction,
    note: reminder.note ?? '',
    how: schedule.kind,
    endsOn: reminder.endsOn ?? '',
    stockLeft: stock === undefined ? '' : String(stock.left),
    warnAt: stock === undefined ? '' : String(stock.warnAt),
    alertAfter: alertCaregiversAfterMinutes === undefined ? '' : String(alertCaregiversAfterMinutes),
    zone: reminder.zone ?? '',
    noteId: reminder.noteId ?? '',
  };
  if (schedule.kind === 'as-needed')
    return {
      ...shared,
      amount: String(schedule.amount),
      gapMinutes: String(schedule.minimumGapMinutes),
      dailyMaximum: String(schedule.dailyMaximum),
    };
  if (schedule.kind === 'interval') {
    const first = localIn(schedule.firstAt, zone);
    return {
      ...shared,
      amount: String(schedule.amount),
      everyHours: String(schedule.everyHours),
      startsOn: first.day,
      firstAt: first.clock,
    };
  }
  const { intakes, weekdays, cycle, taper } = schedule;
  return {
    ...shared,
    days: weekdays && cycle ? 'both' : weekdays ? 'weekdays' : cycle ? 'cycle' : 'every',
    weekdays: weekdays ?? [],
    daysOn: String(cycle?.daysOn ?? 21),
    daysOff: String(cycle?.daysOff ?? 7),
    intakes: intakes.map(({ intakeId, at, amount }: Intake) => ({ intakeId, at, amount: String(amount) })),
    inSteps: taper !== undefined,
    steps: (taper ?? []).map(({ days, amount }, place) => ({ id: `step-${place}`, days: String(days), amount: String(amount) })),
  };
};

const usesWeekdays = ({ days }: MedicineForm): boolean => days === 'weekdays' || days === 'both';
const usesCycle = ({ days }: MedicineForm): boolean => days === 'cycle' || days === 'both';

const scheduleOf = (form: MedicineForm, zone: string): ReminderBody['schedule'] => {
  const amount = (typed: string): number => amountOf(typed) ?? 1;
  if (form.how === 'as-needed')
    return {
      kind: 'as-needed',
      amount: amount(form.amount),
      minimumGapMinutes: Number(form.gapMinutes),
      dailyMaximum: Number(form.dailyMaximum),
    };
  if (form.how === 'interval')
    return {
      kind: 'interval',
      everyHours: Number(form.everyHours),
      firstAt: instantIn(form.startsOn, form.firstAt, zone),
      amount: amount(form.amount),
    };
  const [step] = form.steps;
  const tapers = form.inSteps && step !== undefined;
  return {
    kind: 'clock',
    intakes: form.intakes.map((row) => ({ intakeId: row.intakeId, at: row.at, amount: amount(tapers ? step.amount : row.amount) })),
    ...(usesWeekdays(form) && { weekdays: WEEKDAYS.filter((day) => form.weekdays.includes(day)) }),
    ...(usesCycle(form) && { cycle: { daysOn: Number(form.daysOn), daysOff: Number(form.daysOff) } }),
    ...(tapers && { taper: form.steps.map(({ days, amount: of }) => ({ days: Number(days), amount: amount(of) })) }),
  };
};

/** The body to send. Only of a form without problems; `settingsZone` is the person's own. */
export const fieldsOf = (form: MedicineForm, settingsZone: string): ReminderBody => ({
  medicine: form.medicine.trim(),
  ...(form.strength.trim() !== '' && { strength: form.strength.trim() }),
  form: form.form,
  instruction: form.instruction,
  ...(form.note.trim() !== '' && { note: form.note.trim() }),
  schedule: scheduleOf(form, form.zone || settingsZone),
  startsOn: form.startsOn,
  ...(form.endsOn !== '' && { endsOn: form.endsOn }),
  ...(form.zone !== '' && { zone: form.zone }),
  ...(form.stockLeft.trim() !== '' && { stock: { left: Number(form.stockLeft), warnAt: Number(form.warnAt || 0) } }),
  ...(form.how !== 'as-needed' && form.alertAfter !== '' && { alertCaregiversAfterMinutes: Number(form.alertAfter) }),
  ...(form.noteId !== '' && { noteId: form.noteId }),
});

type Changes = CallInput<'PATCH /reminders/{reminderId}'>['body']['changes'];

/** What differs between two forms; null takes a part out. What somebody else changed meanwhile stays theirs. */
export const changesOf = (before: MedicineForm, after: MedicineForm, settingsZone: string): Changes => {
  const [old, now] = [fieldsOf(before, settingsZone), fieldsOf(after, settingsZone)] as const;
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])] as (keyof ReminderBody)[];
  const differing = names.filter((name) => name !== 'noteId' && JSON.stringify(old[name]) !== JSON.stringify(now[name]));
  return Object.fromEntries(differing.map((name) => [name, now[name] ?? null])) as Changes;
};

export type Problem =
  | 'medicine-missing'
  | 'amount-wrong'
  | 'time-missing'
  | 'time-twice'
  | 'weekdays-missing'
  | 'cycle-wrong'
  | 'step-days-wrong'
  | 'steps-missing'
  | 'maximum-wrong'
  | 'date-missing'
  | 'starts-far'
  | 'ends-before'
  | 'ended'
  | 'stock-wrong'
  | 'other';
export type FormProblem = { readonly fieldId: string; readonly problem: Problem };

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const isBetween = (typed: string, least: number, most: number): boolean =>
  /^\d+$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most;
/** A count of what is there, in quarters. */
export const isStock = (typed: string): boolean =>
  /^\d+(\.\d+)?$/.test(typed.trim()) && Number(typed) <= 10_000 && Number.isInteger(Number(typed) * 4);

const clockProblems = (form: MedicineForm): FormProblem[] => {
  const problems: FormProblem[] = [];
  if (usesWeekdays(form) && form.weekdays.length === 0) problems.push({ fieldId: 'weekdays', problem: 'weekdays-missing' });
  if (usesCycle(form)) {
    if (!isBetween(form.daysOn, 1, 366)) problems.push({ fieldId: 'days-on', problem: 'cycle-wrong' });
    if (!isBetween(form.daysOff, 1, 366)) problems.push({ fieldId: 'days-off', problem: 'cycle-wrong' });
  }
  if (form.intakes.length === 0) problems.push({ fieldId: 'add-time', problem: 'time-missing' });
  form.intakes.forEach(({ intakeId, at, amount }, place) => {
    if (!CLOCK.test(at)) problems.push({ fieldId: `at-${intakeId}`, problem: 'time-missing' });
    else if (form.intakes.slice(0, place).some((other) => other.at === at))
      problems.push({ fieldId: `at-${intakeId}`, problem: 'time-twice' });
    if (!form.inSteps && amountOf(amount) === undefined) problems.push({ fieldId: `amount-${intakeId}`, problem: 'amount-wrong' });
  });
  if (form.inSteps && form.steps.length === 0) problems.push({ fieldId: 'add-step', problem: 'steps-missing' });
  for (const { id, days, amount } of form.inSteps ? form.steps : []) {
    if (!isBetween(days, 1, 366)) problems.push({ fieldId: `days-${id}`, problem: 'step-days-wrong' });
    if (amountOf(amount) === undefined) problems.push({ fieldId: `amount-${id}`, problem: 'amount-wrong' });
  }
  return problems;
};

/** What keeps the form from being saved, in the order of the page. */
export const problemsOf = (form: MedicineForm, today: string): FormProblem[] => {
  const problems: FormProblem[] = [];
  if (form.medicine.trim() === '') problems.push({ fieldId: 'medicine', problem: 'medicine-missing' });
  if (form.how === 'clock') problems.push(...clockProblems(form));
  else if (amountOf(form.amount) === undefined) problems.push({ fieldId: 'amount', problem: 'amount-wrong' });
  if (form.how === 'interval' && !CLOCK.test(form.firstAt)) problems.push({ fieldId: 'first-at', problem: 'time-missing' });
  if (form.how === 'as-needed' && !isBetween(form.dailyMaximum, 1, 48)) problems.push({ fieldId: 'maximum', problem: 'maximum-wrong' });
  if (!DATE.test(form.startsOn)) problems.push({ fieldId: 'starts', problem: 'date-missing' });
  else if (form.startsOn > dayAfter(today, 366)) problems.push({ fieldId: 'starts', problem: 'starts-far' });
  if (form.endsOn !== '') {
    if (!DATE.test(form.endsOn)) problems.push({ fieldId: 'ends', problem: 'date-missing' });
    else if (form.endsOn < form.startsOn) problems.push({ fieldId: 'ends', problem: 'ends-before' });
    else if (form.endsOn < today) problems.push({ fieldId: 'ends', problem: 'ended' });
  }
  if (form.stockLeft.trim() !== '' && !isStock(form.stockLeft)) problems.push({ fieldId: 'stock', problem: 'stock-wrong' });
  if (form.stockLeft.trim() !== '' && form.warnAt.trim() !== '' && !isStock(form.warnAt))
    problems.push({ fieldId: 'warn-at', problem: 'stock-wrong' });
  return problems;
};

/** The field that shows what the API names: `at-…` of `body.schedule.intakes.1.at`. */
export const refusedField = (field: string, form: MedicineForm): FormProblem => {
  const [name = '', part = '', place = '', of = ''] = field.replace(/^body\.(changes\.)?/, '').split('.');
  const row = form.intakes[Number(place)];
  if (name === 'schedule' && part === 'intakes' && row)
    return { fieldId: `${of === 'amount' ? 'amount' : 'at'}-${row.intakeId}`, problem: of === 'at' ? 'time-twice' : 'other' };
  if (name === 'schedule' && part === 'weekdays') return { fieldId: 'weekdays', problem: 'weekdays-missing' };
  if (name === 'schedule' && part === 'taper') return { fieldId: 'starts', problem: 'ended' };
  if (name === 'schedule' && part === 'firstAt') return { fieldId: 'first-at', problem: 'other' };
  if (name === 'endsOn') return { fieldId: 'ends', problem: 'ended' };
  const fields: Readonly<Record<string, string>> = {
    medicine: 'medicine',
    strength: 'strength',
    note: 'note',
    startsOn: 'starts',
    stock: 'stock',
  };
  return { fieldId: fields[name] ?? 'medicine', problem: 'other' };
};
