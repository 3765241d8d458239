import { expect, test } from 'vitest';

import { parseOptions } from './options.ts';

test('without options it is port 8787, the embedded model and .local', () => {
  expect(parseOptions([])).toEqual({ port: 8787, fresh: false, bedrock: 'local', rateLimits: true, data: '.local' });
});

test('every option is understood', () => {
  expect(parseOptions(['--port', '9000', '--web-port=9001', '--fresh', '--bedrock=aws', '--rate-limits=off', '--data', '/tmp/x'])).toEqual({
    port: 9000,
    webPort: 9001,
    fresh: true,
    bedrock: 'aws',
    rateLimits: false,
    data: '/tmp/x',
  });
});

test.each([
  [['--port', 'abc'], '--port takes a port'],
  [['--port', '70000'], '--port takes a port'],
  [['--bedrock=azure'], '--bedrock takes local or aws, not "azure"'],
  [['--rate-limits=maybe'], '--rate-limits takes on or off'],
  [['--frehs'], "Unknown option '--frehs'"],
  [['extra'], 'extra'],
])('%j is refused and the message says why', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
});
