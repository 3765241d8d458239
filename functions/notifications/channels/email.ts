import { env } from '../../shared/env.ts';
import { linkTo } from '../../shared/links.ts';
import { sendMail } from '../../shared/mail.ts';
import { issueToken } from './notice-tokens.ts';
import { type Port, refusalIn } from './port.ts';

/** Both languages: whoever wants to be rid of letters may be another one than whom they are for. */
const footer = (link: string): string => `--\nNo more e-mail / ईमेल बंद करें: ${link}\n`;

/** By SES, with a way out by one click of the mail program (RFC 8058) and one for people. */
export const sendEmail: Port<'email'> = async ({ to, subject, text }, { told, delivery, table, now }) => {
  const token = await issueToken(table, told, 'stop-email', now);
  try {
    const messageId = await sendMail({
      to,
      subject,
      text: `${text.trimEnd()}\n\n${footer(linkTo(`/stop-email/${token}`))}`,
      headers: {
        'List-Unsubscribe': `<${linkTo(`/api/v1/email-stops/${token}`)}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
      configurationSet: env('MAIL_CONFIGURATION_SET'),
      tags: { delivery: delivery.reference },
    });
    return { accepted: [messageId] };
  } catch (error) {
    return { failed: refusalIn(error) };
  }
};
