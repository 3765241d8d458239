import { describe, expect, test } from 'vitest';

import { flat, synthesized } from './testing/synthesized.ts';

const { only, resources } = synthesized({ connectOrigins: 'https://abc123.execute-api.ap-south-1.amazonaws.com' });
const app = only('Amplify::App').Properties;
const headers = flat(app.CustomHeaders);
const headerOf = (key: string): string => new RegExp(`key: '${key}'\\s+value: "([^"]+)"`).exec(headers)?.[1] ?? '';

const FILES = 'https://arogya-dev-medical-files-<AWS::AccountId>.s3.ap-south-1.amazonaws.com';

describe('the content security policy', () => {
  const policy = Object.fromEntries(
    headerOf('Content-Security-Policy')
      .split('; ')
      .map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources];
      }),
  );

  test('starts from nothing, and runs no inline script or style', () => {
    expect(policy['default-src']).toEqual(["'none'"]);
    expect(policy['script-src']).toEqual(["'self'"]);
    expect(policy['style-src']).toEqual(["'self'"]);
    expect(headers).not.toContain('unsafe');
  });

  test('talks to itself, the sign-in pages and the API of this deployment, with no wildcard', () => {
    expect(policy['connect-src']).toEqual([
      "'self'",
      'https://arogya-dev-people-<AWS::AccountId>.auth.ap-south-1.amazoncognito.com',
      'https://arogya-dev-admins-<AWS::AccountId>.auth.ap-south-1.amazoncognito.com',
      'https://cognito-idp.ap-south-1.amazonaws.com',
      'https://abc123.execute-api.ap-south-1.amazonaws.com',
      FILES,
    ]);
    expect(Object.values(policy).flat().join(' ')).not.toContain('*');
  });

  test('shows medical files from their bucket and no other, and no plugin', () => {
    expect(policy['img-src']).toEqual(["'self'", 'data:', 'blob:', FILES]);
    expect(policy['frame-src']).toEqual([FILES]);
    // Absent, so that `default-src 'none'` holds for them.
    for (const directive of ['object-src', 'media-src', 'child-src']) expect(policy[directive]).toBeUndefined();
  });

  test('sends forms to itself and to the page where a patient pays, and nowhere else', () => {
    expect(policy['form-action']).toEqual(["'self'", 'https://api.razorpay.com']);
  });

  test('cannot be framed, nor its base be turned elsewhere', () => {
    expect(policy['frame-ancestors']).toEqual(["'none'"]);
    expect(policy['base-uri']).toEqual(["'none'"]);
  });
});

test('browsers are told to come by HTTPS only, for two years', () => {
  expect(headerOf('Strict-Transport-Security')).toBe('max-age=63072000; includeSubDomains; preload');
});

test('what decides the version is asked for anew each time; what has a hash in its name is kept', () => {
  for (const path of ['/index.html', '/sw.js', '/config.json'])
    expect(headers).toMatch(new RegExp(`pattern: '${path}'\\s+headers:\\s+- key: 'Cache-Control'\\s+value: "no-cache"`));
  expect(headers).toMatch(/pattern: '\/assets\/\*\*'\s+headers:\s+- key: 'Cache-Control'\s+value: "public, max-age=31536000, immutable"/);
});

test('a page of the app is index.html; a missing script or picture is a 404', () => {
  expect(app.CustomRules).toEqual([{ Source: '</^[^.]+$/>', Target: '/index.html', Status: '404-200' }]);
  const page = /^[^.]+$/;
  for (const path of ['/notes/123', '/signed-in']) expect(path).toMatch(page);
  for (const path of ['/sw.js', '/config.json', '/assets/index-abc.js']) expect(path).not.toMatch(page);
});

test('the web stack depends on no other', () => {
  const own = resources.filter(({ stack }) => stack === 'web');
  expect(JSON.stringify(own)).not.toContain('Fn::GetStackOutput');
  expect(only('Amplify::Branch').Properties.EnableAutoBuild).toBe(false);
});
