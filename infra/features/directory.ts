import type { Feature } from '../constructs/feature.ts';

/** Doctors as patients find them. Its lines are made anew by `appointments`, which knows the free times. */
export const directory: Feature = { name: 'directory' };
