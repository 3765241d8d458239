import type { BloodGroup, Profile, Sex } from '../../../../functions/identity/contract.ts';
import { ageOn, indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { type Language, languages } from '../../shared/i18n/language.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { ChoiceChips, ManyChips } from '../../shared/ui/chips.tsx';
import { BirthDate } from '../../shared/ui/dates.tsx';
import { Select, TextField } from '../../shared/ui/field.tsx';
import { isEmail, isPincode, phoneOf, phoneText } from './profile-checks.ts';
import type { FieldProblem, SectionKind } from './profile-section.tsx';
import { useProfileWords } from './profile-words.ts';
import { spokenLanguages, spokenName } from './spoken-languages.ts';

type Blood = (typeof BloodGroup)['options'][number];
const bloodGroups: readonly Blood[] = ['A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-'];

/** A real minus sign reads aloud as one. */
const bloodText = (group: Blood) => group.replace('-', '−');

function NoneYet() {
  const t = useProfileWords();
  return <p className="text-ink-3">{t('none-yet')}</p>;
}

type About = { name: string; dateOfBirth: string; dateTyped: boolean; sex: Sex | ''; bloodGroup: Blood | '' };

export const about: SectionKind<About> = {
  id: 'about',
  title: (t) => t('about.title'),
  formOf: ({ name, dateOfBirth, sex, bloodGroup }) => ({
    name: name ?? '',
    dateOfBirth: dateOfBirth ?? '',
    dateTyped: true,
    sex: sex ?? '',
    bloodGroup: bloodGroup ?? '',
  }),
  changesOf: ({ name, dateOfBirth, sex, bloodGroup }) => ({
    name: name.trim(),
    dateOfBirth: dateOfBirth || null,
    sex: sex || null,
    bloodGroup: bloodGroup || null,
  }),
  problemsOf: ({ name, dateOfBirth, dateTyped }, t) => {
    const problems: FieldProblem[] = [];
    if (!name.trim()) problems.push({ fieldId: 'about-name', text: t('name.missing') });
    if (!dateTyped) problems.push({ fieldId: 'about-born', text: t('date-of-birth.wrong') });
    else if (dateOfBirth > indianDay()) problems.push({ fieldId: 'about-born', text: t('date-of-birth.future') });
    return problems;
  },
  Summary({ profile: { name, dateOfBirth, sex, bloodGroup } }) {
    const t = useProfileWords();
    const shared = useSharedWords();
    const { date } = useFormat();
    return (
      <div className="space-y-1">
        {name && <p className="font-semibold">{name}</p>}
        {dateOfBirth && (
          <p>
            {t('born', { date: date(dateOfBirth, 'no-weekday') })} · {shared('age', { count: ageOn(dateOfBirth) })}
          </p>
        )}
        {sex && <p>{shared(`sex.${sex}`)}</p>}
        {bloodGroup && (
          <p>
            {t('blood-group')}: <b className="font-semibold">{bloodText(bloodGroup)}</b>
          </p>
        )}
        {!name && !dateOfBirth && !sex && !bloodGroup && <NoneYet />}
      </div>
    );
  },
  Fields({ form, set, errorOf }) {
    const t = useProfileWords();
    const shared = useSharedWords();
    return (
      <>
        <TextField
          id="about-name"
          label={t('name')}
          autoComplete="name"
          maxLength={120}
          value={form.name}
          onChange={(name) => set({ ...form, name })}
          error={errorOf('about-name')}
        />
        <BirthDate
          id="about-born"
          label={t('date-of-birth')}
          optional
          value={form.dateOfBirth}
          onChange={(day) => set({ ...form, dateOfBirth: day ?? form.dateOfBirth, dateTyped: day !== undefined })}
          error={errorOf('about-born')}
        />
        <ChoiceChips<Sex>
          label={t('sex')}
          optional
          options={(['female', 'male', 'other'] as const).map((value) => ({ value, label: shared(`sex.${value}`) }))}
          value={form.sex}
          onChange={(sex) => set({ ...form, sex })}
        />
        <Select
          label={t('blood-group')}
          className="max-w-64"
          none={t('blood-group.unknown')}
          options={bloodGroups.map((value) => ({ value, label: bloodText(value) }))}
          value={form.bloodGroup}
          onChange={(bloodGroup) => set({ ...form, bloodGroup })}
        />
      </>
    );
  },
};

type Contact = { phone: string; email: string };

export const contact: SectionKind<Contact> = {
  id: 'contact',
  title: (t) => t('contact.title'),
  formOf: ({ phone, email }) => ({ phone: phone ? phoneText(phone) : '', email: email ?? '' }),
  changesOf: ({ phone, email }) => ({ phone: phoneOf(phone) ?? null, email: email.trim() || null }),
  problemsOf: ({ phone, email }, t) => {
    const problems: FieldProblem[] = [];
    if (phone.trim() && !phoneOf(phone)) problems.push({ fieldId: 'contact-phone', text: t('phone.wrong') });
    if (email.trim() && !isEmail(email)) problems.push({ fieldId: 'contact-email', text: t('email.wrong') });
    return problems;
  },
  Summary({ profile: { phone, email } }) {
    return phone || email ? (
      <div className="space-y-1">
        {phone && <p>{phoneText(phone)}</p>}
        {email && <p className="break-all">{email}</p>}
      </div>
    ) : (
      <NoneYet />
    );
  },
  Fields({ form, set, errorOf }) {
    const t = useProfileWords();
    return (
      <>
        <TextField
          id="contact-phone"
          type="tel"
          label={t('phone')}
          hint={t('phone.hint')}
          optional
          autoComplete="tel"
          value={form.phone}
          onChange={(phone) => set({ ...form, phone })}
          error={errorOf('contact-phone')}
        />
        <TextField
          id="contact-email"
          type="email"
          label={t('email')}
          hint={t('email.hint')}
          optional
          autoComplete="email"
          maxLength={254}
          value={form.email}
          onChange={(email) => set({ ...form, email })}
          error={errorOf('contact-email')}
        />
      </>
    );
  },
};

type Spoken = { languages: string[]; preferredLanguage: Language | '' };

export const spoken: SectionKind<Spoken> = {
  id: 'languages',
  title: (t) => t('languages.title'),
  formOf: ({ languages: codes, preferredLanguage }) => ({ languages: codes ?? [], preferredLanguage: preferredLanguage ?? '' }),
  changesOf: ({ languages: codes, preferredLanguage }) => ({
    languages: codes,
    ...(preferredLanguage === '' ? {} : { preferredLanguage }),
  }),
  problemsOf: (form, t) => (form.languages.length > 10 ? [{ fieldId: 'languages-spoken', text: t('languages.many') }] : []),
  Summary({ profile }) {
    const t = useProfileWords();
    const codes = profile.languages ?? [];
    return (
      <div className="space-y-1">
        {codes.length > 0 ? (
          <p className="flex flex-wrap gap-x-3">
            {codes.map((code) => (
              <span key={code} lang={code}>
                {spokenName(code)}
              </span>
            ))}
          </p>
        ) : (
          <NoneYet />
        )}
        {profile.preferredLanguage && (
          <p>
            {t('letter-language')}:{' '}
            <b className="font-semibold" lang={profile.preferredLanguage}>
              {languages[profile.preferredLanguage]}
            </b>
          </p>
        )}
      </div>
    );
  },
  Fields({ form, set, errorOf }) {
    const t = useProfileWords();
    return (
      <>
        <ManyChips<string>
          id="languages-spoken"
          label={t('languages')}
          options={spokenLanguages}
          values={form.languages}
          onChange={(codes) => set({ ...form, languages: codes })}
          error={errorOf('languages-spoken')}
        />
        <ChoiceChips<Language>
          label={t('letter-language')}
          options={(Object.keys(languages) as Language[]).map((value) => ({ value, label: languages[value], lang: value }))}
          value={form.preferredLanguage}
          onChange={(preferredLanguage) => set({ ...form, preferredLanguage })}
        />
      </>
    );
  },
};

type AddressForm = { line: string; city: string; district: string; state: string; pincode: string };

const needed = ({ line, city, state, pincode }: AddressForm) => [line, city, state, pincode].map((text) => text.trim());

export const address: SectionKind<AddressForm> = {
  id: 'address',
  title: (t) => t('address.title'),
  formOf: ({ address: known }: Profile) => ({
    line: known?.line ?? '',
    city: known?.city ?? '',
    district: known?.district ?? '',
    state: known?.state ?? '',
    pincode: known?.pincode ?? '',
  }),
  changesOf: (form) => ({
    address: needed(form).every((text) => text === '')
      ? null
      : {
          line: form.line.trim(),
          city: form.city.trim(),
          ...(form.district.trim() ? { district: form.district.trim() } : {}),
          state: form.state.trim(),
          pincode: form.pincode.trim(),
        },
  }),
  problemsOf: (form, t) => {
    const empty = needed(form).filter((text) => text === '').length;
    if (empty === 4 && !form.district.trim()) return [];
    if (empty > 0) return [{ fieldId: 'address-line', text: t('address.missing') }];
    return isPincode(form.pincode) ? [] : [{ fieldId: 'address-pincode', text: t('address.pincode.wrong') }];
  },
  Summary({ profile: { address: known } }) {
    return known ? (
      <p>
        {[...new Set([known.line, known.city, known.district, known.state])].filter(Boolean).join(', ')} {known.pincode}
      </p>
    ) : (
      <NoneYet />
    );
  },
  Fields({ form, set, errorOf }) {
    const t = useProfileWords();
    return (
      <>
        <TextField
          id="address-line"
          label={t('address.line')}
          autoComplete="street-address"
          maxLength={200}
          value={form.line}
          onChange={(line) => set({ ...form, line })}
          error={errorOf('address-line')}
        />
        <div className="grid gap-5 desk:grid-cols-2">
          <TextField
            label={t('address.city')}
            autoComplete="address-level2"
            maxLength={80}
            value={form.city}
            onChange={(city) => set({ ...form, city })}
          />
          <TextField
            label={t('address.district')}
            optional
            maxLength={80}
            value={form.district}
            onChange={(district) => set({ ...form, district })}
          />
          <TextField
            label={t('address.state')}
            autoComplete="address-level1"
            maxLength={80}
            value={form.state}
            onChange={(state) => set({ ...form, state })}
          />
          <TextField
            id="address-pincode"
            label={t('address.pincode')}
            inputMode="numeric"
            autoComplete="postal-code"
            maxLength={6}
            value={form.pincode}
            onChange={(pincode) => set({ ...form, pincode })}
            error={errorOf('address-pincode')}
          />
        </div>
      </>
    );
  },
};
