import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const REGION = 'ap-south-1';

export type DeployOptions = {
  readonly stage: 'dev' | 'prod';
  /** Where the web app is served, if not at Amplify's own address; several with commas, the first is for links. */
  readonly webOrigins?: string | undefined;
  readonly release: string;
  /** Do not ask before a change of permissions. */
  readonly yes: boolean;
};

/** What a deployment does to the world, so that a test can watch its order. */
export type Tools = {
  /** Bundles of the functions and the web app, into `.build/`. */
  readonly build: () => Promise<void>;
  readonly cdk: (args: readonly string[]) => void;
  /** The AWS CLI's JSON answer; undefined when it says that the thing does not exist. */
  readonly aws: (args: readonly string[]) => unknown;
  /** Files of the web app by path, with their content. */
  readonly webFiles: () => ReadonlyMap<string, Buffer>;
  readonly put: (url: string, content: Buffer) => Promise<void>;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  readonly say: (line: string) => void;
};

type Outputs = Readonly<Record<string, string>>;

const outputsOf = (tools: Tools, stackName: string): Outputs | undefined => {
  const answer = tools.aws(['cloudformation', 'describe-stacks', '--stack-name', stackName]) as
    | { Stacks: { Outputs?: { OutputKey: string; OutputValue: string }[] }[] }
    | undefined;
  const outputs = answer?.Stacks[0]?.Outputs;
  return outputs && Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
};

const needed = (outputs: Outputs | undefined, name: string): string => {
  const value = outputs?.[name];
  if (value === undefined) throw new Error(`The deployed stack has no output ${name}`);
  return value;
};

/** What the web app reads at its start: where the API and the two sign-ins are. */
export const webConfig = (stage: string, api: Outputs | undefined, identity: Outputs | undefined) => ({
  stage,
  apiUrl: needed(api, 'ApiUrl'),
  people: { authority: needed(identity, 'peopleAuthority'), clientId: needed(identity, 'peopleClientId') },
  admins: { authority: needed(identity, 'adminsAuthority'), clientId: needed(identity, 'adminsClientId') },
});

/** What the web app's content security policy must let it talk to: the API, and its sockets. */
const connectOrigins = (api: Outputs | undefined): string => `${needed(api, 'Origin')},${needed(api, 'LiveOrigin')}`;

const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');

/** Uploads the web app, file by file, and waits until Amplify serves it. */
const publishWeb = async (tools: Tools, web: Outputs | undefined, files: ReadonlyMap<string, Buffer>): Promise<void> => {
  const branch = ['--app-id', needed(web, 'AppId'), '--branch-name', needed(web, 'BranchName')];
  const fileMap = Object.fromEntries([...files].map(([path, content]) => [path, md5(content)]));
  const { jobId, fileUploadUrls } = tools.aws(['amplify', 'create-deployment', ...branch, '--file-map', JSON.stringify(fileMap)]) as {
    jobId: string;
    fileUploadUrls: Record<string, string>;
  };
  for (const [path, url] of Object.entries(fileUploadUrls)) {
    const content = files.get(path);
    if (!content) throw new Error(`Amplify asks for ${path}, which the web app does not have`);
    await tools.put(url, content);
  }
  tools.aws(['amplify', 'start-deployment', ...branch, '--job-id', jobId]);
  for (;;) {
    const { job } = tools.aws(['amplify', 'get-job', ...branch, '--job-id', jobId]) as { job: { summary: { status: string } } };
    const { status } = job.summary;
    if (status === 'SUCCEED') return;
    if (status === 'FAILED' || status === 'CANCELLED') throw new Error(`Amplify’s job ${jobId} ended as ${status}`);
    await tools.wait(3_000);
  }
};

/**
 * Deploys a stage. `web` comes first, because its address is where sign-in returns to and what the API lets in; it is
 * deployed once more only when the API's addresses are not yet in its content security policy.
 */
