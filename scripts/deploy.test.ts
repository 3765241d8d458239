import { expect, test } from 'vitest';

import { deploy, type Tools } from './deploy.ts';

const identity = { peopleAuthority: 'https://p', peopleClientId: 'pc', adminsAuthority: 'https://a', adminsClientId: 'ac' };
const web = { AppId: 'app1', BranchName: 'main', Origin: 'https://main.app1.amplifyapp.com' };
const api = {
  Origin: 'https://api1.execute-api.ap-south-1.amazonaws.com',
  LiveOrigin: 'wss://live1.execute-api.ap-south-1.amazonaws.com',
  ApiUrl: 'https://api1.execute-api.ap-south-1.amazonaws.com/api/v1',
};

/** An AWS account in which stacks come to be as cdk deploys them, and a note of what was done. */
const account = (deployedBefore: readonly string[] = [], jobStatuses: readonly string[] = ['PENDING', 'SUCCEED']) => {
  const deployed = new Set(deployedBefore);
  const done: string[] = [];
  const uploaded = new Map<string, string>();
  const statuses = [...jobStatuses];
  const all: Record<string, Record<string, string>> = { web, api, identity };
  const tools: Tools = {
    build: async () => void done.push('build'),
    cdk: (args) => {
      const stacks = args.filter((arg) => arg.startsWith('arogya-dev-')).map((arg) => arg.replace('arogya-dev-', ''));
      for (const stack of stacks) deployed.add(stack);
      const context = args.filter((_, index) => args[index - 1] === '-c' && !/^(stage|release)=/.test(args[index] ?? ''));
      done.push(`deploy ${[...stacks, ...context].join(' ')}`);
    },
    aws: (args) => {
      const [service, command] = args;
      if (service === 'cloudformation') {
        const name = (args.at(-1) ?? '').replace('arogya-dev-', '');
        if (!deployed.has(name)) return undefined;
        return { Stacks: [{ Outputs: Object.entries(all[name] ?? {}).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })) }] };
      }
      done.push(`amplify ${command}`);
      if (command === 'create-deployment') {
        const paths = Object.keys(JSON.parse(args.at(-1) ?? '{}'));
        return { jobId: '7', fileUploadUrls: Object.fromEntries(paths.map((path) => [path, `https://upload/${path}`])) };
      }
      return command === 'get-job' ? { job: { summary: { status: statuses.shift() } } } : {};
    },
    webFiles: () => new Map([['index.html', Buffer.from('<!doctype html>')]]),
    put: async (url, content) => void uploaded.set(url, content.toString()),
    wait: async () => undefined,
    say: (line) => void done.push(line),
  };
  return { tools, done, uploaded };
};

const options = { stage: 'dev', release: 'abc', yes: true } as const;

test('a first deployment makes the web’s address first, and lets the web talk to the API last', async () => {
  const { tools, done } = account();
  await deploy(options, tools);
  expect(done).toEqual([
    'build',
    'deploy web',
    'deploy data identity api events operations webOrigins=https://main.app1.amplifyapp.com',
    'deploy web connectOrigins=https://api1.execute-api.ap-south-1.amazonaws.com,wss://live1.execute-api.ap-south-1.amazonaws.com',
    'amplify create-deployment',
    'amplify start-deployment',
    'amplify get-job',
    'amplify get-job',
    'Arogya dev (abc) is at https://main.app1.amplifyapp.com, its API at https://api1.execute-api.ap-south-1.amazonaws.com/api/v1',
  ]);
});

test('a later deployment knows the API’s address, and deploys the web once', async () => {
  const { tools, done } = account(['web', 'api', 'identity']);
  await deploy({ ...options, webOrigins: 'https://arogya.in,https://www.arogya.in' }, tools);
  expect(done.filter((line) => line.startsWith('deploy'))).toEqual([
    'deploy web connectOrigins=https://api1.execute-api.ap-south-1.amazonaws.com,wss://live1.execute-api.ap-south-1.amazonaws.com',
    'deploy data identity api events operations webOrigins=https://arogya.in,https://www.arogya.in',
  ]);
  expect(done.at(-1)).toContain('is at https://arogya.in,');
});

test('the web app is told where the API and the sign-ins are', async () => {
  const { tools, uploaded } = account();
  await deploy(options, tools);
  expect([...uploaded.keys()]).toEqual(['https://upload/index.html', 'https://upload/config.json']);
  expect(JSON.parse(uploaded.get('https://upload/config.json') ?? '')).toEqual({
    stage: 'dev',
    apiUrl: api.ApiUrl,
    people: { authority: 'https://p', clientId: 'pc' },
    admins: { authority: 'https://a', clientId: 'ac' },
  });
});

test('a deployment that Amplify gives up is an error that says so', async () => {
  const { tools } = account([], ['RUNNING', 'FAILED']);
  await expect(deploy(options, tools)).rejects.toThrow('Amplify’s job 7 ended as FAILED');
});
