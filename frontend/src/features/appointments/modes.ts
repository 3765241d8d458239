import type { Mode } from '../../../../functions/directory/contract.ts';
import type { IconName } from '../../shared/ui/icons.ts';

/** Ways to meet, in the order in which they are offered. */
export const modes: readonly Mode[] = ['in-person', 'video', 'phone'];

export const modeIcons: Readonly<Record<Mode, IconName>> = { 'in-person': 'building', video: 'video', phone: 'phone' };
