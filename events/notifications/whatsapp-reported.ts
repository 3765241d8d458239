import * as z from 'zod';

import { instantOf } from '../../functions/shared/values.ts';
import type { ReadableEvent } from '../envelope.ts';

/** What Meta says, as far as we read it: what became of our messages, and what people write to us. */
const Entry = z.object({
  changes: z.array(
    z.object({
      value: z.object({
        statuses: z
          .array(
            z.object({
              /** Meta's own id of the message. */
              id: z.string(),
              status: z.string(),
              /** What we had sent with it. */
              biz_opaque_callback_data: z.string().optional(),
            }),
          )
          .optional(),
        messages: z.array(z.object({ from: z.string(), text: z.object({ body: z.string() }).optional() })).optional(),
      }),
    }),
  ),
});

const Reported = z.object({
  /** By our reference, by the id that AWS gave us when we sent it, by Meta's id: whatever of them came. */
  statuses: z.array(z.object({ ids: z.array(z.string()).min(1), status: z.string() })),
  /** `from` is a number without its plus. */
  messages: z.array(z.object({ from: z.string(), text: z.string() })),
});

const jsonOf = (text: string, context: z.RefinementCtx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
};

const Said = z.string().transform(jsonOf).pipe(Entry);
const Message = z
  .string()
  .transform(jsonOf)
  .pipe(z.object({ whatsAppWebhookEntry: Said, messageId: z.string().optional() }));

/**
 * An event of the WhatsApp account, as its SNS topic puts it into a queue: the topic's message holds text that holds Meta's.
 * https://docs.aws.amazon.com/social-messaging/latest/userguide/managing-event-destination-dlrs.html
 */
export const WhatsappReported: ReadableEvent<typeof Reported> = {
  name: 'WhatsApp Event',
  data: Reported,
  wholeMessage: true,
  schema: z
    .object({ Type: z.literal('Notification'), MessageId: z.string().min(1), Timestamp: z.iso.datetime(), Message })
    .transform(({ MessageId, Timestamp, Message: { whatsAppWebhookEntry, messageId } }) => {
      const values = whatsAppWebhookEntry.changes.map(({ value }) => value);
      const statuses = values.flatMap((value) => value.statuses ?? []);
      return {
        id: MessageId,
        name: 'WhatsApp Event',
        version: 1,
        at: instantOf(Date.parse(Timestamp)),
        correlationId: MessageId,
        data: {
          statuses: statuses.map(({ id, status, biz_opaque_callback_data: reference }) => ({
            ids: [...(reference ? [reference] : []), ...(messageId && statuses.length === 1 ? [messageId] : []), id],
            status,
          })),
          messages: values.flatMap(({ messages = [] }) => messages).flatMap(({ from, text }) => (text ? [{ from, text: text.body }] : [])),
        },
      };
    }) as unknown as ReadableEvent<typeof Reported>['schema'],
};
