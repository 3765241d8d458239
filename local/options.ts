import { parseArgs } from 'node:util';

/** Something the person who started the cloud can put right: printed as it is, without a stack. */
export class StartProblem extends Error {}

export type Options = {
  port: number;
  /** A second origin for the web app alone, so that a browser test exercises CORS. */
  webPort?: number;
  fresh: boolean;
  bedrock: 'local' | 'aws';
  rateLimits: boolean;
  data: string;
};

const usage =
  'npm start -- [--port N] [--web-port N] [--fresh] [--bedrock=aws] [--rate-limits=off] [--data DIR]\n' +
  '  --port N           where everything is served (8787); 0 takes a free one\n' +
  '  --web-port N       serves the web app there too, as an origin of its own\n' +
  '  --fresh            throws away what is in the data directory and begins with the demo data\n' +
  '  --bedrock=aws      asks the real model, with your AWS credentials\n' +
  '  --rate-limits=off  no limits by address or token; local only\n' +
  '  --data DIR         where data lives (.local)';

const portFrom = (option: string, text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new StartProblem(`--${option} takes a port from 0 to 65535, not "${text}".`);
  return port;
};

const choice = <T extends string>(option: string, text: string | undefined, allowed: readonly T[], otherwise: T): T => {
  if (text === undefined) return otherwise;
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new StartProblem(`--${option} takes ${allowed.join(' or ')}, not "${text}".`);
  return found;
};

export const parseOptions = (args: string[]): Options => {
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'web-port': { type: 'string' },
        fresh: { type: 'boolean' },
        bedrock: { type: 'string' },
        'rate-limits': { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean' },
      },
    }));
  } catch (problem) {
    throw new StartProblem(`${(problem as Error).message.split('. ')[0]}. Known options:\n${usage}`);
  }
  if (values.help) throw new StartProblem(usage);
  const text = (name: string) => values[name] as string | undefined;
  const webPort = text('web-port');
  return {
    port: portFrom('port', text('port') ?? '8787'),
    ...(webPort === undefined ? {} : { webPort: portFrom('web-port', webPort) }),
    fresh: values.fresh === true,
    bedrock: choice('bedrock', text('bedrock'), ['local', 'aws'], 'local'),
    rateLimits: choice('rate-limits', text('rate-limits'), ['on', 'off'], 'on') === 'on',
    data: text('data') ?? '.local',
  };
};
