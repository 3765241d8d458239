import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  type InferenceConfiguration,
} from '@aws-sdk/client-bedrock-runtime';

import { env, optionalEnv } from '../shared/env.ts';
import { describeError, logger } from '../shared/logger.ts';
import type { Prompt } from './prompt.ts';

/** Tries before the first word, with jittered waits between; mid-stream failures are the writer's to handle. */
const TRIES = 3;
const FIRST_WAIT = 200;
/** A model that says nothing for this long has failed (milliseconds). */
const SILENCE = 30_000;

export type ModelEnd = 'end' | 'max-tokens' | 'guardrail';

/** Why the model gives nothing (more): `away` before its stream began, `broke` after. */
export class ModelFailed extends Error {
  readonly when: 'away' | 'broke';
  constructor(when: 'away' | 'broke', cause: unknown) {
    super(`The model ${when === 'away' ? 'did not answer' : 'broke off'}`, { cause });
    this.name = 'ModelFailed';
    this.when = when;
  }
}

export type Usage = { inputTokens: number; outputTokens: number };

/** A model: pieces of text, and at last how it ended. */
export type Model = {
  readonly id: string;
  readonly write: (prompt: Prompt, usage: Usage, ended: (end: ModelEnd) => void) => AsyncGenerator<string>;
};

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const mayPass = (error: unknown): boolean => {
  const { name = '', $metadata } = (error ?? {}) as { name?: string; $metadata?: { httpStatusCode?: number } };
  return (
    /Throttling|TooManyRequests|ServiceUnavailable|ModelNotReady|Timeout|InternalServer|ECONN/i.test(name) ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  );
};

let client: BedrockRuntimeClient | undefined;

const ask = async (prompt: Prompt): Promise<AsyncIterable<ConverseStreamOutput>> => {
  client ??= new BedrockRuntimeClient({ maxAttempts: 1 });
  const guardrail = optionalEnv('GUARDRAIL_ID');
  const command = new ConverseStreamCommand({
    modelId: env('MODEL_ID'),
    system: prompt.system.map(({ text }) => ({ text })),
    messages: prompt.messages.map(({ role, content }) => ({ role, content: content.map(({ text }) => ({ text })) })),
    inferenceConfig: JSON.parse(optionalEnv('MODEL_PARAMETERS') ?? '{}') as InferenceConfiguration,
    ...(guardrail
      ? {
          guardrailConfig: {
            guardrailIdentifier: guardrail,
            guardrailVersion: optionalEnv('GUARDRAIL_VERSION') ?? 'DRAFT',
            streamProcessingMode: 'sync',
          },
        }
      : {}),
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { stream } = await client.send(command, { abortSignal: AbortSignal.timeout(SILENCE * 8) });
      if (!stream) throw new Error('Bedrock answered without a stream');
      return stream;
    } catch (error) {
      if (attempt >= TRIES || !mayPass(error)) throw new ModelFailed('away', error);
      logger.warn('The model is asked again', { attempt, ...describeError(error) });
      await wait(FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + Math.random()));
    }
  }
};

const endOf = (stopReason: string | undefined): ModelEnd =>
  stopReason === 'max_tokens' || stopReason === 'model_context_window_exceeded'
    ? 'max-tokens'
    : stopReason === 'guardrail_intervened' || stopReason === 'content_filtered'
      ? 'guardrail'
      : 'end';

/** The next event, or a failure when none comes in time. */
const nextInTime = async <T>(events: AsyncIterator<T>): Promise<IteratorResult<T>> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The model fell silent')), SILENCE);
  });
  try {
    return await Promise.race([events.next(), silence]);
  } finally {
    clearTimeout(timer);
  }
};

/** The model that the environment names, through Bedrock's ConverseStream. Reasoning is not part of the note and is left out. */
export const bedrockModel = (): Model => ({
  id: env('MODEL_ID'),
  async *write(prompt, usage, ended) {
    const events = (await ask(prompt))[Symbol.asyncIterator]();
    let stopped = false;
    try {
      for (;;) {
        const { done, value } = await nextInTime(events);
        if (done) break;
        const text = value.contentBlockDelta?.delta?.text;
        if (text) yield text;
        if (value.messageStop) {
          stopped = true;
          ended(endOf(value.messageStop.stopReason));
        }
        if (value.metadata?.usage) {
          usage.inputTokens += value.metadata.usage.inputTokens ?? 0;
          usage.outputTokens += value.metadata.usage.outputTokens ?? 0;
        }
      }
    } catch (error) {
      throw new ModelFailed('broke', error);
    }
    // A connection that is cut in good order ends without `messageStop`, and the SDK says nothing.
    if (!stopped) throw new ModelFailed('broke', new Error('The stream ended early'));
  },
});
