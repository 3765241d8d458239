import type { MarkerInfo } from '../../../../functions/observations/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Tag } from '../../shared/ui/surfaces.tsx';
import type { Line } from './import-review.ts';
import { useResultWords } from './observations-words.ts';
import { infoOf } from './use-markers.ts';
import { ValueFields } from './value-fields.tsx';
import type { Problems } from './value-form.ts';
import { unitTextOf } from './value-text.ts';

export const lineIdOf = (index: number) => `line-${index}`;

/** One line that was read: what was understood, the print it came from, what is not sure about it. */
export function ReviewLine({
  line: { proposal, draft, taken, editing },
  markers,
  problems,
  onChange,
}: {
  line: Line;
  markers: readonly MarkerInfo[];
  problems: Problems;
  onChange: (part: Partial<Line>) => void;
}) {
  const t = useResultWords();
  const { language } = useLanguage();
  const { date } = useFormat();
  const { index, printedName, printedValue, printedUnit, text, provenance, questions, reason, confirmed } = proposal;
  const info = infoOf(markers, draft.code);
  const id = lineIdOf(index);
  const finding = info?.findings.find(({ code }) => code === draft.value)?.name[language];
  const value = finding ?? [draft.value, unitTextOf(draft.unit || undefined, info)].filter(Boolean).join(' ');
  const print = text ?? [printedName, printedValue, printedUnit].filter(Boolean).join(' ');
  return (
    <li className="space-y-2 p-4">
      <div className="flex items-start gap-2">
        {confirmed ? (
          <Tag kind="ok">{t('review.stored')}</Tag>
        ) : (
          <label className="grid min-h-12 min-w-12 cursor-pointer place-items-center">
            <input
              id={id}
              type="checkbox"
              className="size-6 accent-brand"
              aria-label={`${t('review.take')}: ${info?.name[language] ?? printedName} ${value}`}
              checked={taken}
              // A line that is not understood is filled in first.
              onChange={(event) => onChange({ taken: event.target.checked, ...(event.target.checked && !info && { editing: true }) })}
            />
          </label>
        )}
        <div className="min-w-0 flex-1">
          <p className="font-semibold">{info?.name[language] ?? printedName}</p>
          {info && (
            <p>
              <b className="text-lg">{value}</b> <span className="text-sm text-ink-2">{draft.day && date(draft.day, 'no-weekday')}</span>
            </p>
          )}
          <p className="text-sm text-ink-2">
            {provenance.kind === 'lab-report' && `${t('review.page', { page: provenance.page })}. `}
            {provenance.kind === 'csv' && `${t('review.row', { row: provenance.row })}. `}
            {t('review.printed', { text: print })}
          </p>
        </div>
      </div>
      {!confirmed && (reason || questions.length > 0) && (
        <ul className="space-y-1">
          {reason && (
            <li className="flex items-start gap-2">
              <Tag kind="warn">{t('review.unread')}</Tag>
              <span>{t(`reason.${reason}`)}</span>
            </li>
          )}
          {questions.map((question) => (
            <li key={question} className="flex items-start gap-2 text-warn">
              <Icon name="alert-triangle" />
              <span>{t(`question.${question}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {!confirmed && (
        <Button
          kind="secondary"
          icon={editing ? 'check' : 'pencil'}
          aria-expanded={editing}
          aria-label={`${t(editing ? 'review.done-editing' : 'review.edit')}: ${printedName}`}
          onClick={() => onChange({ editing: !editing })}
        >
          {t(editing ? 'review.done-editing' : 'review.edit')}
        </Button>
      )}
      {editing && !confirmed && (
        <ValueFields
          form={id}
          draft={draft}
          problems={problems}
          markers={markers}
          onChange={(next) => onChange({ draft: next, taken: true })}
        />
      )}
    </li>
  );
}
