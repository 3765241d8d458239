import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { noteRoutes } from '../functions/consultation-notes/contract.ts';
import { openClinic } from '../functions/consultation-notes/testing/clinic.ts';
import { contracts } from '../functions/contracts.ts';
import { nowOf, surroundings } from '../functions/shared/context.ts';
import type { Route } from '../functions/shared/http/route.ts';
import { gatewayEvent } from '../functions/shared/testing/caller.ts';
import { startTestTable } from '../functions/shared/testing/table.ts';
import { indianDateOf } from '../functions/shared/values.ts';
import { type Bundle, buildBundles, excess } from './bundles.ts';
import type { ColdStart } from './cold-start-process.ts';
import { functionEnvironment } from './environment.ts';
import { startModelEndpoint } from './model-endpoint.ts';
import { atMost, type Line, ratio, type Section } from './report.ts';
import { interleave, median } from './statistics.ts';

const ROUNDS = 16;
const SIZE_AIM = 1.2;
const TIME_AIM = 1.15;
const SAMPLE_MILLISECONDS = 20_000;
const NAMED = 10;

type Phases = { total: number; node: number; load: number; answer: number };

const sample = (script: string, bundle: string, event: string, env: Record<string, string>): Promise<Phases> =>
  new Promise((resolve, reject) => {
    const spawnedAt = performance.timeOrigin + performance.now();
    const child = spawn(process.execPath, [script, bundle, event], { env, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    const late = setTimeout(() => child.kill('SIGKILL'), SAMPLE_MILLISECONDS);
    let said = '';
    let complained = '';
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      complained += chunk;
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(late);
      const done = said === '' ? undefined : (JSON.parse(said) as ColdStart);
      if (!done || done.status >= 300)
        return reject(new Error(`${bundle} answered ${done?.status ?? 'nothing'}: ${complained.slice(-800)}`));
      resolve({
        total: done.answeredAt - spawnedAt,
        node: done.begunAt - spawnedAt,
        load: done.loadedAt - done.begunAt,
        answer: done.answeredAt - done.loadedAt,
      });
    });
  });

const middle = (samples: readonly Phases[]): Phases => ({
  total: median(samples.map(({ total }) => total)),
  node: median(samples.map(({ node }) => node)),
  load: median(samples.map(({ load }) => load)),
  answer: median(samples.map(({ answer }) => answer)),
});

/** A read of a feature that a patient, or anybody, can ask for without knowing anything. */
const plainRead = (name: string): Route | undefined => {
  const [feature = ''] = name.split('/');
  const routes: Record<string, Route> = contracts[feature as keyof typeof contracts] ?? {};
  return Object.values(routes).find(
    ({ method, path, allow }) => method === 'GET' && !path.includes('{') && (!Array.isArray(allow) || allow.includes('patient')),
  );
};

const phases = ({ node, load, answer }: Phases) => `${node.toFixed(0)} + ${load.toFixed(0)} + ${answer.toFixed(0)}`;

/** Size of every HTTP function and its time from spawn to first answer, against a bare handler that is built alike. */
export const measureColdStarts = async (): Promise<Section> => {
  const { ours, background, bare, bareStream, process: script } = await buildBundles();
  const store = await startTestTable(functionEnvironment.TABLE_NAME);
  const model = await startModelEndpoint(() => ({ pieces: ['# summary\n[1] Fever ', 'for 3 days.\n'], gap: 0 }));
  const directory = mkdtempSync(join(tmpdir(), 'arogya-bench-'));
  try {
    const clinic = await openClinic(store, surroundings);
    const { endpoint } = store.raw.config;
    const { protocol, hostname, port } = (await endpoint?.()) ?? {};
    const env = {
      ...functionEnvironment,
      // Nothing of the user's own AWS configuration.
      AWS_CONFIG_FILE: join(directory, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(directory, 'none'),
      AWS_ENDPOINT_URL_DYNAMODB: `${protocol}//${hostname}:${port}`,
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: model.endpoint,
    };

    const { body } = clinic.request({ visitDate: indianDateOf(nowOf(surroundings)) });
    const requestFor = (name: string): unknown => {
      if (name === 'consultation-notes/stream')
        return gatewayEvent(noteRoutes.create, clinic.doctor, { body, idempotencyKey: randomUUID() });
      if (name === bare.name || name === bareStream.name) return {};
      const route = plainRead(name);
      if (!route) throw new Error(`The benchmark has no request for ${name}.`);
      return gatewayEvent(route, Array.isArray(route.allow) ? clinic.patient : undefined, {});
    };
    const all = [...ours, bare, bareStream];
    const bareOf = ({ name }: Bundle) => (name.endsWith('/stream') ? bareStream : bare);

    const samples = await interleave(
      all.map(({ name }) => name),
      ROUNDS,
      (name) => {
        const event = join(directory, 'event.json');
        writeFileSync(event, JSON.stringify(requestFor(name)));
        return sample(script, all.find((bundle) => bundle.name === name)?.file ?? '', event, env);
      },
    );

    const times = Object.fromEntries(Object.entries(samples).map(([name, taken]) => [name, middle(taken)]));
    const timeOf = ({ name }: Bundle): Phases => times[name] ?? { total: Number.NaN, node: 0, load: 0, answer: 0 };
    const lines: Line[] = ours.map((bundle) =>
      atMost(`size  ${bundle.name}`, bundle.kib / bareOf(bundle).kib, SIZE_AIM, (value) => ratio(value, 1), `${bundle.kib.toFixed(0)} KiB`),
    );
    for (const bundle of ours) {
      const [mine, least] = [timeOf(bundle), timeOf(bareOf(bundle))];
      lines.push(
        atMost(
          `start ${bundle.name}`,
          mine.total / least.total,
          TIME_AIM,
          (value) => ratio(value, 1),
          `${mine.total.toFixed(0)} ms = ${phases(mine)}; +${(mine.total - least.total).toFixed(0)} ms`,
        ),
      );
    }
    for (const bundle of [bare, bareStream]) {
      const time = timeOf(bundle);
      lines.push({ what: `      ${bundle.name}`, measured: `${bundle.kib.toFixed(0)} KiB, ${time.total.toFixed(0)} ms = ${phases(time)}` });
    }
    // Nobody waits for these: their size is told and not judged.
    for (const { name, kib } of background)
      lines.push({ what: `size  ${name}`, measured: `${ratio(kib, bare.kib)} (${kib.toFixed(0)} KiB)` });
    return {
      title: `Bundles and cold start (median of ${ROUNDS}; ms = Node itself + loading + first answer; against a bare handler)`,
      lines,
      notes: [
        ...ours.map((bundle) => {
          const over = excess(bundle, bareOf(bundle));
          const named = over.slice(0, NAMED).map(({ name, kib }) => `${name} ${kib.toFixed(1)}`);
          return `${bundle.name} over bare, KiB: ${named.join(', ')}`;
        }),
        'The first answer of ours asks the table more often than the bare one’s single read: for the account’s state, then for what the route needs, and create writes its command before the model is asked.',
      ],
      data: all.map((bundle) => ({
        name: bundle.name,
        kib: bundle.kib,
        milliseconds: timeOf(bundle),
        samples: samples[bundle.name]?.map(({ total }) => total),
        packages: bundle.shares.slice(0, NAMED),
        ...(bundle === bare || bundle === bareStream ? {} : { overBare: excess(bundle, bareOf(bundle)).slice(0, NAMED) }),
      })),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
    model.stop();
    store.stop();
  }
};
