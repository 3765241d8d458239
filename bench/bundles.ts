import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

import { bundleOptions, functionSources } from '../scripts/build.ts';

const root = join(import.meta.dirname, '..');
const outdir = '.build/bench/functions';
const KIB = 1024;

/** What a package or a folder of ours adds to a bundle, in KiB. */
export type Share = { readonly name: string; readonly kib: number };

export type Bundle = {
  /** `identity/handler` */
  readonly name: string;
  readonly file: string;
  readonly kib: number;
  readonly shares: readonly Share[];
};

const shareOf = (input: string): string =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? input.split('/').slice(0, 2).join('/');

const sharesOf = (inputs: Metafile['outputs'][string]['inputs']): Share[] => {
  const bytes = new Map<string, number>();
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    const name = shareOf(input);
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
  }
  return [...bytes].map(([name, size]) => ({ name, kib: size / KIB })).toSorted((a, b) => b.kib - a.kib);
};

/** What makes one bundle larger than another, the largest first. */
export const excess = (bundle: Pick<Bundle, 'shares'>, over: Pick<Bundle, 'shares'>): Share[] => {
  const there = new Map(over.shares.map(({ name, kib }) => [name, kib]));
  return bundle.shares
    .map(({ name, kib }) => ({ name, kib: kib - (there.get(name) ?? 0) }))
    .filter(({ kib }) => kib >= 0.1)
    .toSorted((a, b) => b.kib - a.kib);
};

export type Bundles = {
  /** Those that answer somebody who waits. */
  readonly ours: readonly Bundle[];
  /** Those that events and the clock start. */
  readonly background: readonly Bundle[];
  readonly bare: Bundle;
  readonly bareStream: Bundle;
  /** The script that takes one cold start. */
  readonly process: string;
};

/** Every function, the bare ones and the sampling process, in one call with the settings of `scripts/build.ts`. */
export const buildBundles = async (): Promise<Bundles> => {
  const sources = functionSources();
  const isHttp = (source: string) => /\/(handler|stream)\.ts$/.test(source);
  const own = ['bench/bare-handler.ts', 'bench/bare-stream.ts'] as const;
  rmSync(join(root, outdir), { recursive: true, force: true });
  const settings = { ...bundleOptions, absWorkingDir: root, outdir, outbase: '.' };
  const { metafile } = await build({ ...settings, entryPoints: [...sources, ...own], metafile: true });
  const sampling = 'cold-start-process';
  await build({ ...settings, minify: false, outbase: 'bench', entryPoints: [`bench/${sampling}.ts`] });
  const of = (source: string, name = source.replace(/^functions\/|\.ts$/g, '')): Bundle => {
    const file = join(outdir, source.replace(/\.ts$/, '.mjs'));
    const output = metafile.outputs[file.replaceAll('\\', '/')];
    if (!output) throw new Error(`${source} was not built.`);
    return { name, file: join(root, file), kib: output.bytes / KIB, shares: sharesOf(output.inputs) };
  };
  return {
    ours: sources.filter(isHttp).map((source) => of(source)),
    background: sources.filter((source) => !isHttp(source)).map((source) => of(source)),
    bare: of(own[0], 'bare'),
    bareStream: of(own[1], 'bare stream'),
    process: join(root, outdir, `${sampling}.mjs`),
  };
};
