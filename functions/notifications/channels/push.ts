import { createHash } from 'node:crypto';

import { generateRequestDetails } from 'web-push';

import { logger } from '../../shared/logger.ts';
import { remove } from '../../shared/table/write.ts';
import { pushSubscription } from '../items.ts';
import { pushKeys } from '../push-keys.ts';
import { isOfPushService } from '../push-services.ts';
import { issueToken } from './notice-tokens.ts';
import { PATIENCE_MS, type Port } from './port.ts';

/** A push service keeps it for a device that is off: a dose of this morning is no news at night. */
const KEPT_SECONDS = { urgent: 3_600, other: 86_400 };

type Browser = {
  readonly subscriptionId: string;
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
};
type Answer = 'taken' | 'gone' | 'refused' | 'away';

/** 32 characters at most (RFC 8030, 5.4): a second push of one notification takes the place of the first while that waits. */
const topicOf = (notificationId: string): string => createHash('sha256').update(notificationId).digest('base64url').slice(0, 32);

const answerOf = (status: number): Answer =>
  status >= 200 && status < 300
    ? 'taken'
    : status === 404 || status === 410
      ? 'gone'
      : status === 429 || status >= 500
        ? 'away'
        : 'refused';

/** By Web Push to each browser of the person; one that takes it is enough. */
export const sendPush: Port<'push'> = async ({ title, body, link, tag, urgent, answers, language }, { told, table, now }) => {
  const { accountId } = told;
  const items = await table.queryAll({ partition: pushSubscription.key({ accountId, subscriptionId: '' }).pk });
  const browsers = items.map((item) => pushSubscription.parse(item)).filter(({ endpoint }) => isOfPushService(endpoint));
  if (browsers.length === 0) return { failed: 'no-browser' };
  const [vapidDetails, token] = await Promise.all([pushKeys(), issueToken(table, told, 'confirm-and-answer', now)]);
  const payload = JSON.stringify({ title, body, link, tag, urgent, answers, language, token });

  const pushTo = async ({ subscriptionId, endpoint, keys }: Browser): Promise<Answer> => {
    try {
      const request = generateRequestDetails({ endpoint, keys }, payload, {
        vapidDetails,
        TTL: urgent ? KEPT_SECONDS.urgent : KEPT_SECONDS.other,
        urgency: urgent ? 'high' : 'normal',
        topic: topicOf(told.notificationId),
        contentEncoding: 'aes128gcm',
      });
      const { status } = await fetch(request.endpoint, {
        method: request.method,
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        body: new Uint8Array(request.body ?? []),
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const answer = answerOf(status);
      if (answer !== 'taken') logger.warn('A push was not taken', { subscriptionId, status });
      return answer;
    } catch (error) {
      // Keys that are no keys make `web-push` throw a plain Error; a network that is none makes `fetch` throw a TypeError.
      const answer = error instanceof TypeError || (error as Error).name === 'TimeoutError' ? 'away' : 'refused';
      logger.warn('A push was not taken', { subscriptionId, errorName: (error as Error).name });
      return answer;
    }
  };

  const asked = await Promise.all(browsers.map(async (browser) => ({ browser, answer: await pushTo(browser) })));
  const that = (answer: Answer) => asked.filter((each) => each.answer === answer).map(({ browser }) => browser);
  const also = that('gone').map(({ subscriptionId }) => remove(pushSubscription.key({ accountId, subscriptionId })));
  const taken = that('taken');
  if (taken.length > 0) return { accepted: taken.map(({ subscriptionId }) => subscriptionId), also };
  if (that('away').length > 0) throw new Error('No push service took the push');
  return { failed: that('refused').length > 0 ? 'refused' : 'no-browser', also };
};
