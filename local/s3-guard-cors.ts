import type { IncomingHttpHeaders } from 'node:http';

import { S3Refusal } from './s3-guard-errors.ts';

export type CorsRule = {
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders?: string[];
  ExposedHeaders?: string[];
  MaxAge?: number;
};

/** One `*` stands for anything. */
const allows = (pattern: string, text: string): boolean => {
  const [before = '', after] = pattern.toLowerCase().split('*');
  const asked = text.toLowerCase();
  if (after === undefined) return before === asked;
  return asked.length >= before.length + after.length && asked.startsWith(before) && asked.endsWith(after);
};

const headersOf = (rule: CorsRule, origin: string): Record<string, string> => {
  const anyone = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(rule.ExposedHeaders?.length ? { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') } : {}),
    ...(anyone ? {} : { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
};

const ruleFor = (rules: CorsRule[], origin: string, method: string, asked: string[]): CorsRule | undefined =>
  rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders = [] }) =>
      AllowedOrigins.some((pattern) => allows(pattern, origin)) &&
      AllowedMethods.includes(method) &&
      asked.every((name) => AllowedHeaders.some((pattern) => allows(pattern, name))),
  );

/** What an answer carries so that the page that asked may read it; nothing when the bucket's rules do not know its origin. */
export const corsHeaders = (rules: CorsRule[], method: string, headers: IncomingHttpHeaders): Record<string, string> => {
  const rule = headers.origin === undefined ? undefined : ruleFor(rules, headers.origin, method, []);
  return rule ? headersOf(rule, headers.origin ?? '') : {};
};

/** Answers a browser's question whether a request may be sent. */
export const preflight = (rules: CorsRule[], headers: IncomingHttpHeaders): Record<string, string> => {
  const { origin, 'access-control-request-method': method } = headers;
  if (origin === undefined || method === undefined)
    throw new S3Refusal('InvalidRequest', 'Insufficient information. Origin and Access-Control-Request-Method request headers needed.');
  if (rules.length === 0) throw new S3Refusal('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const rule = ruleFor(rules, origin, method, asked);
  if (!rule)
    throw new S3Refusal(
      'AccessForbidden',
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    );
  return {
    ...headersOf(rule, origin),
    ...(asked.length > 0 ? { 'access-control-allow-headers': asked.join(', ') } : {}),
    ...(rule.MaxAge === undefined ? {} : { 'access-control-max-age': String(rule.MaxAge) }),
  };
};
