import { Fragment } from 'react';

import type { PreferenceFields } from '../../../../functions/notifications/contract.ts';
import { channels, isOffered, topics, withChannel } from './preferences-form.ts';
import { usePreferenceWords } from './preferences-words.ts';

/** Topics by channels: each topic has its name above its boxes, so that four columns fit the smallest phone. */
export function ChannelTable({ fields, onChange }: { fields: PreferenceFields; onChange: (fields: PreferenceFields) => void }) {
  const t = usePreferenceWords();
  return (
    <table className="w-full table-fixed border-collapse">
      <caption className="sr">{t('channels.title')}</caption>
      <thead>
        <tr>
          {channels.map((channel) => (
            <th key={channel} scope="col" id={`channel-${channel}`} className="px-0 pb-1 text-center text-xs font-semibold text-ink-2">
              {t(`channel.${channel}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {topics.map((topic) => (
          <Fragment key={topic}>
            <tr className="border-t border-line">
              <th scope="rowgroup" id={`topic-${topic}`} colSpan={channels.length} className="pt-3 text-left font-semibold">
                {t(`topic.${topic}`)}
                <span className="block text-sm font-normal text-ink-2">{t(`topic.${topic}.text`)}</span>
              </th>
            </tr>
            <tr>
              {channels.map((channel) => (
                <td key={channel} headers={`topic-${topic} channel-${channel}`} className="p-0 text-center">
                  {isOffered(topic, channel) ? (
                    <label className="mx-auto grid min-h-12 min-w-12 cursor-pointer place-items-center">
                      <input
                        type="checkbox"
                        className="size-6 accent-brand"
                        aria-label={t('cell', { topic: t(`topic.${topic}`), channel: t(`channel.${channel}`) })}
                        checked={fields.channels[topic].includes(channel)}
                        onChange={({ target }) => onChange(withChannel(fields, topic, channel, target.checked))}
                      />
                    </label>
                  ) : (
                    <>
                      <span aria-hidden="true" className="text-ink-3">
                        –
                      </span>
                      <span className="sr">{t('cell.none')}</span>
                    </>
                  )}
                </td>
              ))}
            </tr>
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
