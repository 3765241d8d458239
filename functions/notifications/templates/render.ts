import type { ScreenLanguage } from '../../identity/contract.ts';
import type { Channel, NoticeKind } from '../contract.ts';
import type { Rendered } from '../items.ts';
import type { Sms, Template, Variables, Whatsapp } from './template.ts';
import { templates, type VariablesOf } from './templates.ts';

/** The DLT platform takes 30 characters for a variable. */
export const LONGEST_VARIABLE = 30;

export type RenderedNotice = {
  readonly title: string;
  readonly body: string;
  readonly perChannel: Partial<Record<Channel, Rendered>>;
};

export type Towards = {
  /** Whether the person lets a lock screen name medicines and people. */
  readonly showDetails: boolean;
  /** The page, with the web app's origin. */
  readonly link: string;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly noticeId: string;
};

/** One line, no longer than a phone's message takes; WhatsApp refuses line breaks in a variable. */
const fitting = (variables: Variables): Variables =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      const line = value.replace(/\s+/g, ' ').trim();
      const letters = [...line];
      return [name, letters.length > LONGEST_VARIABLE ? `${letters.slice(0, LONGEST_VARIABLE - 1).join('')}…` : line];
    }),
  );

/** What one notification says, in the inbox and on every channel that its template knows and that the person can be reached by. */
export const render = <Kind extends NoticeKind>(
  kind: Kind,
  language: ScreenLanguage,
  variables: VariablesOf<Kind>,
  { showDetails, link, phone, email, noticeId }: Towards,
): RenderedNotice => {
  // `VariablesOf` has tied the variables to the kind; here they are texts by name.
  const said = templates[kind] as unknown as Template<Variables, Variables>;
  const short = fitting(variables);
  const by = showDetails ? 'detailed' : 'plain';
  const push = said.push[by];
  const whatsapp: Whatsapp<Variables> | undefined = said.whatsapp?.[by];
  const sms: Sms<Variables> | undefined = said.sms?.[by];
  return {
    title: said.inbox.title[language](variables),
    body: said.inbox.body[language](variables),
    perChannel: {
      push: {
        channel: 'push',
        language,
        title: push.title[language](short),
        body: push.body[language](short),
        link,
        tag: noticeId,
        urgent: said.urgent === true,
        answers: said.answers === true,
      },
      ...(whatsapp && phone
        ? {
            whatsapp: {
              channel: 'whatsapp' as const,
              to: phone,
              template: whatsapp.name,
              language,
              parameters: whatsapp.parameters.map((name) => short[name] ?? ''),
            },
          }
        : {}),
      ...(sms && phone
        ? { sms: { channel: 'sms' as const, to: phone, text: sms.text[language](short), templateId: sms.templateId[language] } }
        : {}),
      ...(said.email && email
        ? {
            email: {
              channel: 'email' as const,
              to: email,
              subject: said.email.subject[language](variables),
              text: `${said.email.text[language](variables)}\n\n${link}\n`,
            },
          }
        : {}),
    },
  };
};
