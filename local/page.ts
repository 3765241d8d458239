import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';

import type { CloudView, HttpHandler } from './cloud.ts';
import { faultsHandler } from './faults.ts';
import { readBody, reply } from './http.ts';
import { issueTokens, TokenRequest } from './tokens.ts';

const files: Record<string, { file: string; type: string }> = {
  '/local': { file: 'page.html', type: 'text/html; charset=utf-8' },
  '/local/assets/base.css': { file: 'base.css', type: 'text/css; charset=utf-8' },
  '/local/assets/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
  '/local/assets/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/local/assets/page-words.js': { file: 'page-words.js', type: 'text/javascript; charset=utf-8' },
  '/local/assets/checkout.css': { file: 'checkout.css', type: 'text/css; charset=utf-8' },
  '/local/assets/checkout-return.js': { file: 'checkout-return.js', type: 'text/javascript; charset=utf-8' },
  '/local/assets/logo.svg': { file: 'logo.svg', type: 'image/svg+xml' },
};

const problem = (response: ServerResponse, status: number, code: string, message: string) =>
  reply(response, status, { error: { code, message } });

/**
 * The page hands out tokens and redrives queues without asking who you are, so it answers this computer's own browser
 * only: a foreign name in `Host` is DNS rebinding, a foreign `Origin` another site's script.
 */
const refusalOf = (request: IncomingMessage): string | undefined => {
  const host = request.headers.host ?? '';
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host)) return `This page answers to localhost only, not to the name "${host}".`;
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  const origin = request.headers.origin;
  const foreign = origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`;
  if (foreign || request.headers['sec-fetch-site'] === 'cross-site')
    return `A page of another origin (${origin ?? 'unknown'}) may not change the local cloud.`;
  return undefined;
};

type Reply = { status?: number; data: unknown } | undefined;

/** What each admin's authenticator app would show. */
const codesOf = ({ identity }: CloudView) =>
  identity.accounts.list('admins').flatMap((account) => {
    const current = identity.accounts.totpCode(account);
    return current ? [{ account: account.email ?? account.name, name: account.name, ...current }] : [];
  });

const get = (cloud: CloudView, path: string[], query: URLSearchParams): Reply => {
  const [what, name = '', detail] = path;
  switch (what) {
    case 'cloud':
      return { data: { origin: cloud.origin, stage: cloud.stage, startedAt: cloud.startedAt, data: cloud.data, ignored: cloud.ignored } };
    case 'mail': {
      const to = query.get('to');
      return { data: cloud.mail.list().filter((mail) => to === null || mail.to.some((address) => address.includes(to))) };
    }
    case 'payments':
      return name ? undefined : { data: cloud.payments.view() };
    case 'files':
      return name ? undefined : { data: cloud.files() };
    case 'totp':
      return { data: codesOf(cloud) };
    case 'queues':
      if (!name) return { data: cloud.queues() };
      return detail === 'messages' && cloud.queues().some((queue) => queue.name === name) ? { data: cloud.peek(name, 50) } : undefined;
    case 'functions':
      if (!name) return { data: cloud.functions() };
      return detail === 'logs' && cloud.functions().some((one) => one.name === name) ? { data: cloud.logs(name) } : undefined;
    case 'metrics':
      return { data: cloud.metrics() };
    case 'schedules':
      return name ? undefined : { data: cloud.schedules() };
    default:
      return undefined;
  }
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const body = await readBody(request, 65_536);
  return body === undefined || body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
};

const Answer = z.strictObject({ text: z.string().min(1).max(1_000) });

const Pay = z.strictObject({ outcome: z.enum(['paid', 'failed', 'late']), seconds: z.int().min(0).optional() });

/** `orders/{id}/pay` does what the checkout page's buttons do; `webhooks/{number}/send` sends a message again. */
const postPayment = async (cloud: CloudView, [what, id = '', action]: string[], request: IncomingMessage): Promise<Reply> => {
  if (what === 'orders' && action === 'pay') {
    const { outcome, seconds } = Pay.parse(await bodyOf(request));
    const payment = cloud.payments.pay(id, outcome, seconds);
    return payment && { status: 201, data: payment };
  }
  if (what === 'webhooks' && action === 'send') return cloud.payments.sendAgain(Number(id)) ? { data: { sent: Number(id) } } : undefined;
  return undefined;
};

const post = async (cloud: CloudView, path: string[], request: IncomingMessage): Promise<Reply> => {
  const [what, name = '', detail] = path;
  if (what === 'queues' && detail === 'redrive') {
    const queue = cloud.queues().find((one) => one.name === name);
    return queue && queue.deadLettersOf.length > 0 ? { data: { moved: await cloud.redrive(name) } } : undefined;
  }
  if (what === 'schedules' && detail === 'fire') {
    if (!cloud.schedules().some((schedule) => schedule.name === name)) return undefined;
    await cloud.fire(name);
    return { data: { fired: name } };
  }
  if (what === 'messages' && detail === 'answers') {
    const { text } = Answer.parse(await bodyOf(request));
    return cloud.answer(name, text) ? { status: 201, data: { answered: name } } : undefined;
  }
  if (what === 'payments') return postPayment(cloud, path.slice(1), request);
  if (what === 'tokens' && !name) {
    const wanted = TokenRequest.parse(await bodyOf(request));
    return { status: 201, data: { tokens: await issueTokens(cloud, wanted) } };
  }
  return undefined;
};

const headers = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** `/local`, its files and `/local/api/*`. */
export const createPage = ({ cloud }: { cloud: CloudView }): { handle: HttpHandler } => {
  const answerApi = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    const path = url.pathname.slice('/local/api/'.length).split('/').map(decodeURIComponent);
    if (path[0] === 'faults') return faultsHandler(cloud.faults)(request, response);
    if (request.method !== 'GET' && request.method !== 'POST') return problem(response, 405, 'method-not-allowed', 'GET or POST.');
    const answer = request.method === 'GET' ? get(cloud, path, url.searchParams) : await post(cloud, path, request);
    if (!answer) return problem(response, 404, 'not-found', `There is nothing at ${request.method} ${url.pathname}.`);
    reply(response, answer.status ?? 200, { data: answer.data }, { 'cache-control': 'no-store' });
  };

  const handle: HttpHandler = async (request, response) => {
    const refusal = refusalOf(request);
    if (refusal) return problem(response, 403, 'not-allowed', refusal);
    const url = new URL(request.url ?? '/', 'http://local');
    if (url.pathname.startsWith('/local/api/')) {
      try {
        return await answerApi(request, response, url);
      } catch (error) {
        if (error instanceof z.ZodError) return problem(response, 422, 'invalid-request', z.prettifyError(error));
        if (error instanceof SyntaxError || error instanceof URIError)
          return problem(response, 400, 'malformed-json', 'The body must be JSON.');
        return problem(response, 500, 'internal-error', error instanceof Error ? error.message : String(error));
      }
    }
    const path = url.pathname.replace(/\/$/, '');
    const found = Object.hasOwn(files, path) ? files[path] : undefined;
    if (!found || request.method !== 'GET') return problem(response, 404, 'not-found', `There is nothing at ${url.pathname}.`);
    response.writeHead(200, { ...headers, 'content-type': found.type });
    response.end(await readFile(new URL(`assets/${found.file}`, import.meta.url)));
  };
  return { handle };
};
