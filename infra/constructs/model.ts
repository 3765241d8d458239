import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';

import type { FeatureFunction } from './feature-function.ts';
import type { House } from './house.ts';

/** Regions to which an `apac.` inference profile may send a request made in Mumbai (Bedrock's table of inference profiles). */
const APAC_REGIONS = ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2'];

/**
 * May stream from the stage's model and no other: the inference profile, and the foundation model behind it only when
 * asked for through that profile. A global profile routes to a model without a region in its ARN.
 */
export const grantModel = (fn: FeatureFunction, { stage }: House): void => {
  const { id, parameters, guardrail } = stage.model;
  const [scope, ...rest] = id.split('.');
  const foundationModel = rest.join('.');
  if (scope !== 'global' && scope !== 'apac') throw new Error(`${id} is not a global or apac inference profile`);
  const stack = Stack.of(fn);
  const profile = stack.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: id });
  const regions = scope === 'global' ? [stack.region, ''] : APAC_REGIONS;
  const models = regions.map((region) =>
    Arn.format({
      partition: stack.partition,
      service: 'bedrock',
      region,
      account: '',
      resource: 'foundation-model',
      resourceName: foundationModel,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    }),
  );
  fn.allow(['bedrock:InvokeModelWithResponseStream'], [profile]);
  fn.allow(['bedrock:InvokeModelWithResponseStream'], models, { StringEquals: { 'bedrock:InferenceProfileArn': profile } });
  fn.addEnvironment('MODEL_ID', id);
  fn.addEnvironment('MODEL_PARAMETERS', JSON.stringify(parameters));
  if (guardrail) {
    fn.allow(['bedrock:ApplyGuardrail'], [stack.formatArn({ service: 'bedrock', resource: 'guardrail', resourceName: guardrail.id })]);
    fn.addEnvironment('GUARDRAIL_ID', guardrail.id);
    fn.addEnvironment('GUARDRAIL_VERSION', guardrail.version);
  }
};
