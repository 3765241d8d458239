import { App, CloudFormationValidatePlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';

import { acknowledgedEverywhere } from './acknowledged.ts';
import { arogya } from './arogya.ts';
import { acknowledge } from './constructs/acknowledge.ts';
import type { House } from './constructs/house.ts';
import { flags } from './flags.ts';
import { stageFromContext } from './stages.ts';

export type AppOptions = {
  readonly bundle: House['bundle'];
  readonly context?: Readonly<Record<string, string>>;
  readonly outdir?: string;
};

/** The CDK app of the stage that the context names; `synth()` fails on any finding that is not acknowledged. */
export const createApp = ({ bundle, context = {}, outdir }: AppOptions) => {
  const app = new App({
    context: { ...flags, ...context },
    ...(outdir ? { outdir } : {}),
    analyticsReporting: false,
    treeMetadata: false,
    // Added below with the others, so that `-c checks=off` leaves it out too.
    builtinCloudFormationValidation: false,
  });
  const stage = stageFromContext(app);
  const stacks = arogya(app, stage, bundle);
  acknowledge(app, acknowledgedEverywhere);
  if (stage.checks)
    Validations.of(app).addPlugins(new CloudFormationValidatePlugin(), new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
  return { app, stage, stacks };
};
