import { useState } from 'react';
import { Link } from 'react-router';

import type { NotificationPreferences, PreferenceFields } from '../../../../functions/notifications/contract.ts';
import { useForget, useKnow, useMutation, useQuery } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { Check } from '../../shared/ui/check.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Age, Card, Note, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { BrowserCard } from './browser-card.tsx';
import { ChannelTable } from './channel-table.tsx';
import { fieldsOf, missingFor, quietProblemOf, rebased, silentTopics, withQuietHours } from './preferences-form.ts';
import { usePreferenceWords } from './preferences-words.ts';
import { StoppedChannels } from './stopped-channels.tsx';

/** `/me/notifications`: where a person is told what, when not, and with how much detail. */
export default function Preferences() {
  const t = usePreferenceWords();
  const found = useQuery('GET /me/notification-preferences', {});
  return (
    <Page
      title={t('title')}
      end={
        <ButtonLink to="/inbox" kind="quiet" icon="mail">
          {t('inbox')}
        </ButtonLink>
      }
    >
      <p className="max-w-prose text-ink-2">{t('lead')}</p>
      <BrowserCard />
      {found.error && !found.data && <ErrorNotice failure={found.error} onRetry={() => found.refetch()} />}
      {found.isPending && (found.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} lines={4} />)}
      {found.data && (
        <>
          <StoppedChannels preferences={found.data} />
          <PreferencesForm preferences={found.data} />
        </>
      )}
      <Age at={found.dataUpdatedAt} failed={Boolean(found.data) && (found.isRefetchError || found.fetchStatus === 'paused')} />
    </Page>
  );
}

function PreferencesForm({ preferences }: { preferences: NotificationPreferences }) {
  const t = usePreferenceWords();
  const { list } = useFormat();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const me = useQuery('GET /me', {});
  // Nothing, until something is changed here: what another window saves is shown meanwhile.
  const [{ base, draft }, setState] = useState<{ base?: PreferenceFields; draft?: PreferenceFields }>({});
  const [tried, setTried] = useState(false);
  const loaded = fieldsOf(preferences);
  const fields = base && draft ? rebased(base, draft, loaded) : loaded;
  const setDraft = (next: PreferenceFields) => setState({ base: loaded, draft: next });
  const save = useMutation('PUT /me/notification-preferences', {
    onSuccess: (saved) => {
      know('GET /me/notification-preferences', {}, () => saved);
      setState({});
      setTried(false);
      say(t('saved'));
    },
    onError: (failure) => failure.code === 'changed-elsewhere' && forget('GET /me/notification-preferences'),
  });
  const problem = quietProblemOf(fields);
  const errorOf = (field: 'from' | 'to') =>
    !tried || problem === undefined
      ? undefined
      : problem === 'same'
        ? field === 'to'
          ? t('quiet.problem.same')
          : undefined
        : problem === field
          ? t('quiet.problem.missing')
          : undefined;
  const submit = () => {
    setTried(true);
    if (problem) document.getElementById(problem === 'from' ? 'quiet-from' : 'quiet-to')?.focus();
    else save.mutate({ body: { revision: preferences.revision, preferences: fields } });
  };
  const { quietHours } = fields;
  const silent = silentTopics(fields);

  return (
    <form
      className="space-y-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Card title={t('channels.title')}>
        <p className="mb-3 max-w-prose text-ink-2">{t('channels.text')}</p>
        <ChannelTable fields={fields} onChange={setDraft} />
        <p className="mt-3 border-t border-line pt-3 text-sm text-ink-2">{t('emergency.text')}</p>
        <div role="status" className="space-y-3">
          {silent.length > 0 && (
            <div className="mt-3">
              <Note>{t('silent', { topics: list(silent.map((topic) => t(`topic.${topic}`))) })}</Note>
            </div>
          )}
          {me.data &&
            missingFor(fields, me.data.profile).map((what) => (
              <div key={what} className="mt-3">
                <Note kind="warn">
                  <p>{t(`missing.${what}`)}</p>
                  <Link to="/me#contact" state={{ edit: true }} className="link inline-block py-3">
                    {t('missing.add')}
                  </Link>
                </Note>
              </div>
            ))}
        </div>
      </Card>
      <Card title={t('quiet.title')}>
        <Check
          label={t('quiet.on')}
          hint={t('quiet.on.text')}
          checked={quietHours !== undefined}
          onChange={(wanted) => setDraft(withQuietHours(fields, wanted))}
        />
        {quietHours && (
          <div className="mt-3 flex flex-wrap items-end gap-4">
            {(['from', 'to'] as const).map((end) => (
              <TextField
                key={end}
                id={`quiet-${end}`}
                type="time"
                label={t(`quiet.${end}`)}
                error={errorOf(end)}
                value={quietHours[end]}
                onChange={(time) => setDraft({ ...fields, quietHours: { ...quietHours, [end]: time } })}
              />
            ))}
            <p className="hint pb-3">{t('quiet.zone')}</p>
          </div>
        )}
      </Card>
      <Card title={t('details.title')}>
        <Check
          label={t('details.on')}
          hint={t('details.on.text')}
          checked={fields.showDetails}
          onChange={(showDetails) => setDraft({ ...fields, showDetails })}
        />
      </Card>
      {save.failure && <ErrorNotice failure={save.failure} onRetry={submit} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" busy={save.isPending}>
          {t('save')}
        </Button>
        <p role="status" className="text-sm text-ink-2">
          {draft && t('changed')}
        </p>
      </div>
    </form>
  );
}
