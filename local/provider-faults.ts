import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Faults } from './cloud.ts';
import { reply } from './http.ts';
import { type Channel, isFor } from './receipts.ts';

const SLOW_MILLISECONDS = 10_000;

export type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

/**
 * Answers for a provider, unless a fault says otherwise: slowly, with `down` and nothing done, or, at `after-effect`, done
 * and the connection cut instead of the answer.
 */
export const answerUnderFaults = async (
  response: ServerResponse,
  { faults, channel, to }: { faults: Faults; channel: Channel; to: string },
  { down, work }: { down: Answer; work: () => Answer },
): Promise<void> => {
  const matches = isFor(channel, to);
  const slow = faults.take('provider-slow', matches);
  if (slow) await sleep(slow.milliseconds ?? SLOW_MILLISECONDS);
  const cut = faults.take('provider-down', matches);
  const { status, body, headers } = cut && cut.at !== 'after-effect' ? down : work();
  if (cut?.at === 'after-effect') response.destroy();
  else reply(response, status, body, headers);
};
