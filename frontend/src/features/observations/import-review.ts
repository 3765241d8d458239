import type { MarkerInfo, Proposal } from '../../../../functions/observations/contract.ts';
import { type Draft, draftOf, type Problems, problemsOf } from './value-form.ts';

/** Of the API: values that one confirmation may hold. */
export const MOST_AT_ONCE = 45;

/** One proposal as the patient has left it. */
export type Line = { readonly proposal: Proposal; readonly draft: Draft; readonly taken: boolean; readonly editing: boolean };

const infoFor = (markers: readonly MarkerInfo[], { code }: Draft) => markers.find((marker) => marker.code === code);

/**
 * Lines to look at. One that was understood whole is ticked; one with a question or a hole waits for the patient's own tick.
 */
export function linesOf(proposals: readonly Proposal[], markers: readonly MarkerInfo[], today: string): readonly Line[] {
  return proposals.map((proposal) => {
    const draft = draftOf(proposal.fields);
    const whole = proposal.reason === undefined && Object.keys(problemsOf(draft, infoFor(markers, draft), today)).length === 0;
    return { proposal, draft, taken: whole && proposal.questions.length === 0 && !proposal.confirmed, editing: false };
  });
}

/** Lines that are ticked and not stored yet, in their order. */
export const takenOf = (lines: readonly Line[]): readonly Line[] => lines.filter(({ taken, proposal }) => taken && !proposal.confirmed);

/** What is to be put right in ticked lines, by their index. */
export function problemsIn(lines: readonly Line[], markers: readonly MarkerInfo[], today: string): ReadonlyMap<number, Problems> {
  return new Map(
    takenOf(lines)
      .map(({ proposal, draft }) => [proposal.index, problemsOf(draft, infoFor(markers, draft), today)] as const)
      .filter(([, problems]) => Object.keys(problems).length > 0),
  );
}

/** The proposals read anew, with what the patient did to those that are still open. */
export const mergedLines = (lines: readonly Line[], proposals: readonly Proposal[]): readonly Line[] =>
  lines.map((line) => {
    const now = proposals.find(({ index }) => index === line.proposal.index);
    return now ? { ...line, proposal: now } : line;
  });
