import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Letter } from '../mail.ts';
import { Life } from './mortal.ts';

type SendEmail = {
  Destination: { ToAddresses: string[] };
  Content: { Simple: { Subject: { Data: string }; Body: { Text: { Data: string } } } };
};

/** Where `sendMail()` reaches SES in a test. It keeps what it accepts; the process that sends may die before or after. */
export const startTestMailbox = async () => {
  const letters: Letter[] = [];
  let life = new Life();
  let away = false;

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { Destination, Content } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as SendEmail;
    await life.step('before SES accepts');
    if (away) {
      response.writeHead(400, { 'content-type': 'application/json', 'x-amzn-errortype': 'SendingPausedException' }).end('{}');
      return;
    }
    letters.push({
      to: Destination.ToAddresses[0] ?? '',
      subject: Content.Simple.Subject.Data,
      text: Content.Simple.Body.Text.Data,
    });
    await life.step('after SES accepts');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ MessageId: `ses-${letters.length}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The SDK reads this when its client first sends.
  process.env.AWS_ENDPOINT_URL_SESV2 = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    letters: letters as readonly Letter[],
    empty() {
      letters.length = 0;
    },
    /** The process that sends from now on. */
    sentBy(process: Life) {
      life = process;
    },
    goAway(gone: boolean) {
      away = gone;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
};

export type TestMailbox = Awaited<ReturnType<typeof startTestMailbox>>;
