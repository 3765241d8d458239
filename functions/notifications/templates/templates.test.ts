import { describe, expect, test } from 'vitest';

import { type Channel, NoticeKind } from '../contract.ts';
import type { Rendered } from '../items.ts';
import { LONGEST_VARIABLE, render } from './render.ts';
import type { Sms, Template, Variables } from './template.ts';
import { DLT_ENTITY_ID, templates, type VariablesOf } from './templates.ts';

const languages = ['en', 'hi'] as const;
/** Longer than any channel takes, with what a person might type into a name. */
const long = (mark: string) => `${mark} अन्नपूर्णेश्वरी\nVenkatasubramanian 🙂`.repeat(4);
const closed = ['medicine', 'amount', 'person', 'doctor', 'file', 'left'];
const longest = (language: 'en' | 'hi'): Variables => ({
  ...(language === 'hi'
    ? { time: 'दोपहर 12:30 बजे', clock: 'दोपहर 12:30 बजे', day: 'बुध 30 सितंबर 2026' }
    : { time: '12:30 pm', clock: '12:30 pm', day: 'Wed 30 Sep 2026' }),
  ...Object.fromEntries(closed.map((name) => [name, long(`CLOSED-${name}`)])),
});
const all = NoticeKind.options.flatMap((kind) =>
  languages.flatMap((language) => [true, false].map((showDetails) => ({ kind, language, showDetails }))),
);
const rendered = ({ kind, language, showDetails }: (typeof all)[number]) =>
  render(kind, language, longest(language) as VariablesOf<typeof kind>, {
    showDetails,
    link: `https://arogya.example/${'x'.repeat(120)}`,
    phone: '+919800000001',
    email: 'asha@arogya.example',
    noticeId: 'n'.repeat(200),
  });
const on = <C extends Channel>(notice: ReturnType<typeof rendered>, channel: C) =>
  notice.perChannel[channel] as Extract<Rendered, { channel: C }> | undefined;

/** Characters of GSM 03.38; whatever has another one is sent as UCS-2, 70 to a message and 67 to a part of one. */
const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;
const partsOf = (text: string): number => {
  const [single, part] = GSM.test(text) ? [160, 153] : [70, 67];
  return text.length <= single ? 1 : Math.ceil(text.length / part);
};

describe.each(all)('$kind in $language, details shown: $showDetails', (one) => {
  const notice = rendered(one);
  const push = on(notice, 'push');

  test('says something in the inbox, in its language, with nothing left open', () => {
    expect(notice.title.length).toBeGreaterThan(3);
    expect(notice.title.length).toBeLessThanOrEqual(60);
    for (const text of [notice.title, notice.body]) expect(text).not.toMatch(/undefined|\$\{|\{\{|\[object/);
    if (one.language === 'hi') expect(notice.title).toMatch(/[\u0900-\u097f]/);
    else expect(notice.title).not.toMatch(/[\u0900-\u097f]/);
  });

  test('fits a lock screen and a push message (RFC 8291: 3,993 bytes)', () => {
    expect(push?.title.length).toBeLessThanOrEqual(60);
    expect(push?.body.length).toBeLessThanOrEqual(160);
    expect(Buffer.byteLength(JSON.stringify({ ...push, token: 't'.repeat(64) }))).toBeLessThan(3_000);
  });

  test('fits three parts of an SMS, with ids of the register', () => {
    const sms = on(notice, 'sms');
    if (!sms) return;
    expect(partsOf(sms.text)).toBeLessThanOrEqual(3);
    expect(sms.templateId).toMatch(/^\d{19}$/);
    expect(sms.text).not.toContain('\n');
  });

  test('fits a WhatsApp template: no variable is empty, broken into lines or longer than registered', () => {
    for (const value of on(notice, 'whatsapp')?.parameters ?? []) {
      expect(value).toMatch(/^[^\n\t]+$/);
      expect([...value].length).toBeLessThanOrEqual(LONGEST_VARIABLE);
    }
  });

  test('has a subject that a mail program shows whole', () => {
    const email = on(notice, 'email');
    if (!email) return;
    expect(email.subject.length).toBeLessThanOrEqual(78);
    expect(email.text).toContain('https://arogya.example/');
  });

  test('names no medicine, person or file on a locked phone unless the person chose so', () => {
    if (one.showDetails) return;
    const { push: shown, whatsapp, sms } = notice.perChannel;
    expect(JSON.stringify([shown, whatsapp, sms, on(notice, 'email')?.subject])).not.toContain('CLOSED');
  });
});

/** A text as it is registered: each variable as the register writes it. */
const registered = (sms: Sms<Variables>, language: 'en' | 'hi') => sms.text[language](new Proxy({}, { get: () => '{#var#}' }) as Variables);

test('an id of the register belongs to one text, and every text has one', () => {
  const texts = new Map<string, string>();
  for (const kind of NoticeKind.options) {
    const { sms } = templates[kind] as unknown as Template<Variables, Variables>;
    for (const form of sms ? [sms.plain, sms.detailed] : [])
      for (const language of languages) {
        const text = registered(form, language);
        const id = form.templateId[language];
        expect(texts.get(id) ?? text, id).toBe(text);
        texts.set(id, text);
      }
  }
  expect(new Set(texts.values()).size).toBe(texts.size);
  expect(DLT_ENTITY_ID).toMatch(/^\d{19}$/);
});

test('what is sent equals what is registered, but for its variables', () => {
  for (const one of all) {
    const sms = on(rendered(one), 'sms');
    const form = (templates[one.kind] as unknown as Template<Variables, Variables>).sms?.[one.showDetails ? 'detailed' : 'plain'];
    if (!sms || !form) continue;
    const pattern = registered(form, one.language)
      .split('{#var#}')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.{1,30}');
    expect(sms.text).toMatch(new RegExp(`^${pattern}$`, 'u'));
  }
});

test('a notification without phone or e-mail address still has its push', () => {
  const notice = render(
    'dose-due',
    'en',
    { time: '8:00 am', medicine: 'Metformin', amount: '1 tablet' },
    {
      showDetails: true,
      link: 'https://arogya.example/medicines',
      noticeId: 'n',
    },
  );
  expect(Object.keys(notice.perChannel)).toEqual(['push']);
  expect(notice.perChannel.push).toMatchObject({ title: 'Medicine at 8:00 am', body: 'Metformin, 1 tablet', answers: true, urgent: true });
});
