import type { Mode } from '../../../../functions/directory/contract.ts';
import type { CallInput } from '../../shared/api/client.ts';
import { dayAfter } from '../../shared/i18n/dates.ts';
import { modes } from '../appointments/modes.ts';

/** Fees that one can set as the highest, in rupees. */
export const feeSteps = ['0', '300', '500', '1000', '2000'] as const;

/** Days from today, today not counted. */
const freeWithin = { today: 0, soon: 3 } as const;
export type FreeBy = keyof typeof freeWithin;

/** What somebody looks for. Empty text: it does not matter. It lives in the page's address, so that it can be shared and kept. */
export type Search = {
  readonly q: string;
  readonly specialty: string;
  readonly city: string;
  readonly language: string;
  readonly mode: Mode | '';
  /** Rupees. */
  readonly fee: string;
  readonly free: FreeBy | '';
};

export type SearchPart = keyof Search;
const partNames: readonly SearchPart[] = ['free', 'mode', 'specialty', 'city', 'language', 'fee', 'q'];

const oneOf = <T extends string>(text: string | null, allowed: readonly T[]): T | '' => allowed.find((value) => value === text) ?? '';

export const searchOf = (params: URLSearchParams): Search => ({
  q: (params.get('q') ?? '').slice(0, 80),
  specialty: (params.get('specialty') ?? '').slice(0, 120),
  city: (params.get('city') ?? '').slice(0, 80),
  language: /^[a-z]{2,3}$/.test(params.get('language') ?? '') ? (params.get('language') ?? '') : '',
  mode: oneOf(params.get('mode'), modes),
  fee: oneOf(params.get('fee'), feeSteps),
  free: oneOf(params.get('free'), ['today', 'soon'] as const),
});

/** The address of a search: only what matters. */
export const paramsOf = (search: Search): URLSearchParams =>
  new URLSearchParams(partNames.filter((part) => search[part].trim() !== '').map((part) => [part, search[part]]));

/** What of a search narrows it down, the first to let go at the front. */
export const narrowedBy = (search: Search): SearchPart[] => partNames.filter((part) => search[part].trim() !== '');

/** The API's question; `today` is the date in India. */
export const queryOf = (search: Search, today: string): NonNullable<CallInput<'GET /doctors'>['query']> => ({
  ...(search.q.trim() && { q: search.q.trim() }),
  ...(search.specialty.trim() && { specialty: search.specialty.trim() }),
  ...(search.city.trim() && { city: search.city.trim() }),
  ...(search.language && { language: search.language }),
  ...(search.mode && { mode: search.mode }),
  ...(search.fee && { maxFee: String(Number(search.fee) * 100) }),
  ...(search.free && { freeBy: dayAfter(today, freeWithin[search.free]) }),
});
