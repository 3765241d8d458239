import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says, for a construct and what is within it, why a finding of cdk-nag is not acted upon: `{ rule: reason }`. */
export const acknowledge = (scope: IConstruct, reasons: Readonly<Record<string, string>>): void => {
  for (const [rule, reason] of Object.entries(reasons)) {
    const pack = rule.startsWith('HIPAA') ? 'HIPAA.Security' : 'AwsSolutions';
    Validations.of(scope).acknowledge({ id: `${pack}::${rule}`, reason });
  }
};
