import { useLanguage } from '../../shared/i18n/language.ts';
import { Check } from '../../shared/ui/check.tsx';
import { Select, TextArea, TextField } from '../../shared/ui/field.tsx';
import type { PartProps } from './form-part.ts';
import { useFormWords } from './medicine-form-words.ts';
import { useMedicineWords } from './medicines-words.ts';
import { spanText } from './rule-text.ts';
import { zoneName } from './zone-clock.ts';

const MINUTES = ['15', '30', '60', '120', '180'];

/** What most people leave as it is: stock, caregivers, the zone, a note. */
export function MoreFields({ form, change, errorOf, settingsZone, open }: PartProps & { settingsZone: string; open: boolean }) {
  const t = useFormWords();
  const words = useMedicineWords();
  const { language } = useLanguage();
  const minutes = form.alertAfter === '' || MINUTES.includes(form.alertAfter) ? MINUTES : [form.alertAfter, ...MINUTES];
  return (
    <details open={open}>
      <summary className="link py-3">{t('more')}</summary>
      <div className="space-y-4 pt-2">
        <div className="grid items-end gap-4 desk:grid-cols-2">
          <TextField
            id="stock"
            label={t('stock')}
            hint={t('stock.hint')}
            optional
            inputMode="decimal"
            autoComplete="off"
            error={errorOf('stock')}
            value={form.stockLeft}
            onChange={(stockLeft) => change((now) => ({ ...now, stockLeft }))}
          />
          {form.stockLeft.trim() !== '' && (
            <TextField
              id="warn-at"
              label={t('warn-at')}
              inputMode="decimal"
              autoComplete="off"
              error={errorOf('warn-at')}
              value={form.warnAt}
              onChange={(warnAt) => change((now) => ({ ...now, warnAt }))}
            />
          )}
        </div>
        {form.how !== 'as-needed' && (
          <Select
            label={t('alert')}
            hint={t('alert.hint')}
            none={t('alert.none')}
            value={form.alertAfter}
            options={minutes.map((value) => ({ value, label: t('alert.after', { time: spanText(Number(value), { t: words }) }) }))}
            onChange={(alertAfter) => change((now) => ({ ...now, alertAfter }))}
          />
        )}
        {form.how === 'clock' && (
          <Check
            label={t('own-zone', { zone: zoneName(form.zone || settingsZone, language, Date.now()) })}
            checked={form.zone !== ''}
            onChange={(own) => change((now) => ({ ...now, zone: own ? settingsZone : '' }))}
          />
        )}
        <TextArea
          id="note"
          label={t('note')}
          optional
          rows={2}
          maxLength={300}
          value={form.note}
          onChange={(note) => change((now) => ({ ...now, note }))}
        />
      </div>
    </details>
  );
}
