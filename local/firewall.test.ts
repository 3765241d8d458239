import { expect, test } from 'vitest';

import { createFirewall } from './firewall.ts';

const acl = (Rules: unknown[], CustomResponseBodies = {}) => [
  { logicalId: 'Acl', stack: 'api', type: 'AWS::WAFv2::WebACL', name: 'acl', arn: 'arn', properties: { Rules, CustomResponseBodies } },
];
const seen = (o: { token?: string; address?: string; path?: string } = {}) => ({
  headers: o.token ? { authorization: o.token } : {},
  path: o.path ?? '/api/v1/me',
  address: o.address ?? '10.0.0.1',
});
const tooMany = {
  Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: 'slow', ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }] } },
};
const perToken = {
  Name: 'rate-per-token',
  Priority: 1,
  Action: tooMany,
  Statement: {
    RateBasedStatement: {
      Limit: 3,
      EvaluationWindowSec: 60,
      AggregateKeyType: 'CUSTOM_KEYS',
      CustomKeys: [{ Header: { Name: 'Authorization' } }],
      ScopeDownStatement: {
        NotStatement: {
          Statement: {
            ByteMatchStatement: { SearchString: '/api/v1/sos', PositionalConstraint: 'STARTS_WITH', FieldToMatch: { UriPath: {} } },
          },
        },
      },
    },
  },
};
const bodies = { slow: { Content: '{"error":{"code":"too-many-requests"}}', ContentType: 'APPLICATION_JSON' } };

test('a token that asks too often is told to slow down, until a minute has passed; another token is not', () => {
  let now = 0;
  const firewall = createFirewall(acl([perToken], bodies), { rateLimits: true, now: () => now });
  for (let i = 0; i < 3; i += 1) expect(firewall.refuses(seen({ token: 'a' }))).toBeUndefined();
  expect(firewall.refuses(seen({ token: 'a' }))).toEqual({
    rule: 'rate-per-token',
    custom: {
      status: 429,
      headers: { 'Retry-After': '60' },
      body: '{"error":{"code":"too-many-requests"}}',
      contentType: 'application/json',
    },
  });
  expect(firewall.refuses(seen({ token: 'b' }))).toBeUndefined();
  now += 61_000;
  expect(firewall.refuses(seen({ token: 'a' }))).toBeUndefined();
});

test('requests without a token are not counted by token, and paths that are exempt are not counted at all', () => {
  const firewall = createFirewall(acl([perToken], bodies), { rateLimits: true });
  for (let i = 0; i < 10; i += 1) {
    expect(firewall.refuses(seen())).toBeUndefined();
    expect(firewall.refuses(seen({ token: 'a', path: '/api/v1/sos/1' }))).toBeUndefined();
  }
});

test('an address that asks too often is refused whatever its token', () => {
  const perAddress = {
    Name: 'rate-per-ip',
    Priority: 0,
    Action: { Block: {} },
    Statement: { RateBasedStatement: { Limit: 5, AggregateKeyType: 'IP' } },
  };
  const firewall = createFirewall(acl([perAddress]), { rateLimits: true });
  for (let i = 0; i < 5; i += 1) expect(firewall.refuses(seen({ token: String(i) }))).toBeUndefined();
  expect(firewall.refuses(seen({ token: 'new' }))).toEqual({ rule: 'rate-per-ip' });
  expect(firewall.refuses(seen({ address: '10.0.0.2' }))).toBeUndefined();
});

test('--rate-limits=off counts nothing', () => {
  const firewall = createFirewall(acl([perToken], bodies), { rateLimits: false });
  for (let i = 0; i < 10; i += 1) expect(firewall.refuses(seen({ token: 'a' }))).toBeUndefined();
});

test('rules that AWS manages are left out and said to be', () => {
  const managed = { Name: 'common', Priority: 2, Statement: { ManagedRuleGroupStatement: { Name: 'AWSManagedRulesCommonRuleSet' } } };
  const firewall = createFirewall(acl([managed]), { rateLimits: true });
  expect(firewall.refuses(seen())).toBeUndefined();
  expect(firewall.ignored).toMatchObject([{ logicalId: 'Acl: common' }]);
});
