import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { StartProblem } from './options.ts';
import { ACCOUNT, arnOf, attributesOf, ignoredTypes, madeUpName, nameProperty, REGION, refIsArn } from './resource-types.ts';

type Json = Record<string, unknown>;
type Stack = {
  name: string;
  Resources: Record<string, { Type: string; Properties?: Json; Condition?: string }>;
  Outputs: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
  Parameters: Record<string, { Default?: unknown }>;
  Mappings: Record<string, Record<string, Json>>;
  Conditions: Record<string, unknown>;
  /** Object key in the asset bucket → directory or file on this disk. */
  assets: Map<string, string>;
};

export type Resource = {
  logicalId: string;
  stack: string;
  type: string;
  /** Its name in the account: the one that the template gives, or one made from the logical id. */
  name: string;
  arn: string;
  /** Properties with every intrinsic resolved. */
  properties: Json;
};

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Json;

const readStacks = (directory: string, rewrite: (text: string) => string): Stack[] => {
  if (!existsSync(directory)) throw new StartProblem(`There is no synthesized template in ${directory}.`);
  const files = readdirSync(directory).filter((file) => file.endsWith('.template.json'));
  if (files.length === 0) throw new StartProblem(`There is no synthesized template in ${directory}.`);
  return files.map((file) => {
    const name = file.replace('.template.json', '');
    const template = JSON.parse(rewrite(readFileSync(join(directory, file), 'utf8'))) as Partial<Stack>;
    const assets = new Map<string, string>();
    const assetFile = join(directory, `${name}.assets.json`);
    if (existsSync(assetFile)) {
      const { files: entries = {} } = readJson(assetFile) as {
        files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
      };
      for (const { source, destinations } of Object.values(entries)) {
        for (const { objectKey } of Object.values(destinations)) if (source.path) assets.set(objectKey, resolve(directory, source.path));
      }
    }
    return {
      name,
      Resources: template.Resources ?? {},
      Outputs: template.Outputs ?? {},
      Parameters: template.Parameters ?? {},
      Mappings: template.Mappings ?? {},
      Conditions: template.Conditions ?? {},
      assets,
    };
  });
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

export type Template = ReturnType<typeof loadTemplate>;

/** Reads every stack of a synthesized app and resolves intrinsics on demand; refuses what the local cloud does not know. */
export const loadTemplate = (
  directory: string,
  { queueUrl, rewrite = (text) => text }: { queueUrl: (name: string) => string; rewrite?: (text: string) => string },
) => {
  const stacks = new Map(readStacks(directory, rewrite).map((stack) => [stack.name, stack]));
  const names = new Map<string, string>();

  const stackNamed = (name: string): Stack => {
    const stack = stacks.get(name);
    if (!stack) throw new StartProblem(`The template speaks of stack ${name}, which was not synthesized.`);
    return stack;
  };

  const identityOf = (stack: Stack, logicalId: string): { type: string; name: string; arn: string } => {
    const declared = stack.Resources[logicalId];
    if (!declared) throw new StartProblem(`${stack.name} refers to ${logicalId}, which it does not declare.`);
    const key = `${stack.name}/${logicalId}`;
    const property = nameProperty[declared.Type];
    const given = property ? declared.Properties?.[property] : undefined;
    const name =
      names.get(key) ?? (given === undefined ? madeUpName(declared.Type, stack.name, logicalId) : String(resolveIn(stack, given)));
    names.set(key, name);
    return { type: declared.Type, name, arn: arnOf(declared.Type, name) };
  };

  const ref = (stack: Stack, id: string): unknown => {
    switch (id) {
      case 'AWS::Region':
        return REGION;
      case 'AWS::AccountId':
        return ACCOUNT;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return stack.name;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stack.name}/local`;
      case 'AWS::NoValue':
        return undefined;
      case 'AWS::NotificationARNs':
        return [];
    }
    const parameter = stack.Parameters[id];
    if (parameter) return parameter.Default ?? '';
    const { type, name, arn } = identityOf(stack, id);
    if (refIsArn.includes(type)) return arn;
    return type === 'AWS::SQS::Queue' ? queueUrl(name) : name;
  };

  const getAtt = (stack: Stack, path: unknown): string => {
    const [id = '', ...rest] = Array.isArray(path) ? path.map(String) : String(path).split('.');
    const attribute = rest.join('.');
    const { type, name, arn } = identityOf(stack, id);
    if (attribute === 'Arn') return arn;
    if (type in ignoredTypes) return `${name}.${attribute}`;
    const value = attributesOf[type]?.({ name, arn }, queueUrl)[attribute];
    if (value === undefined) throw new StartProblem(`The local cloud does not know ${attribute} of ${type} (${id} in ${stack.name}).`);
    return value;
  };

  const condition = (stack: Stack, name: string): boolean => Boolean(resolveIn(stack, stack.Conditions[name]));

  const resolveIntrinsic = (stack: Stack, name: string, argument: unknown): unknown => {
    const value = (part: unknown) => resolveIn(stack, part);
    const list = (part: unknown) => value(part) as unknown[];
    switch (name) {
      case 'Ref':
        return ref(stack, String(argument));
      case 'Condition':
        return condition(stack, String(argument));
      case 'Fn::GetAtt':
        return getAtt(stack, argument);
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown];
        return list(parts).join(separator);
      }
      case 'Fn::Split': {
        const [separator, text] = argument as [string, unknown];
        return String(value(text)).split(separator);
      }
      case 'Fn::Select': {
        const [index, from] = argument as [unknown, unknown];
        return list(from)[Number(value(index))];
      }
      case 'Fn::Sub': {
        const [text, own = {}] = (Array.isArray(argument) ? argument : [argument]) as [string, Json?];
        return text.replace(/\$\{([^}]+)\}/g, (_, inner: string) => {
          if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
          if (inner in own) return String(value(own[inner]));
          return String(inner.includes('.') ? getAtt(stack, inner) : ref(stack, inner));
        });
      }
      case 'Fn::ImportValue': {
        const wanted = value(argument);
        for (const other of stacks.values()) {
          for (const output of Object.values(other.Outputs)) {
            if (output.Export && resolveIn(other, output.Export.Name) === wanted) return resolveIn(other, output.Value);
          }
        }
        throw new StartProblem(`${stack.name} imports ${wanted}, which no stack exports.`);
      }
      case 'Fn::GetStackOutput': {
        const { StackName, OutputName } = value(argument) as { StackName: string; OutputName: string };
        const other = stackNamed(StackName);
        const output = other.Outputs[OutputName];
        if (!output) throw new StartProblem(`${stack.name} wants output ${OutputName} of ${StackName}, which has none of that name.`);
        return resolveIn(other, output.Value);
      }
      case 'Fn::FindInMap': {
        const [map, first, second] = list(argument) as [string, string, string];
        return stack.Mappings[map]?.[first]?.[second];
      }
      case 'Fn::If': {
        const [test, yes, no] = argument as [string, unknown, unknown];
        return value(condition(stack, test) ? yes : no);
      }
      case 'Fn::Equals': {
        const [left, right] = list(argument);
        return left === right;
      }
      case 'Fn::Not':
        return !list(argument)[0];
      case 'Fn::And':
        return list(argument).every(Boolean);
      case 'Fn::Or':
        return list(argument).some(Boolean);
      default:
        throw new StartProblem(`The local cloud does not know ${name}, which ${stack.name} uses.`);
    }
  };

  const resolveIn = (stack: Stack, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((part) => resolveIn(stack, part)).filter((part) => part !== undefined);
    if (!isObject(value)) return value;
    const [key, ...others] = Object.keys(value);
    if (key !== undefined && others.length === 0 && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'))) {
      // `Condition` is also an ordinary key of policies and rules, where it holds an object.
      if (key !== 'Condition' || typeof value[key] === 'string') return resolveIntrinsic(stack, key, value[key]);
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, part]) => [name, resolveIn(stack, part)] as const)
        .filter(([, part]) => part !== undefined),
    );
  };

  const unknown = new Set<string>();
  const ignored: { logicalId: string; type: string; reason: string }[] = [];
  const kept: { stack: Stack; logicalId: string; type: string }[] = [];
  for (const stack of stacks.values()) {
    for (const [logicalId, declared] of Object.entries(stack.Resources)) {
      if (declared.Condition !== undefined && !condition(stack, declared.Condition)) continue;
      const reason = ignoredTypes[declared.Type];
      if (reason !== undefined) ignored.push({ logicalId, type: declared.Type, reason });
      else if (declared.Type in attributesOf) kept.push({ stack, logicalId, type: declared.Type });
      else unknown.add(`${declared.Type} (${logicalId} in ${stack.name})`);
    }
  }
  if (unknown.size > 0) {
    throw new StartProblem(
      `The local cloud can neither run nor knowingly ignore: ${[...unknown].join(', ')}. Teach it in local/, or add the type with its reason to the ignored ones in local/template.ts.`,
    );
  }

  const resourceOf = ({ stack, logicalId, type }: (typeof kept)[number]): Resource => ({
    logicalId,
    stack: stack.name,
    ...identityOf(stack, logicalId),
    type,
    properties: resolveIn(stack, stack.Resources[logicalId]?.Properties ?? {}) as Json,
  });

  return {
    ignored,
    ofType: (...types: string[]): Resource[] => kept.filter(({ type }) => types.includes(type)).map(resourceOf),
    /** Directory or file of an asset by its object key. */
    asset(stack: string, objectKey: string): string {
      const path = stackNamed(stack).assets.get(objectKey);
      if (!path) throw new StartProblem(`The asset ${objectKey} of ${stack} is not in its assets file.`);
      return path;
    },
  };
};
