import { expect, test } from 'vitest';

import { excess } from './bundles.ts';

test('what a bundle has more than another is told by package, the largest first, without what both have', () => {
  const ours = {
    shares: [
      { name: 'zod', kib: 90 },
      { name: '@smithy/core', kib: 130.5 },
      { name: 'functions/identity', kib: 17 },
      { name: '@aws-sdk/core', kib: 34 },
    ],
  };
  const bare = {
    shares: [
      { name: '@smithy/core', kib: 130.48 },
      { name: '@aws-sdk/core', kib: 20 },
      { name: 'mnemonist', kib: 5 },
    ],
  };
  expect(excess(ours, bare)).toEqual([
    { name: 'zod', kib: 90 },
    { name: 'functions/identity', kib: 17 },
    { name: '@aws-sdk/core', kib: 14 },
  ]);
});
