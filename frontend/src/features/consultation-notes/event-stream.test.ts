import fc from 'fast-check';
import { expect, test } from 'vitest';

import { eventStreamParser, type ServerSentEvent } from './event-stream.ts';

const encoder = new TextEncoder();

const parse = (...pieces: string[]): ServerSentEvent[] => {
  const parser = eventStreamParser();
  return pieces.flatMap((piece) => parser.push(encoder.encode(piece)));
};

const inPieces = (bytes: Uint8Array, cuts: number[]): ServerSentEvent[] => {
  const parser = eventStreamParser();
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((left, right) => left - right);
  return [0, ...at].flatMap((start, index) => parser.push(bytes.slice(start, at[index] ?? bytes.length)));
};

test.each<[string, string, ServerSentEvent[]]>([
  ['an event with all its fields', 'id: 1.2\nevent: text\ndata: {"a":1}\n\n', [{ id: '1.2', type: 'text', data: '{"a":1}' }]],
  ['Windows line ends', 'id: 1\r\ndata: a\r\n\r\n', [{ id: '1', type: 'message', data: 'a' }]],
  [
    'old Mac line ends',
    'data: a\r\rdata: b\r\r',
    [
      { id: '', type: 'message', data: 'a' },
      { id: '', type: 'message', data: 'b' },
    ],
  ],
  ['heartbeats and empty lines give nothing', ': heartbeat\n\n\n: heartbeat\n\n', []],
  ['several data lines are joined', 'data: a\ndata:b\ndata\n\n', [{ id: '', type: 'message', data: 'a\nb\n' }]],
  ['only one space after the colon is dropped', 'data:  a\n\n', [{ id: '', type: 'message', data: ' a' }]],
  ['an id without data stays for the next event', 'id: 7\n\ndata: a\n\n', [{ id: '7', type: 'message', data: 'a' }]],
  ['unknown fields are left', 'retry: 5\nfoo: bar\ndata: a\n\n', [{ id: '', type: 'message', data: 'a' }]],
  ['an event that is not finished is not told', 'data: a\n', []],
  ['a byte order mark is skipped', '\ufeffdata: a\n\n', [{ id: '', type: 'message', data: 'a' }]],
])('%s', (_name, text, events) => {
  expect(parse(text)).toEqual(events);
});

test('a line end cut in two is one line end', () => {
  expect(parse('data: a\r', '\n\r', '\ndata: b\r', '\n\r\n')).toEqual([
    { id: '', type: 'message', data: 'a' },
    { id: '', type: 'message', data: 'b' },
  ]);
});

const streamText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\n',
        '\r',
        '\r\n',
        '\n\n',
        '\r\n\r\n',
        ':',
        ': heartbeat\n\n',
        'data: ',
        'event: text\n',
        'id: 1.2\n',
        'data: नमस्ते\n\n',
        '🙂',
      ),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

test('however a stream is cut into pieces, the same events come out', () => {
  fc.assert(
    fc.property(streamText, fc.array(fc.nat({ max: 2_000 }), { maxLength: 60 }), (text, cuts) => {
      const bytes = encoder.encode(text);
      const whole = eventStreamParser().push(bytes);
      expect(inPieces(bytes, cuts)).toEqual(whole);
      expect(inPieces(bytes, [...bytes.keys()])).toEqual(whole);
    }),
  );
});

test('bytes that are no text, cut anywhere, come out alike too', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat({ max: 300 }), { maxLength: 20 }), (bytes, cuts) => {
      expect(inPieces(bytes, cuts)).toEqual(eventStreamParser().push(bytes));
    }),
  );
});

test('what a server writes is what a reader gets', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\0]/g, ' '));
  fc.assert(
    fc.property(
      fc.array(fc.record({ id: line, type: line.filter((type) => type !== ''), data: fc.array(line, { minLength: 1, maxLength: 3 }) }), {
        maxLength: 10,
      }),
      fc.constantFrom('\n', '\r\n', '\r'),
      (events, end) => {
        const text = events
          .map(({ id, type, data }) => [`id: ${id}`, `event: ${type}`, ...data.map((part) => `data: ${part}`), '', ''].join(end))
          .join(`: heartbeat${end}${end}`);
        expect(parse(text)).toEqual(events.map(({ id, type, data }) => ({ id, type, data: data.join('\n') })));
      },
    ),
  );
});
