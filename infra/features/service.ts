import type { Feature } from '../constructs/feature.ts';

/** Health and the API's own description; it looks at the table and changes nothing. */
export const service: Feature = { name: 'service', table: 'read' };
