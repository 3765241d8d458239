import { expect, test } from 'vitest';

import type { DeliveryState } from '../../../../functions/notifications/contract.ts';
import { languageOf, sentOn } from './notification-text.ts';

test('somebody reads where it was really sent, not what was only planned', () => {
  const at = '2026-11-20T07:00:00Z' as never;
  const states: DeliveryState[] = ['planned', 'accepted', 'delivered', 'failed', 'bounced', 'complained', 'skipped'];
  const sent = sentOn({ deliveries: states.map((state) => ({ channel: 'sms', state, at })) });
  expect(sent.map(({ state }) => state)).toEqual(['accepted', 'delivered', 'failed', 'bounced', 'complained']);
});

test.each([
  ['Medicine at 8:00 am', 'en'],
  ['सुबह 8:00 बजे की दवा', 'hi'],
  ['Metformin 500 mg, 1 गोली। लेने के बाद “दवा ले ली” दबाएँ।', 'hi'],
  ['', 'en'],
])('“%s” is read aloud in the voice of %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});
