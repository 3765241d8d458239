import type { Form } from '../../../../functions/reminders/contract.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { Select, TextField } from '../../shared/ui/field.tsx';
import { Listen } from '../../shared/ui/listen.tsx';
import type { PartProps } from './form-part.ts';
import { fieldsOf } from './medicine-form.ts';
import { useFormWords } from './medicine-form-words.ts';
import { MoreFields } from './more-fields.tsx';
import { ruleText } from './rule-text.ts';
import { ScheduleFields } from './schedule-fields.tsx';
import { useMedicineFormat } from './use-medicine-format.ts';

const FORMS: readonly Form[] = ['tablet', 'capsule', 'ml', 'drop', 'puff', 'injection', 'unit', 'sachet', 'patch', 'application'];
const INSTRUCTIONS = ['none', 'before-food', 'with-food', 'after-food', 'empty-stomach', 'bedtime'] as const;

/** All fields of a medicine, and below them the rule in words. `valid` as far as the sentence can be said. */
export function MedicineFields({
  settingsZone,
  today,
  valid,
  moreOpen,
  ...part
}: PartProps & { settingsZone: string; today: string; valid: boolean; moreOpen: boolean }) {
  const t = useFormWords();
  const { language } = useLanguage();
  const { form, change, errorOf } = part;
  const zone = form.zone || settingsZone;
  const { wording } = useMedicineFormat(zone);
  const sentence = valid ? ruleText(fieldsOf(form, settingsZone), { today, zone }, wording) : undefined;
  return (
    <>
      <div className="grid gap-4 desk:grid-cols-[2fr_1fr]">
        <TextField
          id="medicine"
          label={t('medicine')}
          hint={t('medicine.hint')}
          error={errorOf('medicine')}
          autoComplete="off"
          maxLength={120}
          value={form.medicine}
          onChange={(medicine) => change((now) => ({ ...now, medicine }))}
        />
        <TextField
          id="strength"
          label={t('strength')}
          hint={t('strength.hint')}
          optional
          error={errorOf('strength')}
          autoComplete="off"
          maxLength={40}
          value={form.strength}
          onChange={(strength) => change((now) => ({ ...now, strength }))}
        />
      </div>
      <Select
        label={t('form')}
        value={form.form}
        options={FORMS.map((value) => ({ value, label: t(`form.${value}`) }))}
        onChange={(chosen) => change((now) => ({ ...now, form: chosen || now.form }))}
      />
      <ScheduleFields {...part} />
      <ChoiceChips
        label={t('instruction')}
        options={INSTRUCTIONS.map((value) => ({ value, label: t(`instruction.${value}`) }))}
        value={form.instruction}
        onChange={(instruction) => change((now) => ({ ...now, instruction }))}
      />
      <MoreFields {...part} settingsZone={settingsZone} open={moreOpen} />
      {sentence && (
        <div className="space-y-2 rounded-md bg-brand-soft p-4">
          <p className="text-sm text-ink-2">{t('says')}</p>
          <p className="font-semibold" data-rule>
            {sentence}
          </p>
          <Listen text={sentence} language={language} />
        </div>
      )}
    </>
  );
}
