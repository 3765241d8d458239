import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import * as z from 'zod';
import { type Kept, measure } from '../functions/consultation-notes/checking/measure.ts';
import type { NoteStreamEvent, Sentence } from '../functions/consultation-notes/contract.ts';

/**
 * Runs rough notes through the running pipeline (HTTP, gateway, function, model, table) and says how the notes turned out:
 * one JSON line a note, then a summary. Input: JSON lines `{ id, rough_note }`.
 */

const usage =
  'npm run eval:notes -- FILE.jsonl [--port N] [--language en|hi]\n  Without a running Arogya at the port (8787) it starts one of its own.';

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const Line = z.object({ id: z.union([z.string(), z.number()]).transform(String), rough_note: z.string().min(1) });

const readLines = (file: string): z.infer<typeof Line>[] => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return fail(`${file} cannot be read.`);
  }
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      try {
        return Line.parse(JSON.parse(line));
      } catch {
        return fail(`Line ${number} of ${file} is not a JSON object with id and rough_note.`);
      }
    });
};

type Cloud = { readonly origin: string; readonly token: string; readonly stop: () => Promise<void> };

const tokenAt = async (origin: string): Promise<string> => {
  const response = await fetch(`${origin}/local/api/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: 'note-evaluation', role: 'doctor', expiresInSeconds: 14_400 }),
  });
  const answer = (await response.json()) as { data?: { tokens: string[] }; error?: { message: string } };
  return answer.data?.tokens[0] ?? fail(answer.error?.message ?? `${origin} gave no token.`);
};

/** The Arogya that runs at the port, or one of our own for as long as the evaluation takes. */
const openCloud = async (port: string): Promise<Cloud> => {
  const origin = `http://localhost:${port}`;
  const running = await fetch(`${origin}/api/v1/health`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (running) return { origin, token: await tokenAt(origin), stop: async () => undefined };
  console.error(`Nothing runs at ${origin}; starting an Arogya for this evaluation ...`);
  const { startCloud } = await import('../local/testing.ts');
  const cloud = await startCloud({ args: ['--rate-limits=off'], env: { AROGYA_WEB: 'off' } });
  return { origin: cloud.origin, token: await tokenAt(cloud.origin), stop: cloud.stop };
};

type Run = { readonly events: NoteStreamEvent[]; readonly firstEventMs: number; readonly firstTextMs: number; readonly totalMs: number };

/** One note's stream, with the times at which its first event and its first words arrived. */
const writeNote = async ({ origin, token }: Cloud, roughNotes: string, letterLanguage: string): Promise<Run> => {
  const started = performance.now();
  const response = await fetch(`${origin}/api/v1/consultation-notes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({
      patient: { walkIn: { name: 'Asha Verma', ageYears: 40, sex: 'female' } },
      visitDate: new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata', dateStyle: 'short' }).format(Date.now()),
      visitType: 'in-person',
      letterLanguage,
      roughNotes,
    }),
  });
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  const events: NoteStreamEvent[] = [];
  let firstEventMs = 0;
  let firstTextMs = 0;
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data === undefined) continue;
      const event = JSON.parse(data) as NoteStreamEvent;
      events.push(event);
      firstEventMs ||= performance.now() - started;
      if (event.type === 'text') firstTextMs ||= performance.now() - started;
    }
  }
  return { events, firstEventMs, firstTextMs, totalMs: performance.now() - started };
};

const percentile = (values: readonly number[], share: number): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  return value === undefined ? null : Math.round(value);
};

const percent = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((part / whole) * 1000) / 10);

const total = (parts: readonly Kept[]) => {
  const input = parts.reduce((sum, part) => sum + part.input, 0);
  const inSummary = parts.reduce((sum, part) => sum + part.summaryOnly, 0);
  const inRecord = parts.reduce((sum, part) => sum + part.kept, 0);
  return {
    input,
    keptInSummary: inSummary,
    percentInSummary: percent(inSummary, input),
    percentInSummaryOrNextSteps: percent(inRecord, input),
  };
};

const { values, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { port: { type: 'string', default: '8787' }, language: { type: 'string', default: 'en' } },
    });
  } catch (error) {
    return fail(`${(error as Error).message}\n${usage}`);
  }
})();
const [file] = positionals;
if (!file || positionals.length > 1 || !['en', 'hi'].includes(values.language)) fail(usage);

const lines = readLines(file ?? '');
const cloud = await openCloud(values.port);
const measured: ReturnType<typeof measure>[] = [];
const times = { firstEvent: [] as number[], firstText: [] as number[], total: [] as number[] };
let failed = 0;
for (const { id, rough_note } of lines) {
  try {
    const run = await writeNote(cloud, rough_note, values.language);
    const sentences: Sentence[] = run.events.flatMap((event) => (event.type === 'sentence' ? [event.sentence] : []));
    const complete = run.events.some(({ type }) => type === 'completed');
    const figures = measure(rough_note, sentences);
    measured.push(figures);
    times.firstEvent.push(run.firstEventMs);
    times.firstText.push(run.firstTextMs);
    times.total.push(run.totalMs);
    const sectionText = (section: Sentence['section']) => sentences.filter((each) => each.section === section).map(({ text }) => text);
    console.log(
      JSON.stringify({
        id,
        complete,
        sections: { summary: sectionText('summary'), nextSteps: sectionText('next-steps'), letter: sectionText('letter') },
        sentences,
        flags: sentences.flatMap(({ sentenceId, flags }) => flags.map((flag) => ({ sentenceId, ...flag }))),
        measures: figures,
        times: { firstEventMs: Math.round(run.firstEventMs), firstTextMs: Math.round(run.firstTextMs), totalMs: Math.round(run.totalMs) },
      }),
    );
  } catch (error) {
    failed += 1;
    console.log(JSON.stringify({ id, error: (error as Error).message }));
  }
}
await cloud.stop();

const sum = (pick: (figures: (typeof measured)[number]) => number) => measured.reduce((count, figures) => count + pick(figures), 0);
const flagsByKind: Record<string, number> = {};
for (const figures of measured)
  for (const [kind, count] of Object.entries(figures.flagsByKind)) flagsByKind[kind] = (flagsByKind[kind] ?? 0) + count;
console.log(
  JSON.stringify({
    summary: {
      notes: lines.length,
      failed,
      sentences: sum((figures) => figures.sentences),
      sentencesCited: sum((figures) => figures.cited),
      percentCited: percent(
        sum((figures) => figures.cited),
        sum((figures) => figures.sentences),
      ),
      numbers: total(measured.map((figures) => figures.numbers)),
      doses: total(measured.map((figures) => figures.doses)),
      drugs: total(measured.map((figures) => figures.drugs)),
      negations: total(measured.map((figures) => figures.negations)),
      flagsByKind,
      firstEventMs: { p50: percentile(times.firstEvent, 0.5), p95: percentile(times.firstEvent, 0.95) },
      firstTextMs: { p50: percentile(times.firstText, 0.5), p95: percentile(times.firstText, 0.95) },
      totalMs: { p50: percentile(times.total, 0.5), p95: percentile(times.total, 0.95) },
    },
  }),
);
process.exitCode = failed > 0 ? 1 : 0;
