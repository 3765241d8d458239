import type { DocumentCategory } from '../../../../functions/documents/contract.ts';

/** Kinds of files, the commonest first. */
export const categories = [
  'lab-report',
  'prescription',
  'imaging',
  'discharge-summary',
  'vaccination',
  'insurance',
  'other',
] as const satisfies readonly DocumentCategory[];
