import { describe, expect, test } from 'vitest';

import { clockText, dateText } from '../../shared/i18n/dates.ts';
import { fill, type Phrases, type Translate } from '../../shared/i18n/words.ts';
import english from './medicines.en.ts';
import hindi from './medicines.hi.ts';
import { lastDayOf, type Rule, ruleText, type Wording } from './rule-text.ts';

const wordingOf = (language: 'en' | 'hi'): Wording => {
  const phrases: Phrases = language === 'en' ? english : hindi;
  return {
    t: ((key: string, values: Readonly<Record<string, string | number>> = {}) => fill(phrases[key] ?? '', values, language)) as Translate<
      typeof english
    >,
    clock: (clock) => clockText(clock, language),
    date: (day) => dateText(day, language),
    list: (items) => new Intl.ListFormat(`${language}-IN`, { type: 'conjunction' }).format(items),
  };
};

const TODAY = '2026-11-20';
const textIn = (language: 'en' | 'hi', rule: Rule): string =>
  ruleText(rule, { today: TODAY, zone: 'Asia/Kolkata' }, wordingOf(language)).replaceAll('\u00a0', ' ');

const times = (...clocks: [at: string, amount: number][]) => clocks.map(([at, amount], place) => ({ intakeId: `t${place}`, at, amount }));
const base: Rule = {
  form: 'tablet',
  instruction: 'after-food',
  startsOn: TODAY,
  schedule: { kind: 'clock', intakes: times(['08:00', 1], ['20:00', 1]) },
};
const clock = (more: Partial<Extract<Rule['schedule'], { kind: 'clock' }>>, over: Partial<Rule> = {}): Rule => ({
  ...base,
  ...over,
  schedule: { kind: 'clock', intakes: times(['08:00', 1]), ...more },
});

describe('a rule is said back in words:', () => {
  test.each<[string, Rule, string, string]>([
    [
      'twice a day until a day',
      { ...base, endsOn: '2026-12-03' },
      'Each day at 8:00 am and 8:00 pm, 1 tablet after food, until Thu 3 Dec 2026.',
      'हर दिन, सुबह 8:00 बजे और रात 8:00 बजे, 1 गोली खाने के बाद, गुरु 3 दिसंबर 2026 तक।',
    ],
    [
      'another amount at night, whatever order it was typed in',
      clock({ intakes: times(['22:00', 14.5], ['07:30', 10]) }, { form: 'unit', instruction: 'before-food' }),
      'Each day: 10 units at 7:30 am and 14.5 units at 10:00 pm, before food.',
      'हर दिन: सुबह 7:30 बजे 10 यूनिट और रात 10:00 बजे 14.5 यूनिट, खाने से पहले।',
    ],
    [
      'on weekdays, in the order of the week',
      clock({ weekdays: ['fri', 'mon'], intakes: times(['08:00', 0.5]) }, { instruction: 'none' }),
      'Each Mon and Fri at 8:00 am, ½ tablet.',
      'हर सोम और शुक्र, सुबह 8:00 बजे, ½ गोली।',
    ],
    [
      'a cycle is counted from its first day',
      clock({ cycle: { daysOn: 21, daysOff: 7 } }, { instruction: 'none' }),
      '21 days on, then 7 days off, in turn, at 8:00 am, 1 tablet, from Fri 20 Nov 2026.',
      '21 दिन लें, फिर 7 दिन नहीं, बार-बार, सुबह 8:00 बजे, 1 गोली, शुक्र 20 नवंबर 2026 से।',
    ],
    [
      'steps end by themselves',
      clock({
        taper: [
          { days: 5, amount: 2 },
          { days: 5, amount: 1 },
          { days: 1, amount: 0.5 },
        ],
      }),
      'Each day at 8:00 am, after food: 2 tablets for 5 days, then 1 tablet for 5 days, then ½ tablet for 1 day, until Mon 30 Nov 2026.',
      'हर दिन, सुबह 8:00 बजे, खाने के बाद: 5 दिन 2 गोलियाँ, फिर 5 दिन 1 गोली, फिर 1 दिन ½ गोली, सोम 30 नवंबर 2026 तक।',
    ],
    [
      'a start that is still to come',
      clock({}, { startsOn: '2026-11-25', endsOn: '2026-11-30', instruction: 'bedtime' }),
      'Each day at 8:00 am, 1 tablet at bedtime, from Wed 25 Nov 2026 until Mon 30 Nov 2026.',
      'हर दिन, सुबह 8:00 बजे, 1 गोली सोते समय, बुध 25 नवंबर 2026 से सोम 30 नवंबर 2026 तक।',
    ],
    [
      'every few hours',
      { ...base, form: 'ml', schedule: { kind: 'interval', everyHours: 8, firstAt: '2026-11-20T00:30:00Z', amount: 7.5 } },
      'Every 8 hours, first Fri 20 Nov 2026, 6:00 am, 7.5 ml after food.',
      'हर 8 घंटे पर, पहली शुक्र 20 नवंबर 2026, सुबह 6:00 बजे, 7.5 ml खाने के बाद।',
    ],
    [
      'when needed',
      { ...base, instruction: 'none', schedule: { kind: 'as-needed', amount: 1, minimumGapMinutes: 390, dailyMaximum: 4 } },
      'When needed, 1 tablet, at most 4 times in 24 hours, at least 6 hours 30 minutes apart.',
      'ज़रूरत पड़ने पर 1 गोली, 24 घंटे में ज़्यादा से ज़्यादा 4 बार, बीच में कम से कम 6 घंटे 30 मिनट।',
    ],
  ])('%s', (_, rule, en, hi) => {
    expect(textIn('en', rule)).toBe(en);
    expect(textIn('hi', rule)).toBe(hi);
  });
});

test('a course ends with its steps, or with its last day if that is sooner', () => {
  const steps = clock({ taper: [{ days: 10, amount: 1 }] });
  expect(lastDayOf(steps)).toBe('2026-11-29');
  expect(lastDayOf({ ...steps, endsOn: '2026-11-22' })).toBe('2026-11-22');
  expect(lastDayOf({ ...steps, endsOn: '2027-01-01' })).toBe('2026-11-29');
  expect(lastDayOf(base)).toBeUndefined();
});
