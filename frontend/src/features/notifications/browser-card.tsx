import { Button } from '../../shared/ui/button.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card, Note, Skeleton, Tag } from '../../shared/ui/surfaces.tsx';
import { usePreferenceWords } from './preferences-words.ts';
import { useThisBrowser } from './this-browser.ts';

/** Push in this browser: on, off, or why it cannot be. */
export function BrowserCard() {
  const t = usePreferenceWords();
  const { say } = useStatus();
  const { state, busy, failed, turnOn, turnOff } = useThisBrowser();
  const isOn = state === 'on';
  const turn = async () => {
    const next = await (isOn ? turnOff() : turnOn());
    if (next === 'on') say(t('browser.turned-on'));
    else if (isOn && next === 'off') say(t('browser.turned-off'));
  };
  return (
    <Card
      title={t('browser.title')}
      end={(state === 'on' || state === 'off') && <Tag kind={isOn ? 'ok' : 'plain'}>{t(`browser.${state}`)}</Tag>}
    >
      {state === undefined && <Skeleton lines={2} />}
      {(state === 'on' || state === 'off') && (
        <div className="space-y-3">
          <p>{t(`browser.${state}.text`)}</p>
          <Button kind={isOn ? 'secondary' : 'primary'} icon={isOn ? 'x' : 'bell'} busy={busy} onClick={() => void turn()}>
            {isOn ? t('browser.turn-off') : t('browser.turn-on')}
          </Button>
        </div>
      )}
      {(state === 'refused' || state === 'install-first') && (
        <Note kind="info" title={t(`browser.${state}`)}>
          <p>{t(`browser.${state}.text`)}</p>
        </Note>
      )}
      {state === 'impossible' && <p>{t('browser.impossible')}</p>}
      <div role="status">
        {failed && (
          <div className="mt-3">
            <Note kind="warn">{t('browser.failed')}</Note>
          </div>
        )}
      </div>
    </Card>
  );
}
