import { useState } from 'react';

import type { ReminderSettings } from '../../../../functions/reminders/contract.ts';
import { useForget, useKnow, useMutation } from '../../shared/api/query.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { useMedicineWords } from './medicines-words.ts';
import { deviceZone, showSame, zoneName } from './zone-clock.ts';

const KEPT = 'arogya.medicines.zone-kept';

/** On which journey somebody said that their times stay: `Asia/Kolkata Asia/Dubai`. */
const keptOf = (): string | null => {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
};

/** Away from the zone of their medicines, a person is asked once whether these come along. */
export function ZoneQuestion({ settings, now }: { settings: ReminderSettings; now: number }) {
  const t = useMedicineWords();
  const { language } = useLanguage();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const [kept, setKept] = useState(keptOf);
  const here = deviceZone();
  const journey = `${settings.zone} ${here}`;
  const move = useMutation('PUT /me/reminder-settings', {
    onSuccess: (reply) => {
      know('GET /me/reminder-settings', {}, () => reply);
      void forget('GET /doses', 'GET /reminders', 'GET /reminders/{reminderId}');
      say(t('zone.moved', { zone: zoneName(reply.zone, language, now) }));
    },
    onError: ({ code }) => {
      if (code === 'changed-elsewhere') void forget('GET /me/reminder-settings');
    },
  });
  if (showSame(settings.zone, here, now)) return null;
  const zone = zoneName(settings.zone, language, now);
  if (kept === journey) return <p className="text-sm text-ink-2">{t('zone.kept', { zone })}</p>;
  const keep = () => {
    try {
      localStorage.setItem(KEPT, journey);
    } catch {
      // Without storage it is asked again next time.
    }
    setKept(journey);
  };
  return (
    <section className="card space-y-3 p-4" aria-labelledby="zone-question">
      <h2 id="zone-question" className="flex items-start gap-2 text-base">
        <Icon name="clock" size={24} className="text-brand" />
        {t('zone.question', { zone: zoneName(here, language, now) })}
      </h2>
      <p>{t('zone.text', { zone })}</p>
      <div className="flex flex-wrap gap-3">
        <Button busy={move.isPending} onClick={() => move.mutate({ body: { zone: here, revision: settings.revision } })}>
          {t('zone.move')}
        </Button>
        <Button kind="secondary" onClick={keep}>
          {t('zone.keep')}
        </Button>
      </div>
      {move.failure && <ErrorNotice failure={move.failure} />}
    </section>
  );
}
