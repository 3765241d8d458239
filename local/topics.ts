import { randomUUID } from 'node:crypto';

import { StartProblem } from './options.ts';
import type { Queues } from './queues.ts';
import type { Resource } from './template.ts';

type Subscription = { TopicArn: string; Protocol: string; Endpoint: string; RawMessageDelivery?: boolean; FilterPolicy?: unknown };
type Statement = { Effect: string; Principal?: { Service?: string | string[] } | '*'; Action?: string | string[] };

/** SNS, as far as it carries what AWS services tell into queues. */
export const createTopics = (o: { policies: Resource[]; subscriptions: Resource[]; queues: Pick<Queues, 'has' | 'send'> }) => {
  const subscriptions = o.subscriptions.map(({ logicalId, properties }) => ({ logicalId, ...(properties as Subscription) }));
  for (const { logicalId, Protocol, Endpoint, RawMessageDelivery, FilterPolicy } of subscriptions) {
    if (Protocol !== 'sqs') continue;
    if (!o.queues.has(Endpoint))
      throw new StartProblem(`The subscription ${logicalId} sends to ${Endpoint}, which is no queue of the template.`);
    if (RawMessageDelivery || FilterPolicy)
      throw new StartProblem(`The subscription ${logicalId} filters or unwraps messages, which the local topics do not know.`);
  }
  return {
    ignored: subscriptions
      .filter(({ Protocol }) => Protocol !== 'sqs')
      .map(({ logicalId, Protocol }) => ({ logicalId, type: 'AWS::SNS::Subscription', reason: `nobody is told by ${Protocol}` })),
    /** Topics that a service of AWS may publish to. */
    openTo(service: string): string[] {
      const policies = o.policies.map(({ properties }) => properties as { Topics: string[]; PolicyDocument: { Statement: Statement[] } });
      const lets = ({ Effect, Principal, Action }: Statement) =>
        Effect === 'Allow' &&
        typeof Principal === 'object' &&
        [Principal.Service].flat().includes(service) &&
        [Action].flat().includes('sns:Publish');
      return policies.filter(({ PolicyDocument }) => PolicyDocument.Statement.some(lets)).flatMap(({ Topics }) => Topics);
    },
    publish(topicArn: string, message: string): void {
      const envelope = {
        Type: 'Notification',
        MessageId: randomUUID(),
        TopicArn: topicArn,
        Message: message,
        Timestamp: new Date().toISOString(),
        SignatureVersion: '1',
      };
      for (const { Protocol, TopicArn, Endpoint } of subscriptions)
        if (Protocol === 'sqs' && TopicArn === topicArn) o.queues.send(Endpoint, JSON.stringify(envelope));
    },
  };
};

export type Topics = ReturnType<typeof createTopics>;
