import { StartProblem } from './options.ts';
import type { Resource, Template } from './template.ts';

type Statement = { Action?: string | string[]; Principal?: { Service?: string | string[] } | '*' };

/**
 * Refuses a template in which a service may not do what it is wired to do: on AWS that fails in silence, hours later.
 * Only the grants that live on the called side; roles of functions are checked by template tests.
 */
export const checkGrants = (template: Template, functionsOfApi: Iterable<string>, rules: Resource[]): void => {
  const permissions = template
    .ofType('AWS::Lambda::Permission')
    .map(({ properties }) => properties as { FunctionName: string; Principal: string });
  const mayInvoke = (principal: string, arn: string) =>
    permissions.some(
      ({ FunctionName, Principal }) => Principal === principal && (FunctionName === arn || arn.endsWith(`:${FunctionName}`)),
    );

  const policies = template
    .ofType('AWS::SQS::QueuePolicy')
    .map(({ properties }) => properties as { Queues: string[]; PolicyDocument: { Statement: Statement[] } });
  const maySend = (service: string, queue: string) =>
    policies.some(
      ({ Queues, PolicyDocument }) =>
        Queues.some((url) => url.endsWith(`/${queue}`)) &&
        PolicyDocument.Statement.some(
          ({ Action, Principal }) =>
            typeof Principal === 'object' && [Principal.Service].flat().includes(service) && [Action].flat().includes('sqs:SendMessage'),
        ),
    );

  const missing: string[] = [];
  for (const arn of functionsOfApi) if (!mayInvoke('apigateway.amazonaws.com', arn)) missing.push(`the API may not invoke ${arn}`);
  for (const { name, properties } of rules) {
    for (const { Arn } of (properties.Targets ?? []) as { Arn: string }[]) {
      if (Arn.includes(':lambda:') && !mayInvoke('events.amazonaws.com', Arn)) missing.push(`rule ${name} may not invoke ${Arn}`);
      if (Arn.includes(':sqs:') && !maySend('events.amazonaws.com', Arn.split(':').at(-1) ?? ''))
        missing.push(`rule ${name} may not send to ${Arn}`);
    }
  }
  for (const { logicalId, properties } of template.ofType('AWS::SNS::Subscription')) {
    const { Protocol, Endpoint = '' } = properties as { Protocol?: string; Endpoint?: string };
    if (Protocol === 'sqs' && !maySend('sns.amazonaws.com', Endpoint.split(':').at(-1) ?? ''))
      missing.push(`subscription ${logicalId} may not send to ${Endpoint}`);
  }
  if (missing.length > 0) throw new StartProblem(`The template lacks grants: ${missing.join('; ')}.`);
};
