import type { Mode } from '../../../../functions/directory/contract.ts';
import { modes } from './modes.ts';
import type { ChosenTime } from './slot-picker.tsx';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** The way to meet that an address names. */
export const modeOf = (params: URLSearchParams): Mode | undefined => modes.find((mode) => mode === params.get('mode'));

/** The time that an address names, `?at=2026-11-23T03:50:00Z&mode=video`; nothing if it names none. */
export const chosenOf = (params: URLSearchParams): ChosenTime | undefined => {
  const at = params.get('at') ?? '';
  const mode = modeOf(params);
  return INSTANT.test(at) && !Number.isNaN(Date.parse(at)) && mode ? { startsAt: at, mode } : undefined;
};
