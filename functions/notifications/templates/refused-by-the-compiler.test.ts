import { expect, test } from 'vitest';

import { render } from './render.ts';
import { type Sms, template } from './template.ts';
import { templates } from './templates.ts';

const { 'dose-due': dose } = templates;

/** None of these compiles: `tsc`, which the tests run, fails as soon as one of the marks has nothing to expect. */
const refused = [
  // @ts-expect-error a variable is missing
  () => render('dose-due', 'en', { time: '8:00 am', medicine: 'Metformin' }, { showDetails: false, link: '', noticeId: '' }),
  () =>
    template<{ readonly time: string }, { readonly medicine: string; readonly amount: string }>({
      ...dose,
      push: {
        ...dose.push,
        plain: {
          ...dose.push.plain,
          // @ts-expect-error a lock screen must not name the medicine
          body: { en: ({ medicine }) => medicine, hi: () => '' },
        },
      },
    }),
  (): Sms<{ readonly time: string }> =>
    // @ts-expect-error an SMS without the ids of the register
    ({ text: { en: () => '', hi: () => '' } }),
  (): Sms<{ readonly time: string }> => ({
    text: { en: () => '', hi: () => '' },
    // @ts-expect-error an id is missing for Hindi
    templateId: { en: '1107170000000000101' },
  }),
];

test('a text without its variables, ids or privacy does not compile', () => {
  expect(refused).toHaveLength(4);
});
