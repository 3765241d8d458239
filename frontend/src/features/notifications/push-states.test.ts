import { describe, expect, test } from 'vitest';

import { pushStateOf, tendingOf } from './push-states.ts';

const kept = { accountId: 'asha', subscriptionId: 's1', endpoint: 'https://push.example/1' };
const able = { isAble: true, permission: 'granted', kept, accountId: 'asha' } as const;

describe('push in this browser is', () => {
  test.each([
    ['on', 'where it was turned on by whoever is signed in', {}],
    ['off', 'for another person on the same phone', { accountId: 'ravi' }],
    ['off', 'before it was ever turned on', { kept: undefined, permission: 'default' as const }],
    ['off', 'where the permission is there but nothing was turned on', { kept: undefined }],
    ['off', 'where the browser has forgotten the permission', { permission: 'default' as const }],
    ['refused', 'where the browser was told no', { permission: 'denied' as const }],
    ['impossible', 'in a browser that knows no push', { isAble: false }],
    ['impossible', 'on a home screen whose system is too old for it', { isAble: false, standalone: true }],
    ['install-first', 'on an iPhone that shows the page in Safari', { isAble: false, standalone: false }],
  ])('%s %s', (state, _where, unlike) => {
    expect(pushStateOf({ ...able, ...unlike })).toBe(state);
  });
});

describe('when the app is opened', () => {
  const opened = { status: 'signed-in', accountId: 'asha', kept, permission: 'granted', endpoint: kept.endpoint } as const;
  test.each([
    ['keep', 'all is as it was', {}],
    ['renew', 'the browser has another address now', { endpoint: 'https://push.example/2' }],
    ['renew', 'the browser has lost its subscription', { endpoint: undefined }],
    ['end-and-tell', 'the permission was taken back', { permission: 'denied' as const }],
    ['end', 'the person has signed out', { status: 'signed-out' as const, accountId: undefined }],
    ['end', 'somebody else is signed in', { accountId: 'ravi' }],
    ['leave', 'the session ended by itself', { status: 'ended' as const }],
    ['leave', 'an admin has stopped the account', { status: 'deactivated' as const }],
  ])('%s: %s', (tending, _why, unlike) => {
    expect(tendingOf({ ...opened, ...unlike })).toBe(tending);
  });
});
