import type { HowOften, NamedMedicine } from '../../../../functions/consultation-notes/contract.ts';
import type { Form } from '../../../../functions/reminders/contract.ts';

/** What a link from a note says of a medicine; what the note does not say is absent. */
export type GivenByNote = Pick<NamedMedicine, 'medicine' | 'form' | 'instruction' | 'often' | 'amount' | 'days'> & {
  readonly strength: string;
  /** '' for a medicine that comes from no note. */
  readonly noteId: string;
};

/** Of the API's contract. */
const LONGEST_NAME = 120;
const LONGEST_STRENGTH = 40;

const FORMS: readonly Form[] = ['tablet', 'capsule', 'ml', 'drop', 'puff', 'injection', 'unit', 'sachet', 'patch', 'application'];
const FOODS = ['before-food', 'with-food', 'after-food', 'empty-stomach', 'bedtime'] as const;
const TIMES_OF_DAY = ['morning', 'night', 'bedtime'] as const;

const oftenText = (often: HowOften): string => {
  switch (often.kind) {
    case 'daily':
      return String(often.times);
    case 'slots':
      return often.amounts.join('-');
    case 'at':
      return often.when;
    case 'hours':
      return `q${often.every}h`;
    case 'as-needed':
      return `sos${often.dailyMaximum ?? ''}`;
  }
};

const oftenIn = (text: string): HowOften | undefined => {
  const when = TIMES_OF_DAY.find((each) => each === text);
  if (when) return { kind: 'at', when };
  if (/^[1-4]$/.test(text)) return { kind: 'daily', times: Number(text) };
  const [, every] = /^q(\d{1,3})h$/.exec(text) ?? [];
  if (every && Number(every) >= 1 && Number(every) <= 168) return { kind: 'hours', every: Number(every) };
  const [needed, most] = /^sos(\d{0,2})$/.exec(text) ?? [];
  if (needed) return { kind: 'as-needed', ...(most && Number(most) >= 1 && Number(most) <= 48 && { dailyMaximum: Number(most) }) };
  const amounts = text.split('-').map(Number);
  const isSlots =
    /^[\d.]+(?:-[\d.]+){2,3}$/.test(text) && amounts.every((each) => each >= 0 && each <= 4) && amounts.some((each) => each > 0);
  return isSlots ? { kind: 'slots', amounts } : undefined;
};

/** Where a reminder of a medicine that a note names begins. */
export const reminderLink = (noteId: string, { medicine, strength, form, instruction, often, amount, days }: NamedMedicine): string => {
  const query = new URLSearchParams({ medicine });
  if (strength !== undefined) query.set('strength', strength);
  if (form) query.set('form', form);
  if (often) query.set('often', oftenText(often));
  if (instruction) query.set('food', instruction);
  if (amount !== undefined) query.set('amount', String(amount));
  if (days !== undefined) query.set('days', String(days));
  query.set('note', noteId);
  return `/medicines/add?${query}`;
};

const within = (text: string | null, least: number, most: number): number | undefined => {
  const value = text !== null && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
};

/** What a link says. Anybody can write one: what is not understood counts as not said. */
export const givenIn = (query: URLSearchParams): GivenByNote => {
  const form = FORMS.find((each) => each === query.get('form'));
  const instruction = FOODS.find((each) => each === query.get('food'));
  const often = oftenIn(query.get('often') ?? '');
  const amount = within(query.get('amount'), 0.25, 1_000);
  const days = within(query.get('days'), 1, 366);
  return {
    medicine: (query.get('medicine') ?? '').slice(0, LONGEST_NAME),
    strength: (query.get('strength') ?? '').slice(0, LONGEST_STRENGTH),
    noteId: query.get('note') ?? '',
    ...(form && { form }),
    ...(instruction && { instruction }),
    ...(often && { often }),
    ...(amount !== undefined && Number.isInteger(amount * 4) && { amount }),
    ...(days !== undefined && Number.isInteger(days) && { days }),
  };
};
