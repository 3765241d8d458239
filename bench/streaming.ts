import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { answer } from '../functions/consultation-notes/embedded-model.ts';
import type { Prompt } from '../functions/consultation-notes/prompt.ts';
import { ROUGH } from '../functions/consultation-notes/testing/clinic.ts';
import { nowOf, surroundings } from '../functions/shared/context.ts';
import { indianDateOf } from '../functions/shared/values.ts';
import { startCloud } from '../local/testing.ts';
import { type Chunk, heldBack, pairChunks } from './chunks.ts';
import { openStream, type Streamed } from './event-stream.ts';
import { startModelEndpoint } from './model-endpoint.ts';
import { atMost, type Section } from './report.ts';
import { spread } from './statistics.ts';

/** Between two pieces of the model. */
const GAP_MILLISECONDS = 15;
const ADDED_AIM = 5;
const PACED_NOTES = 8;
const WARM_NOTES = 40;
const COLD_NOTES = 12;
const WARM_AIM = 1_500;
const COLD_AIM = 3_000;

const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
const whole = (value: number) => `${value.toFixed(0)} ms`;

/** The composer's note in words, as a model sends it; the first piece has the first word, so that it is due at once. */
const piecesOf = (prompt: unknown): string[] => answer(prompt as Prompt).match(/^# .*\n\[[^\]]*\] \S+\s*|\s*\S+\s*/g) ?? [];

/** The running cloud, with a model of our own where Bedrock would be: the SDK takes its address from the configuration file. */
const startClinic = async (endpoint: string, directory: string) => {
  const config = join(directory, 'config');
  writeFileSync(config, `[default]\nservices = bench\n[services bench]\nbedrock_runtime =\n  endpoint_url = ${endpoint}\n`);
  const cloud = await startCloud({
    args: ['--bedrock=aws', '--rate-limits=off'],
    env: { AROGYA_WEB: 'off', AWS_CONFIG_FILE: config, AWS_PROFILE: '', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
  });
  const token = await cloud.token('meera', 'doctor');
  const patient = { walkIn: { name: 'Kamla Joshi', ageYears: 61, sex: 'female' } };
  const visit = { visitDate: indianDateOf(nowOf(surroundings)), visitType: 'in-person', letterLanguage: 'en' };
  const notes = `${cloud.origin}/api/v1/consultation-notes`;
  return {
    stop: cloud.stop,
    write: async (): Promise<Streamed> => {
      const streamed = await openStream(
        notes,
        { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        { patient, ...visit, roughNotes: ROUGH },
      );
      if (streamed.status !== 200 || streamed.events.at(-1)?.event.type !== 'completed')
        throw new Error(`A note was not completed: ${streamed.status} ${streamed.body.slice(-300)}`);
      return streamed;
    },
    /** Ends the function's thread, so that the next request starts it anew. */
    cool: async (): Promise<void> => {
      await cloud.fault({ kind: 'function-crash', functionName: 'stream', at: 'before' });
      const { status } = await openStream(`${notes}/none/stream`, { authorization: `Bearer ${token}` });
      if (status < 500) throw new Error(`The function was to crash, and answered ${status}.`);
    },
  };
};

type Clinic = Awaited<ReturnType<typeof startClinic>>;

const firstOf = ({ events, askedAt }: Streamed, type: string): number =>
  (events.find(({ event }) => event.type === type)?.at ?? Number.NaN) - askedAt;

const measureAdded = async (clinic: Clinic, model: Awaited<ReturnType<typeof startModelEndpoint>>): Promise<Section> => {
  const first: number[] = [];
  const notes: Chunk[][] = [];
  for (let note = 0; note <= PACED_NOTES; note += 1) {
    const streamed = await clinic.write();
    const sent = model.answers.at(-1);
    if (!sent) throw new Error('The model was not asked.');
    const chunks = pairChunks(sent, streamed.events);
    // The first note warms up.
    if (note === 0) continue;
    const [begin] = chunks;
    if (begin) first.push(begin.arrivedAt - sent.firstByteAt);
    notes.push(chunks);
  }
  const all = notes.flat();
  const [opening, each] = [spread(first), spread(all.map(({ sentAt, arrivedAt }) => arrivedAt - sentAt))];
  const late = all.filter(({ arrivedAt, nextSentAt }) => arrivedAt >= nextSentAt);
  const held = heldBack(notes);
  return {
    title: `Streaming (${PACED_NOTES} notes, a piece each ${GAP_MILLISECONDS} ms, model → function → gateway → HTTP client)`,
    lines: [
      atMost('model’s first byte → first text event, median', opening.p50, ADDED_AIM, milliseconds, `max ${milliseconds(opening.max)}`),
      atMost(
        'each piece → its text event, median',
        each.p50,
        ADDED_AIM,
        milliseconds,
        `p95 ${milliseconds(each.p95)}, max ${milliseconds(each.max)}`,
      ),
      {
        what: 'pieces that wait for the next one',
        aim: '0',
        measured: `${held.length} of ${notes[0]?.length ?? 0} (late once: ${late.length} of ${all.length})`,
        met: held.length === 0,
      },
    ],
    notes: [
      'The whole way counts as ours, the SDK, the thread and the loopback included. A piece that is held back is late in most notes, one that the machine stalled in one.',
    ],
    data: { first: opening, pieces: each, held, late: late.map(({ sentAt, arrivedAt }) => arrivedAt - sentAt) },
  };
};

const measureFirstEvents = async (clinic: Clinic): Promise<Section> => {
  const taken = async (count: number, before?: () => Promise<void>) => {
    const started: number[] = [];
    const text: number[] = [];
    for (let note = 0; note < count; note += 1) {
      await before?.();
      const streamed = await clinic.write();
      started.push(firstOf(streamed, 'started'));
      text.push(firstOf(streamed, 'text'));
    }
    return { started: spread(started), text: spread(text) };
  };
  await clinic.write();
  const warm = await taken(WARM_NOTES);
  const cold = await taken(COLD_NOTES, clinic.cool);
  const line = (what: string, { p50, p95, samples }: ReturnType<typeof spread>, aim: number) =>
    atMost(`${what}, p95`, p95, aim, whole, `p50 ${whole(p50)}, ${samples} notes`);
  return {
    title: 'First event of POST /consultation-notes (request sent → event, the embedded model’s answer without pauses)',
    lines: [
      line('warm, started', warm.started, WARM_AIM),
      line('warm, first text', warm.text, WARM_AIM),
      line('cold, started', cold.started, COLD_AIM),
      line('cold, first text', cold.text, COLD_AIM),
    ],
    notes: ['Cold: a new thread for the function. Lambda adds its own sandbox to that, and Bedrock the model’s time to its first word.'],
    data: { warm, cold },
  };
};

/** What a doctor waits for, measured through the whole running cloud. */
export const measureStreaming = async (): Promise<Section[]> => {
  let gap = 0;
  const model = await startModelEndpoint((request) => ({ pieces: piecesOf(request), gap }));
  const directory = mkdtempSync(join(tmpdir(), 'arogya-bench-'));
  let clinic: Clinic | undefined;
  try {
    clinic = await startClinic(model.endpoint, directory);
    const firstEvents = await measureFirstEvents(clinic);
    gap = GAP_MILLISECONDS;
    return [await measureAdded(clinic, model), firstEvents];
  } finally {
    await clinic?.stop();
    model.stop();
    rmSync(directory, { recursive: true, force: true });
  }
};
