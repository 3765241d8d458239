import * as z from 'zod';

import { route } from '../shared/http/route.ts';
import { Instant } from '../shared/values.ts';

/** A ticket opens one connection within this time. */
export const TICKET_SECONDS = 30;
/** What happened while a screen was away is kept, and played back, for this long. */
export const LOG_DAYS = 7;
/** An access token's life, as both user pools are set (infra/stacks/identity.ts): no connection outlives the token behind it. */
export const TOKEN_MINUTES = 15;
/** Lines in one answer: some 15 KB, where a frame of API Gateway holds 32. */
export const LINES_AT_ONCE = 100;

/** What an open screen shows; it asks for it anew when told. */
export const LiveTopic = z.enum([
  'inbox',
  'doses',
  'reminders',
  'caregivers',
  'appointments',
  'notes',
  'files',
  'results',
  'sharing',
  'profile',
]);
export type LiveTopic = z.infer<typeof LiveTopic>;

/** One line of an account's log. `cursor` goes up by one from line to line, so that a screen sees that it missed one. */
export const LiveMessage = z.object({ kind: z.literal('changed'), cursor: z.int().min(1), topics: z.array(LiveTopic), at: Instant });
export type LiveMessage = z.infer<typeof LiveMessage>;

/** What a browser sends: from where on it wants to be told. Also each few minutes, to see that the connection still stands. */
export const LiveHello = z.strictObject({ action: z.literal('hello'), since: z.int().min(0).optional() });

/**
 * The answer to a hello: what was missed, in order. Without `since` that is the last minute, in which the screens asked for
 * what they show. From here on each line comes by itself, unless there is `more`: then the browser says hello from `cursor`.
 */
export const LiveHere = z.object({
  kind: z.literal('here'),
  cursor: z.int().min(0),
  missed: z.array(LiveMessage),
  more: z.boolean(),
  /** It was away longer than the log is kept: everything is to be asked for anew. */
  lost: z.boolean(),
  /** The connection ends then; another one with a new ticket goes on from the cursor. */
  endsInSeconds: z.int().min(0),
});
export type LiveHere = z.infer<typeof LiveHere>;

/** The other answer: nothing is told here any more. A new ticket says whether the person may still be told elsewhere. */
export const LiveOver = z.object({ kind: z.literal('over') });
export type LiveOver = z.infer<typeof LiveOver>;

export const liveRoutes = {
  createTicket: route({
    method: 'POST',
    path: '/live-tickets',
    summary: 'A ticket, good once and for 30 seconds, that opens a WebSocket: `?ticket=`',
    allow: ['patient', 'doctor', 'health-worker', 'responder'],
    status: 201,
    reply: z.object({ ticket: z.string(), url: z.url({ protocol: /^wss?$/ }), goodUntil: Instant }),
  }),
};
