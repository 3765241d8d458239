import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

import { PaymentReported } from '../../events/payments/payment-reported.v1.ts';
import type { Handler } from '../shared/http/api.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import { logger } from '../shared/logger.ts';
import { commandOfArogya, hashRequest } from '../shared/table/command.ts';
import { lookAgain } from '../shared/table/outdated.ts';
import { receipt } from '../shared/table/receipt.ts';
import type { paymentRoutes } from './contract.ts';
import { findPaymentFile, payment, providerOrder } from './items.ts';
import { paymentSecret } from './payment-secret.ts';
import { addLines, newLines } from './repository.ts';
import { isSigned } from './signature.ts';
import { isStale, messageOf, toldBy } from './webhook.ts';

const metrics = new Metrics();

const EVENT_ID = /^[\x21-\x7e]{1,128}$/;
const CALLER = 'razorpay';

type Outcome = 'recorded' | 'known' | 'ignored';

/**
 * Writes what Razorpay tells into the ledger, and has it settled. Its event's id is the command's idempotency key; that id
 * is not signed, so a message that comes under another one is known by the fact that it tells, and adds nothing either.
 */
export const receiveWebhook: Handler<typeof paymentRoutes.receiveWebhook> = async (call) => {
  const { table, text, headers, now, correlationId, route, action, reply } = call;
  const { webhookSecret } = await paymentSecret();
  if (!isSigned(text, headers['x-razorpay-signature'], webhookSecret)) {
    metrics.addMetric('WebhookForged', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
    throw new ApiError('webhook-forged', 'headers.x-razorpay-signature is not the signature of this body.');
  }
  const eventId = headers['x-razorpay-event-id'];
  if (eventId === undefined || !EVENT_ID.test(eventId))
    throw invalidRequest([{ field: 'headers.x-razorpay-event-id', rule: 'must be 1 to 128 visible ASCII characters' }]);
  const message = messageOf(text);
  if (isStale(message, now)) {
    metrics.addMetric('WebhookStale', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
    throw new ApiError('webhook-stale', 'body.created_at must be at most 25 hours ago and not in the future.');
  }

  const answer = (outcome: Outcome, appointmentId?: string) => {
    logger.info('webhook', { eventId, event: message.event, outcome, appointmentId, correlationId });
    return reply({ outcome });
  };
  const repeated = (appointmentId?: string) => {
    metrics.addMetric('WebhookRepeated', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
    return answer('known', appointmentId);
  };

  if (await table.find(receipt, { callerId: CALLER, idempotencyKey: eventId })) return repeated();
  const told = toldBy(message);
  if (!told) return answer('ignored');
  const order = await table.find(providerOrder, { orderId: told.orderId });
  if (!order) {
    const named = told.named === undefined ? undefined : await table.find(payment, { appointmentId: told.named });
    if (!named) return answer('ignored');
    metrics.addMetric('WebhookUnknownOrder', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
    // A second order for one appointment is not waited for: the check asks Razorpay for all of them.
    if (named.orderId) return answer('ignored', told.named);
    throw new ApiError('try-again', 'The order is not known yet. Please deliver again.', undefined, { 'retry-after': '5' });
  }

  const { appointmentId } = order;
  return lookAgain(async () => {
    const file = await findPaymentFile(table, appointmentId);
    if (!file) return answer('ignored', appointmentId);
    const lines = newLines(file.ledger, told.lines);
    // Nothing new, and so nothing to settle: whoever wrote the lines wrote that event with them.
    if (lines.length === 0) return answer(told.lines.length > 0 ? 'known' : 'ignored', appointmentId);
    const command = commandOfArogya(table, {
      callerId: CALLER,
      action,
      idempotencyKey: eventId,
      requestHash: hashRequest(route.method, route.path, text),
      now,
      correlationId,
    });
    const { replayed } = await command.commit(
      addLines(appointmentId, lines),
      '',
      [PaymentReported.of({ appointmentId })],
      [{ subjectId: file.payment.patient.patientId, resource: `payment#${appointmentId}` }],
    );
    return replayed ? repeated(appointmentId) : answer('recorded', appointmentId);
  });
};
