import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';

import { functionEnvironment } from './environment.ts';
import { render, type Section } from './report.ts';

// Handlers that run in this process read it when they are loaded, so it is set before they are.
Object.assign(process.env, functionEnvironment, { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' });

/** What a part has measured is printed at once, where it takes its time. */
const parts: Record<string, () => Promise<Iterable<Section> | AsyncIterable<Section>>> = {
  functions: async () => [await (await import('./cold-start.ts')).measureColdStarts()],
  streaming: async () => (await import('./streaming.ts')).measureStreaming(),
  commands: async () => (await import('./commands.ts')).measureCommands(),
  booking: async () => (await import('./booking.ts')).measureBooking(),
  record: async () => (await import('./record.ts')).measureRecord(),
  sweep: async () => (await import('./sweep.ts')).measureSweep(),
  web: async () => [await (await import('./web.ts')).measureWeb()],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}; without a name, all of them.`);
  process.exit(1);
}

const startedAt = performance.now();
const sections: Section[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  try {
    for await (const section of await measure()) {
      console.log(render(section));
      sections.push(section);
    }
  } catch (problem) {
    // The other parts are worth having all the same.
    console.error(`The part ${name} could not be measured:`, problem);
    process.exitCode = 1;
  }
}

const directory = join(import.meta.dirname, '../.build');
const seconds = Math.round((performance.now() - startedAt) / 1000);
const machine = { node: process.version, processor: cpus()[0]?.model, cores: availableParallelism() };
mkdirSync(directory, { recursive: true });
writeFileSync(
  join(directory, 'bench.json'),
  `${JSON.stringify({ at: new Date().toISOString(), machine, seconds, sections }, undefined, 2)}\n`,
);

const judged = sections.flatMap(({ lines }) => lines).filter(({ met }) => met !== undefined);
console.log(
  `${judged.filter(({ met }) => met).length} of ${judged.length} aims met, in ${seconds} s, on ${machine.cores} cores, Node ${machine.node}. As JSON: .build/bench.json`,
);
