import { createReadStream, existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

import type { HttpHandler, Pool } from './cloud.ts';
import { reply } from './http.ts';
import { StartProblem } from './options.ts';
import { PUSH_PATH } from './push.ts';
import type { Resource } from './template.ts';

type HeaderRule = { pattern: RegExp; headers: Record<string, string> };
type PathRule = { source: RegExp; target: string };

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
};

const unquoted = (text: string): string => {
  const trimmed = text.trim();
  if (trimmed.startsWith('"')) return String(JSON.parse(trimmed));
  return trimmed.startsWith("'") ? trimmed.slice(1, -1).replaceAll("''", "'") : trimmed;
};

const globPattern = (glob: string): RegExp => {
  const source = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'));
  return new RegExp(`^${source}$`);
};

/** The form of YAML that Amplify's `customHeaders` has; anything else in it is refused. */
export const parseCustomHeaders = (yaml: string): HeaderRule[] => {
  const rules: HeaderRule[] = [];
  let key = '';
  for (const line of yaml.split('\n')) {
    const [, name, value = ''] = /^\s*(?:- )?(customHeaders|pattern|headers|key|value):(.*)$/.exec(line) ?? [];
    if (!name && line.trim() !== '')
      throw new StartProblem(`The web app's custom headers have a line that is not understood: ${line.trim()}`);
    const rule = rules.at(-1);
    if (name === 'pattern') rules.push({ pattern: globPattern(unquoted(value)), headers: {} });
    else if (name === 'key') key = unquoted(value).toLowerCase();
    else if (name === 'value' && rule) rule.headers[key] = unquoted(value);
  }
  return rules;
};

const pathRuleFrom = ({ Source, Target, Status }: { Source: string; Target: string; Status?: string }): PathRule => {
  const expression = /^<\/(.*)\/>$/.exec(Source)?.[1];
  const source =
    expression === undefined
      ? new RegExp(`^${Source.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/<\*>/g, '.*')}$`)
      : new RegExp(expression);
  if (Status !== '404-200') throw new StartProblem(`The web app's rewrite of ${Source} has a status that is not known here: ${Status}`);
  return { source, target: Target };
};

/** What `/config.json` tells the web app; on AWS the deployment writes it. */
export const webConfig = (origin: string, stage: string, pools: Pool[]) => {
  const client = (name: Pool['name']) => ({
    authority: `${origin}/oidc/${name}`,
    clientId: pools.find((pool) => pool.name === name)?.clients[0]?.clientId,
  });
  return {
    stage,
    apiUrl: `${origin}/api/v1`,
    people: client('people'),
    admins: client('admins'),
    local: true,
    push: { local: `${origin}${PUSH_PATH}` },
  };
};

/** Amplify Hosting: the built web app with the headers and rewrites of the template. */
export const createWeb = (o: { apps: Resource[]; directory: string; config: unknown }): HttpHandler => {
  const { CustomHeaders = '', CustomRules = [] } = (o.apps[0]?.properties ?? {}) as {
    CustomHeaders?: string;
    CustomRules?: Parameters<typeof pathRuleFrom>[0][];
  };
  const headerRules = parseCustomHeaders(CustomHeaders);
  const pathRules = CustomRules.map(pathRuleFrom);
  const headersFor = (path: string) =>
    Object.assign({}, ...headerRules.filter(({ pattern }) => pattern.test(path)).map(({ headers }) => headers));

  const fileAt = (path: string): string | undefined => {
    const file = normalize(join(o.directory, path));
    return file.startsWith(normalize(`${o.directory}/`)) && existsSync(file) ? file : undefined;
  };
  const send = (response: ServerResponse, file: string, headers: Record<string, string>, seen: string | undefined, body: boolean) => {
    const { mtimeMs, size } = statSync(file);
    const etag = `W/"${size}-${Math.round(mtimeMs)}"`;
    if (seen === etag) return void response.writeHead(304, { ...headers, etag }).end();
    const type = mediaTypes[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-length': size, etag, ...headers });
    if (body) createReadStream(file).pipe(response);
    else response.end();
  };

  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return reply(response, 405, { message: 'Only GET and HEAD.' });
    let path: string;
    try {
      path = decodeURIComponent(new URL(request.url ?? '/', 'http://web.invalid').pathname);
    } catch {
      return reply(response, 400, { message: 'Bad Request' });
    }
    const headers = headersFor(path);
    if (path === '/config.json') return reply(response, 200, o.config, { ...headers, 'access-control-allow-origin': '*' });
    const sendFile = (file: string) => send(response, file, headers, request.headers['if-none-match'], request.method === 'GET');
    const found = fileAt(path);
    if (found && statSync(found).isFile()) return sendFile(found);
    const index = found && fileAt(`${path}/index.html`);
    if (index && !path.endsWith('/')) return void response.writeHead(301, { ...headers, location: `${path}/` }).end();
    if (index) return sendFile(index);
    const rule = pathRules.find(({ source }) => source.test(path));
    const target = rule && fileAt(rule.target);
    if (target) return sendFile(target);
    response.writeHead(404, { 'content-type': 'text/plain', ...headers }).end('Not found');
  };
};