export const deploy = async ({ stage, webOrigins, release, yes }: DeployOptions, tools: Tools): Promise<string> => {
  const stack = (name: string) => `arogya-${stage}-${name}`;
  const cdk = (stacks: readonly string[], context: Readonly<Record<string, string>>) =>
    tools.cdk([
      'deploy',
      ...stacks.map(stack),
      '--exclusively',
      ...(yes ? ['--require-approval', 'never'] : []),
      ...Object.entries({ stage, release, ...context }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);

  await tools.build();
  const known = outputsOf(tools, stack('api'));
  const knownOrigins = known?.Origin && known.LiveOrigin ? connectOrigins(known) : undefined;
  cdk(['web'], knownOrigins ? { connectOrigins: knownOrigins } : {});
  const web = outputsOf(tools, stack('web'));
  const origins = webOrigins ?? needed(web, 'Origin');

  cdk(['data', 'identity', 'api', 'events', 'operations'], { webOrigins: origins });
  const api = outputsOf(tools, stack('api'));
  const apiOrigins = connectOrigins(api);
  if (apiOrigins !== knownOrigins) cdk(['web'], { connectOrigins: apiOrigins });

  const config = webConfig(stage, api, outputsOf(tools, stack('identity')));
  const files = new Map([...tools.webFiles(), ['config.json', Buffer.from(`${JSON.stringify(config, null, 2)}\n`)]]);
  await publishWeb(tools, web, files);
  const [first = origins] = origins.split(',');
  tools.say(`Arogya ${stage} (${release}) is at ${first}, its API at ${config.apiUrl}`);
  return first;
};

const realTools: Tools = {
  build: async () => {
    const { buildFunctions } = await import('./build.ts');
    await buildFunctions();
    execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', 'frontend/vite.config.ts'], {
      cwd: root,
      stdio: 'inherit',
    });
  },
  cdk: (args) =>
    void execFileSync(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...args], { cwd: root, stdio: 'inherit' }),
  aws: (args) => {
    try {
      const answer = execFileSync('aws', [...args, '--region', REGION, '--output', 'json'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return answer === '' ? {} : JSON.parse(answer);
    } catch (error) {
      const { code, stderr = '' } = error as { code?: string; stderr?: string };
      if (code === 'ENOENT') throw new Error('npm run deploy needs the AWS CLI, version 2: https://aws.amazon.com/cli/');
      if (stderr.includes('does not exist')) return undefined;
      throw new Error(stderr.trim() || String(error));
    }
  },
  webFiles: () => {
    const folder = join(root, '.build/web');
    // Vite's own manifest is for the build, not for browsers.
    const paths = globSync('**/*', { cwd: folder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter((path) => !path.startsWith('.vite'));
    return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path))]));
  },
  put: async (url, content) => {
    const response = await fetch(url, { method: 'PUT', body: new Uint8Array(content) });
    if (!response.ok) throw new Error(`Amplify refused a file: ${response.status}`);
  },
  wait,
  say: console.log,
};

const USAGE = `npm run deploy -- [--stage dev|prod] [--web-origins https://…] [--release NAME] [--yes]

Needs: credentials of the account, the AWS CLI, "cdk bootstrap" done once in ${REGION}, and the domain of the stage's
sender (infra/stages.ts) verified in SES. See docs/deploying.md.`;

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  try {
    const { values } = parseArgs({
      options: {
        stage: { type: 'string', default: 'dev' },
        'web-origins': { type: 'string' },
        release: { type: 'string' },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const { stage, help } = values;
    if (help) console.log(USAGE);
    else if (stage !== 'dev' && stage !== 'prod') throw new Error(`There is no stage "${stage}": use dev or prod`);
    else {
      const release = values.release ?? execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim();
      await deploy({ stage, webOrigins: values['web-origins'], release, yes: values.yes }, realTools);
    }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exitCode = 1;
  }
}
