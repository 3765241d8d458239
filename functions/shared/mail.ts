import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

import { env } from './env.ts';

const client = new SESv2Client({ maxAttempts: 2 });

export type Letter = { readonly to: string; readonly subject: string; readonly text: string };

/** Hands a letter to SES; answers with SES's id of it. */
export const sendMail = async ({ to, subject, text }: Letter): Promise<string> => {
  const { MessageId } = await client.send(
    new SendEmailCommand({
      FromEmailAddress: env('MAIL_FROM'),
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: subject, Charset: 'UTF-8' }, Body: { Text: { Data: text, Charset: 'UTF-8' } } } },
    }),
  );
  return MessageId ?? 'accepted';
};
