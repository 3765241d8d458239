import { describe, expect, test } from 'vitest';

import { Channel, defaultPreferences, PreferenceFields, Topic } from '../../../../functions/notifications/contract.ts';
import {
  channels,
  fieldsOf,
  isOffered,
  missingFor,
  quietProblemOf,
  rebased,
  silentTopics,
  topics,
  withChannel,
  withQuietHours,
} from './preferences-form.ts';

const usual = fieldsOf(defaultPreferences);

test('every channel and every topic of the API has its place in the table', () => {
  expect(channels.toSorted()).toEqual(Channel.options.toSorted());
  expect(topics.toSorted()).toEqual(Topic.options.toSorted());
});

describe('somebody who changes how they are told', () => {
  test('sends what the API takes, and nothing that is not theirs to say', () => {
    const changed = withQuietHours(withChannel(usual, 'medicines', 'email', true), false);
    expect(PreferenceFields.parse(changed)).toEqual({
      ...usual,
      quietHours: undefined,
      channels: { ...usual.channels, medicines: [...channels] },
    });
    expect(
      fieldsOf({ ...defaultPreferences, revision: 4, stopped: [{ channel: 'sms', reason: 'stop', at: '2026-11-20T07:00:00Z' as never }] }),
    ).toEqual(usual);
  });

  test('takes one channel away and leaves the others, in the order in which they are tried', () => {
    const without = withChannel(usual, 'caring', 'whatsapp', false);
    expect(without.channels.caring).toEqual(['push', 'sms']);
    expect(withChannel(without, 'caring', 'whatsapp', true).channels).toEqual(usual.channels);
    expect(withChannel(usual, 'caring', 'push', true).channels.caring).toEqual(usual.channels.caring);
  });

  test('takes in what another window saved, but for what was changed here', () => {
    const draft = withQuietHours(withChannel(usual, 'medicines', 'sms', false), false);
    const latest = { ...withChannel(withChannel(usual, 'medicines', 'push', false), 'caring', 'sms', false), showDetails: true };
    expect(rebased(usual, draft, latest)).toEqual({
      channels: { ...latest.channels, medicines: ['push', 'whatsapp'] },
      showDetails: true,
    });
    expect(rebased(usual, usual, latest)).toEqual(latest);
    expect(rebased(usual, { ...usual, showDetails: true }, usual)).toEqual({ ...usual, showDetails: true });
  });

  test('keeps what the table has no box for', () => {
    expect(isOffered('record', 'email')).toBe(false);
    expect(withChannel(usual, 'record', 'push', false).channels.record).toEqual(['email']);
  });
});

describe('quiet hours', () => {
  test('begin with a usual night, and come back as they were', () => {
    const none = withQuietHours(usual, false);
    expect(none.quietHours).toBeUndefined();
    expect(withQuietHours(none, true).quietHours).toEqual({ from: '21:00', to: '08:00' });
    const own = { ...usual, quietHours: { from: '22:30', to: '06:00' } };
    expect(withQuietHours(own, true)).toEqual(own);
  });

  test.each([
    [undefined, undefined],
    [{ from: '21:00', to: '08:00' }, undefined],
    [{ from: '', to: '08:00' }, 'from'],
    [{ from: '21:00', to: '' }, 'to'],
    [{ from: '08:00', to: '08:00' }, 'same'],
  ])('of %o: %s', (quietHours, problem) => {
    expect(quietProblemOf({ ...usual, ...(quietHours ? { quietHours } : { quietHours: undefined }) })).toBe(problem);
  });
});

describe('the screen says', () => {
  test.each([
    [
      'nothing is missing to somebody who is told by alerts only',
      { channels: { medicines: ['push'], appointments: [], caring: [], record: ['push'] } },
      {},
      [],
    ],
    ['the number is missing for SMS', usual, { email: 'asha@arogya.example' }, ['phone']],
    ['the address is missing for e-mail', usual, { phone: '+919800000001' }, ['email']],
    ['nothing is missing to somebody who gave both', usual, { phone: '+919800000001', email: 'asha@arogya.example' }, []],
    [
      'nothing for a channel that the topic has no words for',
      { channels: { medicines: [], appointments: [], caring: [], record: ['email'] } },
      {},
      [],
    ],
  ] as const)('that %s', (_what, fields, profile, missing) => {
    expect(missingFor(fields as never, profile)).toEqual(missing);
  });

  test('about what nothing is sent at all', () => {
    expect(silentTopics(usual)).toEqual([]);
    expect(silentTopics(withChannel(usual, 'record', 'push', false))).toEqual(['record']);
  });
});
