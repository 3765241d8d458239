import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createApp } from '../create-app.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON whose shape is what the tests assert
export type Properties = Record<string, any>;
export type Resource = {
  readonly stack: string;
  readonly logicalId: string;
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
};

/** Templates assert infrastructure, not code: each function gets a bundle of one line. */
export const placeholderBundles = (folder = mkdtempSync(join(tmpdir(), 'arogya-bundles-'))) => {
  return (feature: string, file: string): string => {
    const bundle = join(folder, feature, file);
    mkdirSync(bundle, { recursive: true });
    writeFileSync(join(bundle, 'index.mjs'), 'export const handler = async () => undefined;\n');
    return bundle;
  };
};

/** All templates of a stage, synthesized once, with the checks off: they have a test of their own. */
export const synthesized = (context: Readonly<Record<string, string>> = {}) => {
  // Templates without an account, whoever runs the tests.
  delete process.env.CDK_DEFAULT_ACCOUNT;
  const { app, stage, stacks } = createApp({
    bundle: placeholderBundles(),
    context: { checks: 'off', ...context },
    outdir: mkdtempSync(join(tmpdir(), 'arogya-synth-')),
  });
  const assembly = app.synth();
  const resources: Resource[] = assembly.stacks.flatMap(({ template, stackName }) =>
    Object.entries(template.Resources as Record<string, Omit<Resource, 'stack' | 'logicalId'>>).map(([logicalId, resource]) => ({
      ...resource,
      Properties: resource.Properties ?? {},
      stack: stackName.replace(`arogya-${stage.name}-`, ''),
      logicalId,
    })),
  );
  const ofType = (type: string): Resource[] => resources.filter(({ Type }) => Type === `AWS::${type}`);
  const only = (type: string): Resource => {
    const [resource, ...others] = ofType(type);
    if (!resource || others.length > 0) throw new Error(`${others.length + (resource ? 1 : 0)} resources of AWS::${type}, not one`);
    return resource;
  };
  return { stage, stacks, resources, ofType, only };
};

/** A value of a template as one string: joins put together, references as `<LogicalId>` or `<LogicalId.Attribute>`. */
export const flat = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const [[key, inner] = [undefined, undefined]] = Object.entries((value ?? {}) as Properties);
  if (key === 'Ref') return `<${inner}>`;
  if (key === 'Fn::GetAtt') return `<${inner.join('.')}>`;
  if (key === 'Fn::Join') return inner[1].map(flat).join(inner[0]);
  if (key === 'Fn::GetStackOutput') return `<${inner.StackName}.${inner.OutputName}>`;
  throw new Error(`No one string: ${JSON.stringify(value)}`);
};

export const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
