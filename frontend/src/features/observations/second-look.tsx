import { useEffect, useRef } from 'react';

import type { Doubt, MarkerInfo } from '../../../../functions/observations/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { useResultWords } from './observations-words.ts';
import { infoOf } from './use-markers.ts';
import { dayOfSample } from './value-form.ts';
import { unitTextOf, valueText } from './value-text.ts';

/** Asks once more about values that look odd, in place: save all the same, or change. `codes`: of the values sent. */
export function SecondLook({
  doubts,
  codes,
  markers,
  busy,
  onAccept,
  onChange,
}: {
  doubts: readonly Doubt[];
  codes: readonly string[];
  markers: readonly MarkerInfo[];
  busy: boolean;
  onAccept: () => void;
  onChange: () => void;
}) {
  const t = useResultWords();
  const { language } = useLanguage();
  const { date } = useFormat();
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other doubts take the focus again
  useEffect(() => box.current?.focus(), [doubts]);
  return (
    <div ref={box} tabIndex={-1} role="alert" className="note-box note-warn focus-by-script">
      <Icon name="alert-triangle" />
      <div className="min-w-0 space-y-3">
        <h2 className="text-base">{t('doubt.title')}</h2>
        <p>{t('doubt.text')}</p>
        <ul className="space-y-2">
          {doubts.map(({ kind, index, words, perhaps, other }) => {
            const info = infoOf(markers, codes[index] ?? '');
            return (
              <li key={`${kind} ${index}`}>
                <b>{info?.name[language]}</b>: {words[language]} {perhaps && t('doubt.perhaps', { unit: unitTextOf(perhaps, info) })}{' '}
                {other && t('doubt.other', { value: valueText(other, info, language), when: date(dayOfSample(other.at)) })}
              </li>
            );
          })}
        </ul>
        <p className="flex flex-wrap gap-3">
          <Button kind="secondary" onClick={onChange}>
            {t('doubt.change')}
          </Button>
          <Button kind="secondary" busy={busy} onClick={onAccept}>
            {t('doubt.save')}
          </Button>
        </p>
      </div>
    </div>
  );
}
