import { useRef } from 'react';
import { Link } from 'react-router';

import type { Notification } from '../../../../functions/notifications/contract.ts';
import { useForget, useMutation, usePages } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { dictionary, useWords } from '../../shared/i18n/words.ts';
import { Button, ButtonLink, IconButton } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { languageOf, sentOn } from './notification-text.ts';

const words = dictionary({ en: () => import('./inbox.en.ts'), hi: () => import('./inbox.hi.ts') });

/** `/inbox`: what Arogya told the person, newest first. */
export default function Inbox() {
  const t = useWords(words);
  const { say } = useStatus();
  const forget = useForget();
  const inbox = usePages('GET /notifications', {});
  const newest = inbox.items?.[0];
  const unread = inbox.data?.pages[0]?.meta.unread ?? 0;
  const readAll = useMutation('POST /notifications/read-all', {
    onSuccess: async () => {
      say(t('read-all.done'));
      await forget('GET /notifications');
    },
  });

  return (
    <Page
      title={t('title')}
      end={
        <ButtonLink to="/me/notifications" kind="quiet" icon="bell">
          {t('settings')}
        </ButtonLink>
      }
    >
      <p className="max-w-prose text-ink-2">{t('lead')}</p>
      {unread > 0 && newest && (
        <Button kind="secondary" icon="check" busy={readAll.isPending} onClick={() => readAll.mutate({ body: { until: newest.at } })}>
          {t('read-all')}
        </Button>
      )}
      {readAll.failure && <ErrorNotice failure={readAll.failure} />}
      {inbox.error && !inbox.items && <ErrorNotice failure={inbox.error} onRetry={() => inbox.refetch()} />}
      {inbox.isPending && (inbox.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} />)}
      {inbox.items?.length === 0 && (
        <Empty
          icon="bell"
          title={t('empty.title')}
          action={
            <ButtonLink to="/me/notifications" kind="secondary">
              {t('empty.action')}
            </ButtonLink>
          }
        >
          {t('empty.text')}
        </Empty>
      )}
      {inbox.items && inbox.items.length > 0 && (
        <ul className="card divide-y divide-line">
          {inbox.items.map((notification) => (
            <NotificationRow key={notification.notificationId} notification={notification} />
          ))}
        </ul>
      )}
      <ShowMore of={inbox} />
      <Age at={inbox.dataUpdatedAt} failed={Boolean(inbox.items) && (inbox.isRefetchError || inbox.fetchStatus === 'paused')} />
    </Page>
  );
}

/** One notification: a tap opens what it is about, and reads it. New is said by a dot, by weight and by a word. */
function NotificationRow({ notification }: { notification: Notification }) {
  const t = useWords(words);
  const { dateTime, list } = useFormat();
  const forget = useForget();
  const { notificationId, title, body, link, at, readAt } = notification;
  const isNew = readAt === undefined;
  const row = useRef<HTMLAnchorElement>(null);
  const read = useMutation('POST /notifications/{notificationId}/read', { onSuccess: () => forget('GET /notifications') });
  const markRead = () => read.mutate({ params: { notificationId } });
  const sent = sentOn(notification).map(({ channel, state }) =>
    t('sent.one', { channel: t(`channel.${channel}`), state: t(`state.${state}`) }),
  );
  return (
    <li>
      <div className="flex items-start gap-1 pr-1">
        <Link ref={row} to={link} className="row-link min-w-0 flex-1 items-start" onClick={() => isNew && markRead()}>
          <span aria-hidden="true" className={`mt-2 size-2.5 flex-none rounded-full ${isNew ? 'bg-brand' : 'border border-line'}`} />
          <span className="min-w-0 break-words">
            <span className={`block ${isNew ? 'font-semibold' : ''}`}>
              {isNew && <span className="mr-2 rounded-full bg-brand-soft px-2 text-sm font-semibold text-brand">{t('new')}</span>}
              <span lang={languageOf(title)}>{title}</span>
            </span>
            <span className="block text-ink-2" lang={languageOf(body)}>
              {body}
            </span>
            <span className="block text-sm text-ink-3">{dateTime(at)}</span>
            {sent.length > 0 && <span className="block text-sm text-ink-3">{t('sent', { how: list(sent) })}</span>}
          </span>
        </Link>
        {isNew && (
          <IconButton
            icon="check"
            label={t('read.of', { title })}
            className="mt-1 flex-none"
            aria-busy={read.isPending}
            onClick={() => {
              markRead();
              // The button goes away with its reason; the focus stays with the line.
              row.current?.focus();
            }}
          />
        )}
      </div>
      {read.failure && <ErrorNotice failure={read.failure} onRetry={markRead} />}
    </li>
  );
}
