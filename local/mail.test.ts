import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GetAccountCommand, SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Faults } from './cloud.ts';
import { createFaults } from './faults.ts';
import { closeServer, listen } from './http.ts';
import { createMail } from './mail.ts';
import { openOutbox } from './outbox.ts';
import { createReceipts } from './receipts.ts';

let folder: string;
let store: DatabaseSync;
let faults: Faults;
let mail: ReturnType<typeof openOutbox>;
let server: Server;
let client: SESv2Client;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arogya-mail-'));
  store = new DatabaseSync(join(folder, 'local.sqlite'));
  faults = createFaults();
  mail = openOutbox(store);
  const log = { info() {}, warn() {}, error: console.error };
  const receipts = createReceipts({ store, outbox: mail, faults, log });
  const { handle } = createMail({ outbox: mail, receipts, events: { put: () => ({}) }, faults, configurationSets: [], destinations: [] });
  const listening = await listen(0, handle, log);
  server = listening.server;
  client = new SESv2Client({
    endpoint: `http://127.0.0.1:${listening.port}`,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await closeServer(server);
  store.close();
  await rm(folder, { recursive: true });
});

const letter: SendEmailCommandInput = {
  FromEmailAddress: 'Arogya <letters@arogya.example>',
  Destination: { ToAddresses: ['sunita@arogya.example'] },
  Content: { Simple: { Subject: { Data: 'आपकी चिट्ठी' }, Body: { Text: { Data: 'Namaste' }, Html: { Data: '<p>Namaste</p>' } } } },
};

test('a letter is in the inbox, newest first, and still there after a restart', async () => {
  const first = await client.send(new SendEmailCommand(letter));
  const second = await client.send(new SendEmailCommand({ ...letter, Destination: { ToAddresses: ['ravi@arogya.example'] } }));
  expect(first.MessageId).not.toBe(second.MessageId);
  const expected = [
    { id: second.MessageId, to: ['ravi@arogya.example'] },
    {
      id: first.MessageId,
      from: 'Arogya <letters@arogya.example>',
      to: ['sunita@arogya.example'],
      subject: 'आपकी चिट्ठी',
      text: 'Namaste',
      html: '<p>Namaste</p>',
    },
  ];
  expect(mail.list()).toMatchObject(expected);
  store.close();
  store = new DatabaseSync(join(folder, 'local.sqlite'));
  expect(openOutbox(store).list()).toMatchObject(expected);
});

test('a raw message shows its subject, text and HTML', async () => {
  const raw = [
    'From: Arogya <letters@arogya.example>',
    'To: sunita@arogya.example',
    'Subject: =?UTF-8?B?4KSa4KS/4KSf4KWN4KSg4KWA?= =?UTF-8?Q?_of_14_August?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Blood sugar =E2=89=A4 7 =',
    'is your goal.',
    '--b1',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('<p>≤ 7</p>').toString('base64'),
    '--b1--',
    '',
  ].join('\r\n');
  await client.send(new SendEmailCommand({ Content: { Raw: { Data: Buffer.from(raw) } } }));
  expect(mail.list()).toMatchObject([
    {
      from: 'Arogya <letters@arogya.example>',
      to: ['sunita@arogya.example'],
      subject: 'चिट्ठी of 14 August',
      text: 'Blood sugar ≤ 7 is your goal.',
      html: '<p>≤ 7</p>',
    },
  ]);
});

test('a throttled sender is told so and nothing is sent', async () => {
  faults.add({ kind: 'mail-throttled' });
  await expect(client.send(new SendEmailCommand(letter))).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    $metadata: { httpStatusCode: 429 },
  });
  expect(mail.list()).toEqual([]);
  await client.send(new SendEmailCommand(letter));
  expect(mail.list()).toHaveLength(1);
});

test('a letter without sender, recipient, subject or text is refused, as are other calls', async () => {
  const simple = letter.Content?.Simple;
  const wrong: SendEmailCommandInput[] = [
    { ...letter, FromEmailAddress: undefined },
    { ...letter, Destination: {} },
    { ...letter, Destination: { ToAddresses: ['sunita'] } },
    { ...letter, Content: { Simple: { Subject: { Data: '' }, Body: simple?.Body } } },
    { ...letter, Content: { Simple: { Subject: simple?.Subject, Body: {} } } },
    { ...letter, Content: { Template: { TemplateName: 'x' } } },
  ];
  for (const input of wrong) await expect(client.send(new SendEmailCommand(input))).rejects.toMatchObject({ name: 'BadRequestException' });
  await expect(client.send(new GetAccountCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' });
  expect(mail.list()).toEqual([]);
});
