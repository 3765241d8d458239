import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildWhatChanged } from '../local/build.ts';
import { runTool, startTool } from './tools.ts';

/** `npm test`: format, lint, types, builds, then every test; ends with `N passed, N failed`. Arguments go to vitest. */

const started = performance.now();
const args = process.argv.slice(2);
let passed = 0;
let failed = 0;

const count = (name: string, ok: boolean): void => {
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`);
  if (ok) passed += 1;
  else failed += 1;
};

// What is asked for by name is tested alone; the whole run begins with what a compiler and a linter can say.
if (args.length === 0) {
  count('format, lint and dependency direction', runTool('biome', ['check', '--error-on-warnings', '.']));
  count('types', runTool('tsc', ['--noEmit', '-p', '.']));
}

try {
  const built = await buildWhatChanged();
  console.log(`Built: ${built.join(', ') || 'nothing had changed'}`);
} catch (problem) {
  count(`build (${(problem as Error).message})`, false);
}

/** Runs some of the tests and counts them. */
const test = async (asked: readonly string[]): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'arogya-test-'));
  const report = join(folder, 'report.json');
  const ok = await startTool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...asked]);
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
    passed += numPassedTests ?? 0;
    failed += numFailedTests ?? 0;
    // A file that cannot even be loaded has no failed test, and has failed.
    if (!ok && !numFailedTests) failed += Math.max(1, numFailedTestSuites ?? 0);
  } catch {
    failed += 1;
  }
  rmSync(folder, { recursive: true, force: true });
};

const projects = (...names: string[]): string[] => names.flatMap((name) => ['--project', name]);

if (failed === 0) {
  // One after the other, half of the time of the whole run would be spent waiting.
  if (args.length === 0)
    await Promise.all([
      test(projects('rules', 'infra', 'local')).then(() => Promise.all([test(projects('journeys')), test(projects('every-page'))])),
      test(projects('journeys-that-wait')),
    ]);
  else await test(args);
}

console.log(`Took ${Math.round((performance.now() - started) / 1000)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
