import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamCommandInput,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Faults } from './cloud.ts';
import { createFaults } from './faults.ts';
import { createModel, type ModelRequest } from './model.ts';

const said = 'Blood pressure is 148/92 mmHg.\nReview in 2 weeks.\n\n- दवा रोज़ लें  ';
let faults: Faults;
let model: Awaited<ReturnType<typeof createModel>>;
let client: BedrockRuntimeClient;
let asked: ModelRequest | undefined;

beforeEach(async () => {
  faults = createFaults();
  model = await createModel({
    faults,
    pace: () => 0,
    answer(request) {
      asked = request;
      return said;
    },
  });
  client = new BedrockRuntimeClient({
    endpoint: model.endpoint,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await model.stop();
});

const input: ConverseStreamCommandInput = {
  modelId: 'global.anthropic.claude-haiku-4-5-20251001-v1:0',
  system: [{ text: 'Write a note.' }],
  messages: [{ role: 'user', content: [{ text: 'c/o headache 3/7' }] }],
};

const read = async (over: Partial<ConverseStreamCommandInput> = {}, from = client) => {
  const heard = { kinds: [] as string[], pieces: [] as string[], reasoning: '', stopReason: '', outputTokens: 0, error: '' };
  const { stream } = await from.send(new ConverseStreamCommand({ ...input, ...over }));
  try {
    for await (const event of stream ?? []) {
      heard.kinds.push(Object.keys(event)[0] ?? '');
      const delta = event.contentBlockDelta?.delta;
      if (delta?.text !== undefined) heard.pieces.push(delta.text);
      if (delta?.reasoningContent?.text) heard.reasoning += delta.reasoningContent.text;
      if (event.messageStop) heard.stopReason = event.messageStop.stopReason ?? '';
      if (event.metadata) heard.outputTokens = event.metadata.usage?.outputTokens ?? 0;
    }
  } catch (error) {
    heard.error = error instanceof Error ? error.name : String(error);
  }
  return heard;
};

test('the SDK’s own client, over HTTP/2, hears the answer in words and in the order of Bedrock', async () => {
  const heard = await read();
  expect(heard.pieces.join('')).toBe(said);
  expect(heard.pieces.length).toBeGreaterThan(8);
  expect(heard.kinds.filter((kind) => kind !== 'contentBlockDelta')).toEqual([
    'messageStart',
    'contentBlockStop',
    'messageStop',
    'metadata',
  ]);
  expect(heard).toMatchObject({ stopReason: 'end_turn', error: '' });
  expect(heard.outputTokens).toBeGreaterThan(10);
  expect(asked).toMatchObject({ modelId: input.modelId, messages: input.messages, system: input.system });
});

test('a client that speaks HTTP/1.1 hears the same, and so does one that does not stream', async () => {
  const http1 = new BedrockRuntimeClient({
    endpoint: model.endpoint,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: new NodeHttpHandler(),
  });
  expect((await read({}, http1)).pieces.join('')).toBe(said);
  http1.destroy();
  const { output, stopReason } = await client.send(new ConverseCommand(input));
  expect(output?.message?.content?.[0]?.text).toBe(said);
  expect(stopReason).toBe('end_turn');
});

test('two notes can be written at the same time', async () => {
  const heard = await Promise.all(Array.from({ length: 8 }, () => read()));
  expect(heard.every(({ pieces }) => pieces.join('') === said)).toBe(true);
});

test('an answer stops at the token limit and says so', async () => {
  const heard = await read({ inferenceConfig: { maxTokens: 5 } });
  expect(heard.stopReason).toBe('max_tokens');
  expect(said.startsWith(heard.pieces.join(''))).toBe(true);
  expect(heard.pieces.join('').length).toBeLessThan(said.length);
  expect(heard.outputTokens).toBeLessThanOrEqual(5);
});

test('a throttled model answers 429 as Bedrock does, as often as asked', async () => {
  faults.add({ kind: 'model-throttled', times: 2 });
  for (const _ of [1, 2]) {
    await expect(read()).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 429 } });
  }
  expect((await read()).error).toBe('');
});

test('the SDK’s own retries get past a throttled model', async () => {
  faults.add({ kind: 'model-throttled' });
  const patient = new BedrockRuntimeClient({
    endpoint: model.endpoint,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 2,
  });
  expect((await read({}, patient)).pieces.join('')).toBe(said);
  patient.destroy();
});

test.for([
  ['modelStreamErrorException', 'ModelStreamErrorException'],
  ['internalServerException', 'InternalServerException'],
  ['serviceUnavailableException', 'ServiceUnavailableException'],
  ['throttlingException', 'ThrottlingException'],
] as const)('a model that fails mid-stream with %s leaves the words before it', async ([script, name]) => {
  faults.add({ kind: 'model-fails-midstream', afterPieces: 2, script });
  const heard = await read();
  expect(heard.pieces.join('')).toBe('Blood pressure ');
  expect(heard.error).toBe(name);
  expect((await read()).error).toBe('');
});

test('a connection that is reset mid-stream is an error, not an end', async () => {
  const http1 = new BedrockRuntimeClient({
    endpoint: model.endpoint,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: new NodeHttpHandler(),
  });
  for (const from of [client, http1]) {
    faults.add({ kind: 'model-fails-midstream', afterPieces: 2, script: 'reset' });
    const heard = await read({}, from);
    expect(heard.error).not.toBe('');
    expect(heard.stopReason).toBe('');
  }
  http1.destroy();
  expect((await read()).error).toBe('');
});

test('an answer that is cut short ends without a stop reason', async () => {
  faults.add({ kind: 'model-fails-midstream', afterPieces: 2, script: 'cut-short' });
  expect(await read()).toMatchObject({ error: '', stopReason: '', pieces: ['Blood ', 'pressure '] });
});

test('a slow model pauses before each piece', async () => {
  faults.add({ kind: 'model-slow', milliseconds: 20 });
  const startedAt = performance.now();
  const { pieces } = await read();
  expect(performance.now() - startedAt).toBeGreaterThan(pieces.length * 18);
});

test('a scripted model says exactly what it is told, one script after the other', async () => {
  faults.add({
    kind: 'model-script',
    times: 2,
    script: ['Metformin 850 mg.', { pieces: ['Left ', 'kn', 'ee'], stopReason: 'max_tokens' }],
  });
  faults.add({ kind: 'model-script', script: { text: 'I cannot help.', stopReason: 'guardrail_intervened', reasoning: 'Hm.' } });
  expect((await read()).pieces.join('')).toBe('Metformin 850 mg.');
  expect(await read()).toMatchObject({ pieces: ['Left ', 'kn', 'ee'], stopReason: 'max_tokens' });
  expect(await read()).toMatchObject({ pieces: ['I ', 'cannot ', 'help.'], stopReason: 'guardrail_intervened', reasoning: 'Hm.' });
  expect((await read()).pieces.join('')).toBe(said);
});

test('what the real models refuse is refused', async () => {
  const user = { role: 'user' as const, content: [{ text: 'notes' }] };
  const assistant = (text: string) => ({ role: 'assistant' as const, content: [{ text }] });
  for (const messages of [
    [assistant('first')],
    [user, user],
    [user, assistant('ends in space ')],
    [{ role: 'user' as const, content: [{ text: ' ' }] }],
  ]) {
    await expect(read({ messages })).rejects.toMatchObject({ name: 'ValidationException' });
  }
  faults.add({ kind: 'model-script', script: { words: 'no such field' } });
  await expect(read()).rejects.toMatchObject({ name: 'ValidationException' });
});
