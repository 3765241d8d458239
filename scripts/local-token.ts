import { parseArgs } from 'node:util';

const usage =
  'npm run local:token -- ACCOUNT [--role patient|doctor|health-worker|responder|admin] [--count N] [--expires-in SECONDS] [--port N]';

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const wholeNumber = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  return /^-?\d+$/.test(text) ? Number(text) : fail(`--${name} takes a whole number, not "${text}".\n${usage}`);
};

const read = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { role: { type: 'string' }, count: { type: 'string' }, 'expires-in': { type: 'string' }, port: { type: 'string' } },
    });
  } catch (problem) {
    return fail(`${(problem as Error).message}\n${usage}`);
  }
};

const { values, positionals } = read();
const [account, ...others] = positionals;
if (account === undefined || others.length > 0) fail(usage);
const origin = `http://localhost:${wholeNumber('port', values.port) ?? 8787}`;

const ask = () =>
  fetch(`${origin}/local/api/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      account,
      role: values.role,
      count: wholeNumber('count', values.count),
      expiresInSeconds: wholeNumber('expires-in', values['expires-in']),
    }),
    // A thousand doctors take their time.
    signal: AbortSignal.timeout(600_000),
  }).catch(() => fail(`Nothing answers at ${origin}. Start Arogya with "npm start", or name its port with --port N.`));

const response = await ask();
const answer = (await response.json().catch(() => ({}))) as { data?: { tokens: string[] }; error?: { message: string } };
if (!response.ok || !answer.data)
  fail(answer.error?.message ?? `${origin} answered ${response.status}, which is not Arogya's local cloud.`);
else for (const token of answer.data.tokens) console.log(token);
