import { type ApiFailure, isFailure } from '../../shared/api/failure.ts';
import type { AppleValue } from './apple-record.ts';
import { doubtsIn } from './doubts.ts';
import { refusedFields } from './value-form.ts';

type Send = (values: readonly AppleValue[], idempotencyKey: string) => Promise<unknown>;

const TRIES = 5;
const pause = (failure: ApiFailure, tries: number) => (failure.retryAfter ?? 2 ** tries) * 1_000;

/** Places of values that the API does not take as they are: odd ones it asks about, impossible ones it refuses. */
const refusedPlaces = (failure: ApiFailure): ReadonlySet<number> =>
  new Set([...doubtsIn(failure).map(({ index }) => index), ...refusedFields(failure.problems).keys()]);

/**
 * Saves a batch. Nobody can look at thousands of values: odd and impossible ones are left out and counted. A busy or silent
 * server is asked again, with the same key, so that nothing happens twice.
 */
export async function sendBatch(
  values: readonly AppleValue[],
  send: Send,
  { wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)) } = {},
): Promise<{ saved: number; left: number }> {
  let open = values;
  let key = crypto.randomUUID();
  for (let tries = 0; open.length > 0; ) {
    try {
      await send(open, key);
      break;
    } catch (error) {
      if (!isFailure(error)) throw error;
      const refused = refusedPlaces(error);
      if (refused.size > 0) {
        open = open.filter((_, place) => !refused.has(place));
        key = crypto.randomUUID();
        continue;
      }
      tries += 1;
      if (!error.mayPass || tries >= TRIES) throw error;
      await wait(pause(error, tries));
    }
  }
  return { saved: open.length, left: values.length - open.length };
}
