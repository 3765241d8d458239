import { globSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

import { type BuildOptions, build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** The settings of every function's bundle; the benchmark builds its bare handler with the same ones. */
export const bundleOptions: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  // Packages in CommonJS call require() for Node's own modules.
  banner: { js: "import{createRequire as arogyaCreateRequire}from'node:module';const require=arogyaCreateRequire(import.meta.url);" },
  legalComments: 'none',
  logLevel: 'warning',
};

/** Source files that become a Lambda function each: `consultation-notes/stream`. */
export const functionSources = (): string[] =>
  globSync('functions/*/{handler,stream,socket,on-*,seal-*,sweep-*}.ts', { cwd: root, exclude: ['**/*.test.ts'] }).sort();

/** All functions in one esbuild call, each to `.build/functions/<feature>/<file>/index.mjs`, and what the embedded model answers with. */
export const buildFunctions = async (): Promise<string[]> => {
  const names = functionSources().map((source) => relative('functions', source).replace(/\.ts$/, ''));
  rmSync(join(root, '.build/functions'), { recursive: true, force: true });
  await build({
    ...bundleOptions,
    absWorkingDir: root,
    outdir: '.build',
    entryPoints: [
      ...names.map((name) => ({ in: `functions/${name}.ts`, out: `functions/${name}/index` })),
      { in: 'functions/consultation-notes/embedded-model.ts', out: 'local/consultation-notes-model' },
    ],
  });
  return names;
};

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  const started = performance.now();
  const names = await buildFunctions();
  console.log(`Built ${names.length} functions into .build/functions in ${Math.round(performance.now() - started)} ms`);
}
