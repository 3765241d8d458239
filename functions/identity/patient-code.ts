import { newSpokenCode } from '../shared/auth/spoken-code.ts';

export const CODE_SECONDS = 15 * 60;

export const newPatientCode = (): string => newSpokenCode(8);
