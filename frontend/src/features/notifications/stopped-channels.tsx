import { Link } from 'react-router';

import type { NotificationPreferences } from '../../../../functions/notifications/contract.ts';
import { useForget, useKnow, useMutation } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card } from '../../shared/ui/surfaces.tsx';
import { fieldsOf } from './preferences-form.ts';
import { usePreferenceWords } from './preferences-words.ts';

/** Channels that the person stopped, or that did not arrive; each is started again by one tap. */
export function StoppedChannels({ preferences }: { preferences: NotificationPreferences }) {
  const t = usePreferenceWords();
  const { date } = useFormat();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const start = useMutation('PUT /me/notification-preferences', {
    onSuccess: (saved, { body }) => {
      know('GET /me/notification-preferences', {}, () => saved);
      const [channel] = body.start ?? [];
      if (channel) say(t('stopped.started', { channel: t(`channel.${channel}`) }));
    },
    onError: (failure) => failure.code === 'changed-elsewhere' && forget('GET /me/notification-preferences'),
  });
  if (preferences.stopped.length === 0) return null;
  return (
    <Card title={t('stopped.title')}>
      <p className="text-ink-2">{t('stopped.text')}</p>
      <ul className="mt-2 divide-y divide-line">
        {preferences.stopped.map(({ channel, reason, at }) => (
          <li key={channel} className="flex flex-wrap items-center gap-3 py-3">
            <div className="mr-auto min-w-0">
              <p className="font-semibold">{t(`channel.${channel}`)}</p>
              <p className="text-sm text-ink-2">{t(`stopped.${reason}`, { date: date(indianDay(at)) })}</p>
              {reason === 'bounced' && (
                <Link to="/me#contact" className="link inline-block py-3 text-sm">
                  {t('stopped.profile')}
                </Link>
              )}
            </div>
            <Button
              kind="secondary"
              icon="refresh"
              busy={start.isPending}
              onClick={() =>
                start.mutate({ body: { revision: preferences.revision, preferences: fieldsOf(preferences), start: [channel] } })
              }
            >
              {t('stopped.start')}
              <span className="sr"> {t(`channel.${channel}`)}</span>
            </Button>
          </li>
        ))}
      </ul>
      {start.failure && <ErrorNotice failure={start.failure} />}
    </Card>
  );
}
