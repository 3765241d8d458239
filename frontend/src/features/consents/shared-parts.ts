import type { Consent } from '../../../../functions/consents/contract.ts';

/** What somebody lets the caller read of a record. */
export type SharedParts = {
  /** The whole record, by the patient's word: until when, an instant. */
  readonly record?: string;
  /** The whole record in an emergency, without the patient's word: until when. */
  readonly emergency?: string;
  /** Single files, by the instant at which they end, the first to end first; without those that the record outlasts. */
  readonly files: readonly { readonly count: number; readonly until: string }[];
};

/** The later of two instants; all are written alike, so that text sorts as time does. */
const laterOf = (a: string | undefined, b: string): string => (a === undefined || b > a ? b : a);

/** Which parts of one person's record several consents open together. Those that are over are left out. */
export const sharedParts = (consents: readonly Pick<Consent, 'scope' | 'basis' | 'endsAt' | 'status'>[]): SharedParts => {
  let record: string | undefined;
  let emergency: string | undefined;
  const endOfFile = new Map<string, string>();
  for (const { scope, basis, endsAt, status } of consents) {
    if (status !== 'active') continue;
    if (scope.kind === 'documents') for (const file of scope.documentIds) endOfFile.set(file, laterOf(endOfFile.get(file), endsAt));
    else if (basis === 'break-glass') emergency = laterOf(emergency, endsAt);
    else record = laterOf(record, endsAt);
  }
  const ends = [...endOfFile.values()].filter((end) => record === undefined || end > record).sort();
  return {
    ...(record === undefined ? {} : { record }),
    ...(emergency === undefined ? {} : { emergency }),
    files: [...new Set(ends)].map((until) => ({ count: ends.filter((end) => end === until).length, until })),
  };
};

/** Values are part of the whole record and of nothing less. */
export const showsResults = ({ record, emergency }: SharedParts): boolean => record !== undefined || emergency !== undefined;
