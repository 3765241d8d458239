import type { CallInput, Reply } from '../../shared/api/client.ts';
import { paiseOf, rupeesOf } from './rupees.ts';

/** A doctor's practice as typed. */
export type PracticeForm = {
  /** The revision of what is saved that this builds on. */
  readonly basedOn: number;
  readonly hospital: string;
  readonly address: string;
  readonly city: string;
  readonly state: string;
  readonly fee: string;
  readonly hasFollowUp: boolean;
  readonly followUpFee: string;
  readonly followUpDays: string;
  readonly fullHours: string;
  readonly partialHours: string;
  readonly partialPercent: string;
  readonly videoUrl: string;
  readonly about: string;
};

export type SavedPractice = Reply<'GET /me/practice'>;
export type PracticeBody = CallInput<'PUT /me/practice'>['body'];

/** One lakh rupees; the contract's limit, written again so that the browser need not load the contract. */
const HIGHEST_FEE = 10_000_000;
/** The provider takes nothing below one rupee. */
const LOWEST_FEE = 100;
const WEEK_OF_HOURS = 168;
export const ABOUT_LIMIT = 600;
/** For a doctor who has said nothing yet: all back a day before, half of it four hours before. */
const USUAL = { fullHours: 24, partialHours: 4, partialPercent: 50 };
const USUAL_FOLLOW_UP_DAYS = '7';

export const formOf = (saved: SavedPractice): PracticeForm => {
  const { fullHours, partialHours, partialPercent } = saved.cancellation ?? USUAL;
  return {
    basedOn: saved.revision,
    hospital: saved.hospital ?? '',
    address: saved.address ?? '',
    city: saved.city ?? '',
    state: saved.state ?? '',
    fee: saved.feePaise === undefined ? '' : rupeesOf(saved.feePaise),
    hasFollowUp: saved.followUp !== undefined,
    followUpFee: saved.followUp === undefined ? '' : rupeesOf(saved.followUp.feePaise),
    followUpDays: saved.followUp === undefined ? USUAL_FOLLOW_UP_DAYS : String(saved.followUp.days),
    fullHours: String(fullHours),
    partialHours: String(partialHours),
    partialPercent: String(partialPercent),
    videoUrl: saved.videoUrl ?? '',
    about: saved.about ?? '',
  };
};

/** The body to save. Only for a form without problems. */
export const bodyOf = (form: PracticeForm): PracticeBody => ({
  revision: form.basedOn,
  hospital: form.hospital.trim(),
  address: form.address.trim(),
  city: form.city.trim(),
  state: form.state.trim(),
  feePaise: paiseOf(form.fee) ?? 0,
  ...(form.hasFollowUp && { followUp: { feePaise: paiseOf(form.followUpFee) ?? 0, days: Number(form.followUpDays) } }),
  cancellation: policyOf(form),
  ...(form.videoUrl.trim() !== '' && { videoUrl: form.videoUrl.trim() }),
  ...(form.about.trim() !== '' && { about: form.about.trim() }),
});

export const policyOf = ({ fullHours, partialHours, partialPercent }: PracticeForm) => ({
  fullHours: Number(fullHours),
  partialHours: Number(partialHours),
  partialPercent: Number(partialPercent),
});

export type PracticeField = keyof Omit<PracticeForm, 'basedOn' | 'hasFollowUp'>;
export type PracticeProblem = {
  readonly field: PracticeField;
  readonly problem:
    | 'hospital.missing'
    | 'address.missing'
    | 'city.missing'
    | 'state.missing'
    | 'fee.wrong'
    | 'follow-up.days.wrong'
    | 'refund.hours.wrong'
    | 'refund.order.wrong'
    | 'refund.percent.wrong'
    | 'video-url.wrong'
    | 'about.wrong';
};

/** The id of a field's element. */
export const practiceFieldId = (field: PracticeField): string => `practice-${field}`;

const isWhole = (text: string, least: number, most: number): boolean =>
  /^\d{1,3}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

const isFee = (text: string): boolean => {
  const paise = paiseOf(text);
  return paise !== undefined && (paise === 0 || (paise >= LOWEST_FEE && paise <= HIGHEST_FEE));
};

const isSafeLink = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'https:';

/** What keeps the form from being saved, in the order of the page. */
export const problemsOf = (form: PracticeForm): PracticeProblem[] => {
  const problems: PracticeProblem[] = [];
  for (const field of ['hospital', 'address', 'city', 'state'] as const)
    if (form[field].trim() === '') problems.push({ field, problem: `${field}.missing` });
  if (!isFee(form.fee)) problems.push({ field: 'fee', problem: 'fee.wrong' });
  if (form.hasFollowUp) {
    if (!isFee(form.followUpFee)) problems.push({ field: 'followUpFee', problem: 'fee.wrong' });
    if (!isWhole(form.followUpDays, 1, 180)) problems.push({ field: 'followUpDays', problem: 'follow-up.days.wrong' });
  }
  const full = isWhole(form.fullHours, 0, WEEK_OF_HOURS);
  const partial = isWhole(form.partialHours, 0, WEEK_OF_HOURS);
  if (!full) problems.push({ field: 'fullHours', problem: 'refund.hours.wrong' });
  if (!partial) problems.push({ field: 'partialHours', problem: 'refund.hours.wrong' });
  if (full && partial && Number(form.partialHours) > Number(form.fullHours))
    problems.push({ field: 'partialHours', problem: 'refund.order.wrong' });
  if (!isWhole(form.partialPercent, 0, 100)) problems.push({ field: 'partialPercent', problem: 'refund.percent.wrong' });
  if (form.videoUrl.trim() !== '' && !isSafeLink(form.videoUrl.trim())) problems.push({ field: 'videoUrl', problem: 'video-url.wrong' });
  if (form.about.trim().length > ABOUT_LIMIT) problems.push({ field: 'about', problem: 'about.wrong' });
  return problems;
};

const fields: Readonly<Record<string, PracticeProblem>> = {
  'body.hospital': { field: 'hospital', problem: 'hospital.missing' },
  'body.address': { field: 'address', problem: 'address.missing' },
  'body.city': { field: 'city', problem: 'city.missing' },
  'body.state': { field: 'state', problem: 'state.missing' },
  'body.feePaise': { field: 'fee', problem: 'fee.wrong' },
  'body.followUp.feePaise': { field: 'followUpFee', problem: 'fee.wrong' },
  'body.followUp.days': { field: 'followUpDays', problem: 'follow-up.days.wrong' },
  'body.cancellation.fullHours': { field: 'fullHours', problem: 'refund.hours.wrong' },
  'body.cancellation.partialHours': { field: 'partialHours', problem: 'refund.order.wrong' },
  'body.cancellation.partialPercent': { field: 'partialPercent', problem: 'refund.percent.wrong' },
  'body.videoUrl': { field: 'videoUrl', problem: 'video-url.wrong' },
  'body.about': { field: 'about', problem: 'about.wrong' },
};

/** The problem of the form that the API's field speaks of. */
export const problemAt = (field: string): PracticeProblem | undefined => fields[field];
