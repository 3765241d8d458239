import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

type Chunk = { file: string; src?: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[]; css?: string[] };

/** Kilobytes as Vite and the UI's budget count them: 1,000 bytes. */
const KILOBYTE = 1_000;

const brotliSize = (file: string): number =>
  brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }).byteLength;

export type FirstRoute = {
  /** KB brotli of the JavaScript that the landing page needs, in English: entry, its imports, the route and its words. */
  readonly jsKb: number;
  readonly cssKb: number;
  readonly files: readonly { readonly file: string; readonly kb: number }[];
};

/**
 * What the first route weighs, from the manifest of the build in `webFolder`. A route that is loaded
 * late is named by its source, as are the words that it shows.
 */
export function firstRouteBytes(
  webFolder: string,
  late: readonly string[] = ['src/features/identity/landing.tsx', 'src/features/identity/landing.en.ts', 'src/shared/i18n/shared.en.ts'],
): FirstRoute {
  const manifest = JSON.parse(readFileSync(path.join(webFolder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const chunk = manifest[name];
    if (!chunk) throw new Error(`The build has no chunk "${name}": has a file of the first route been renamed?`);
    scripts.add(chunk.file);
    for (const style of chunk.css ?? []) styles.add(style);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry);
  if (!entry) throw new Error('The build has no entry.');
  for (const name of [entry, ...late]) visit(name);
  const weigh = (files: Iterable<string>) => [...files].map((file) => ({ file, kb: brotliSize(path.join(webFolder, file)) / KILOBYTE }));
  const total = (files: readonly { kb: number }[]) => files.reduce((sum, { kb }) => sum + kb, 0);
  const js = weigh(scripts);
  const css = weigh(styles);
  return { jsKb: total(js), cssKb: total(css), files: [...js, ...css].toSorted((a, b) => b.kb - a.kb) };
}
