/**
 * Findings of cdk-nag that follow from how Arogya is built, and so from every resource of a kind. Those of one resource
 * are acknowledged beside it.
 */
export const acknowledgedEverywhere: Readonly<Record<string, string>> = {
  'HIPAA.Security-LambdaInsideVPC':
    'Functions talk only to AWS services over TLS, by IAM. There is nothing in a VPC to reach, and a VPC would add endpoints to pay for and cold start.',
  'HIPAA.Security-LambdaConcurrency':
    'The gateway and WAF limit requests, queues and streams limit themselves. Reserved concurrency would let one feature refuse patients while others are idle.',
  'HIPAA.Security-LambdaDLQ':
    'Only the scheduled functions are invoked asynchronously, and they have a failure destination. Consumers have their queue’s dead-letter queue, the publisher its bucket; requests are answered.',
  'HIPAA.Security-IAMNoInlinePolicy':
    'Each function has a role of its own; its policy belongs to no other role, and lives and dies with it.',
};
