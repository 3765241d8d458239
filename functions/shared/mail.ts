import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

import { env } from './env.ts';

/** One try: after a lost answer the SDK would send a second letter that nobody counts. The queue tries again. */
const client = new SESv2Client({ maxAttempts: 1 });

export type Letter = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Beside those that SES makes itself. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Receipts of the letter go where this set of SES says. */
  readonly configurationSet?: string;
  /** Come back with each receipt: letters, digits, `-` and `_`. */
  readonly tags?: Readonly<Record<string, string>>;
};

const pairsOf = (named: Readonly<Record<string, string>> = {}) => Object.entries(named).map(([Name, Value]) => ({ Name, Value }));

/** Hands a letter to SES; answers with SES's id of it. */
export const sendMail = async ({ to, subject, text, headers, configurationSet, tags }: Letter): Promise<string> => {
  const { MessageId } = await client.send(
    new SendEmailCommand({
      FromEmailAddress: env('MAIL_FROM'),
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: { Data: subject, Charset: 'UTF-8' },
          Body: { Text: { Data: text, Charset: 'UTF-8' } },
          ...(headers ? { Headers: pairsOf(headers) } : {}),
        },
      },
      ...(configurationSet ? { ConfigurationSetName: configurationSet } : {}),
      ...(tags ? { EmailTags: pairsOf(tags) } : {}),
    }),
  );
  return MessageId ?? 'accepted';
};
