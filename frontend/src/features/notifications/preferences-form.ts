import type { Channel, NotificationPreferences, PreferenceFields, Topic } from '../../../../functions/notifications/contract.ts';

/** Columns and rows of the table, in the order in which channels are tried. */
export const channels = ['push', 'whatsapp', 'sms', 'email'] as const satisfies readonly Channel[];
export const topics = ['medicines', 'appointments', 'caring', 'record'] as const satisfies readonly Topic[];

/** Channels that have words for a topic: functions/notifications/templates. A file that was refused is worth no SMS. */
const offered: Readonly<Record<Topic, readonly Channel[]>> = {
  medicines: channels,
  appointments: channels,
  caring: ['push', 'whatsapp', 'sms'],
  record: ['push'],
};
export const isOffered = (topic: Topic, channel: Channel): boolean => offered[topic].includes(channel);

export const fieldsOf = ({ channels, quietHours, showDetails }: NotificationPreferences): PreferenceFields => ({
  channels,
  ...(quietHours ? { quietHours } : {}),
  showDetails,
});

/** What was changed here, put on what another window has saved since: `base` is what it was changed from. */
export const rebased = (base: PreferenceFields, draft: PreferenceFields, latest: PreferenceFields): PreferenceFields => {
  const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);
  const topicsOf = Object.fromEntries(
    topics.map((topic) => [topic, (isSame(draft.channels[topic], base.channels[topic]) ? latest : draft).channels[topic]]),
  ) as PreferenceFields['channels'];
  const { quietHours } = isSame(draft.quietHours, base.quietHours) ? latest : draft;
  return {
    channels: topicsOf,
    ...(quietHours ? { quietHours } : {}),
    showDetails: (draft.showDetails === base.showDetails ? latest : draft).showDetails,
  };
};

/** What a first night is, for somebody who had none. */
const USUAL_NIGHT = { from: '21:00', to: '08:00' };

export const withChannel = (fields: PreferenceFields, topic: Topic, channel: Channel, chosen: boolean): PreferenceFields => ({
  ...fields,
  channels: {
    ...fields.channels,
    [topic]: channels.filter((each) => (each === channel ? chosen : fields.channels[topic].includes(each))),
  },
});

export const withQuietHours = ({ quietHours, ...rest }: PreferenceFields, wanted: boolean): PreferenceFields =>
  wanted ? { ...rest, quietHours: quietHours ?? USUAL_NIGHT } : rest;

/** What is wrong with the quiet hours. The same time twice would be the whole day, or no time at all: nobody could tell. */
export const quietProblemOf = ({ quietHours }: PreferenceFields): 'from' | 'to' | 'same' | undefined => {
  if (!quietHours) return undefined;
  if (quietHours.from === '') return 'from';
  if (quietHours.to === '') return 'to';
  return quietHours.from === quietHours.to ? 'same' : undefined;
};

/** What is missing in the profile for a channel that is chosen somewhere. */
export const missingFor = (
  { channels: chosen }: Pick<PreferenceFields, 'channels'>,
  profile: { readonly phone?: string | undefined; readonly email?: string | undefined },
): ('phone' | 'email')[] => {
  const uses = (channel: Channel) => topics.some((topic) => isOffered(topic, channel) && chosen[topic].includes(channel));
  return [
    ...(profile.phone === undefined && (uses('whatsapp') || uses('sms')) ? (['phone'] as const) : []),
    ...(profile.email === undefined && uses('email') ? (['email'] as const) : []),
  ];
};

/** Topics about which nothing is sent anywhere: the inbox alone has it. */
export const silentTopics = ({ channels: chosen }: Pick<PreferenceFields, 'channels'>): Topic[] =>
  topics.filter((topic) => !chosen[topic].some((channel) => isOffered(topic, channel)));
