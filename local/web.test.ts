import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { closeServer, listen } from './http.ts';
import { createWeb, parseCustomHeaders, webConfig } from './web.ts';

const yaml = `customHeaders:
  - pattern: '**'
    headers:
      - key: 'Content-Security-Policy'
        value: "default-src 'none'; connect-src 'self' http://localhost:1"
      - key: 'Strict-Transport-Security'
        value: "max-age=1"
  - pattern: '/assets/**'
    headers:
      - key: 'Cache-Control'
        value: "public, immutable"
`;

let origin = '';
let stop = async () => {};
beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'arogya-web-'));
  mkdirSync(join(directory, 'assets'));
  mkdirSync(join(directory, 'docs'));
  writeFileSync(join(directory, 'index.html'), 'the app');
  writeFileSync(join(directory, 'docs/index.html'), 'the docs');
  writeFileSync(join(directory, 'assets/a.js'), 'a');
  const pools = [
    {
      poolId: 'p',
      logicalId: 'P',
      name: 'people' as const,
      mfaRequired: false,
      groups: [],
      scopes: [],
      clients: [{ clientId: 'c1', callbackUrls: [], logoutUrls: [], accessTokenSeconds: 1, refreshTokenSeconds: 1 }],
    },
  ];
  const app = {
    logicalId: 'App',
    stack: 'web',
    type: 'AWS::Amplify::App',
    name: 'app',
    arn: 'arn',
    properties: { CustomHeaders: yaml, CustomRules: [{ Source: '</^[^.]+$/>', Target: '/index.html', Status: '404-200' }] },
  };
  const { server, port } = await listen(
    0,
    createWeb({ apps: [app], directory, config: webConfig('http://localhost:1', 'local', pools) }),
    console as never,
  );
  origin = `http://127.0.0.1:${port}`;
  stop = () => closeServer(server);
});
afterAll(() => stop());

test.each([
  ['/', 200, 'the app'],
  ['/notes/17', 200, 'the app'],
  ['/assets/a.js', 200, 'a'],
  ['/assets/gone.js', 404, 'Not found'],
  ['/docs', 200, 'the docs'],
  ['/docs/', 200, 'the docs'],
  ['/..%2f..%2f..%2fetc%2fpasswd', 404, 'Not found'],
  ['/..%2fmodel.mjs', 404, 'Not found'],
])('%s is %i, %s', async (path, status, text) => {
  const response = await fetch(origin + path);
  expect([response.status, await response.text()]).toEqual([status, text]);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('assets are kept by browsers, and what did not change is not sent again', async () => {
  const first = await fetch(`${origin}/assets/a.js`);
  expect(first.headers.get('cache-control')).toBe('public, immutable');
  expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const again = await fetch(`${origin}/assets/a.js`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
});

test('config.json tells the app where the API and sign-in are', async () => {
  expect(await (await fetch(`${origin}/config.json`)).json()).toMatchObject({
    apiUrl: 'http://localhost:1/api/v1',
    people: { authority: 'http://localhost:1/oidc/people', clientId: 'c1' },
    local: true,
    push: { local: 'http://localhost:1/push' },
  });
});

test('headers that are not understood stop the start', () => {
  expect(() => parseCustomHeaders('customHeaders:\n  - path: x')).toThrow('- path: x');
});
