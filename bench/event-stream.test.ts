import { expect, test } from 'vitest';

import { createEventReader } from './event-stream.ts';

test('an event that comes in pieces is read once its last byte is there, and a heartbeat is no event', () => {
  const read = createEventReader();
  expect(read('id: 1.1\nevent: section\ndata: {"type":"section",')).toEqual([]);
  expect(read('"seq":1,"section":"summary"}\n\n: heartbeat\n\ndata: {"type"')).toEqual([{ type: 'section', seq: 1, section: 'summary' }]);
  expect(read(':"interrupted"}\n\n')).toEqual([{ type: 'interrupted' }]);
});
