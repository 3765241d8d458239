import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

import type { Channel, DeliveryState } from './contract.ts';

const metrics = new Metrics();

const count = (name: string): void => {
  metrics.addMetric(name, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
};

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** `PushAccepted`, `SmsFailed`: what became of a send. */
export const countSend = (channel: Channel, state: DeliveryState): void => count(`${capitalized(channel)}${capitalized(state)}`);

/** A next channel took its turn. */
export const countFallback = (): void => count('Fallbacks');
/** A provider spoke of a message that we do not know. */
export const countUnknownReceipt = (): void => count('UnknownReceipt');
/** A person had more than the day's share: the inbox has it, nothing is sent. */
export const countLimited = (): void => count('NoticesLimited');
