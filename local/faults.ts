import { randomUUID } from 'node:crypto';

import * as z from 'zod';

import { type Fault, type Faults, faultKinds, type HttpHandler } from './cloud.ts';
import { readBody, reply } from './http.ts';

const NewFault = z.strictObject({
  kind: z.enum(faultKinds),
  times: z.int().min(1).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  functionName: z.string().optional(),
  at: z.enum(['before', 'after-effect', 'mid-stream']).optional(),
  queueName: z.string().optional(),
  event: z.string().optional(),
  channel: z.enum(['email', 'sms', 'whatsapp', 'push']).optional(),
  to: z.string().optional(),
  milliseconds: z.number().min(0).optional(),
  afterBytes: z.int().min(0).optional(),
  afterPieces: z.int().min(0).optional(),
  script: z.unknown().optional(),
});

/** Faults live in memory: a restart is without them. */
export const createFaults = (now: () => number = Date.now): Faults => {
  const faults = new Map<string, Fault>();
  const isDue = (fault: Fault) =>
    (fault.until === undefined || Date.parse(fault.until) > now()) && (fault.times === undefined || fault.times > 0);
  return {
    take(kind, matches = () => true) {
      for (const fault of faults.values()) {
        if (fault.kind !== kind || !isDue(fault) || !matches(fault)) continue;
        fault.happened += 1;
        if (fault.times !== undefined) fault.times -= 1;
        return fault;
      }
      return undefined;
    },
    add(asked) {
      const once = asked.times === undefined && asked.until === undefined;
      const fault: Fault = { ...asked, ...(once ? { times: 1 } : {}), id: randomUUID(), happened: 0 };
      faults.set(fault.id, fault);
      return fault;
    },
    list: () => [...faults.values()],
    remove(id) {
      if (id === undefined) faults.clear();
      else faults.delete(id);
    },
  };
};

/** `POST`, `GET` and `DELETE` on `/local/api/faults`; `DELETE …/faults/{id}` takes one away. */
export const faultsHandler =
  (faults: Faults): HttpHandler =>
  async (request, response) => {
    if (request.method === 'GET') return reply(response, 200, { data: faults.list() });
    if (request.method === 'DELETE') {
      faults.remove(request.url?.split('?')[0]?.split('/local/api/faults/')[1]);
      return reply(response, 200, { data: faults.list() });
    }
    if (request.method !== 'POST') return reply(response, 405, { error: { code: 'method-not-allowed', message: 'GET, POST or DELETE.' } });
    let asked: unknown;
    try {
      asked = JSON.parse(String(await readBody(request)));
    } catch {
      return reply(response, 400, { error: { code: 'malformed-json', message: 'The body must be JSON.' } });
    }
    const parsed = NewFault.safeParse(asked);
    if (!parsed.success) return reply(response, 422, { error: { code: 'invalid-request', message: z.prettifyError(parsed.error) } });
    reply(response, 201, { data: faults.add(parsed.data) });
  };
