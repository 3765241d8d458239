import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { firstRouteBytes } from '../scripts/bytes.ts';
import { atMost, type Line, type Section } from './report.ts';

const root = join(import.meta.dirname, '..');
const web = join(root, '.build/bench/web');

/** KB of 1,000 bytes, brotli, as in `ui`'s budget. The limit is half of the nearest open-source patient portal. */
const FIRST_ROUTE = { js: 100, limit: 144, css: 10 };
const EXTRA = { note: 60, other: 25 };
/** The doctor's workspace, where the note is written. */
const NOTE = 'src/features/consultation-notes/desk.tsx';
/** What the landing page loads late: scripts/bytes.ts counts these by itself when nothing is named. */
const LANDING = ['src/features/identity/landing.tsx', 'src/features/identity/landing.en.ts', 'src/shared/i18n/shared.en.ts'];

type Manifest = Record<string, { isEntry?: boolean; imports?: string[]; dynamicImports?: string[] }>;

const kb = (value: number) => `${value.toFixed(1)} KB`;

/** Each page that the entry loads late, with the English words that it and what it imports ask for. */
export const pagesOf = (manifest: Manifest): { page: string; late: string[] }[] => {
  const entry = Object.values(manifest).find(({ isEntry }) => isEntry);
  return (entry?.dynamicImports ?? [])
    .filter((page) => page.endsWith('.tsx') && !LANDING.includes(page))
    .map((page) => {
      const late = new Set([page]);
      const seen = new Set<string>();
      const visit = (name: string): void => {
        const chunk = manifest[name];
        if (!chunk || chunk.isEntry || seen.has(name)) return;
        seen.add(name);
        for (const words of chunk.dynamicImports ?? []) if (words.endsWith('.en.ts')) late.add(words);
        for (const imported of chunk.imports ?? []) visit(imported);
      };
      visit(page);
      return { page, late: [...late] };
    });
};

/** A build of its own: the one that the local cloud serves may be that of somebody at work. */
const buildWeb = async (): Promise<void> => {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--config', 'frontend/vite.config.ts', '--outDir', web, '--logLevel', 'error'],
    { cwd: root, env },
  );
};

/** What the first route weighs over the wire, and what each other page adds to it. */
export const measureWeb = async (): Promise<Section> => {
  await buildWeb();
  const manifest = JSON.parse(readFileSync(join(web, '.vite/manifest.json'), 'utf8')) as Manifest;
  const first = firstRouteBytes(web);
  const extras = pagesOf(manifest).map(({ page, late }) => {
    const both = firstRouteBytes(web, [...LANDING, ...late]);
    return { page, jsKb: both.jsKb - first.jsKb, cssKb: both.cssKb - first.cssKb };
  });
  const lines: Line[] = [
    atMost('first route, JavaScript', first.jsKb, FIRST_ROUTE.js, kb, `limit ${FIRST_ROUTE.limit}`),
    atMost('first route, CSS', first.cssKb, FIRST_ROUTE.css, kb),
    ...extras.map(({ page, jsKb, cssKb }) =>
      atMost(
        `extra, ${page.split('/').at(-1)?.replace('.tsx', '')}`,
        jsKb,
        page === NOTE ? EXTRA.note : EXTRA.other,
        kb,
        cssKb > 0 ? `and CSS ${kb(cssKb)}` : '',
      ),
    ),
  ];
  return {
    title: 'Web app, brotli',
    lines,
    notes: [
      `Heaviest files of the first route: ${first.files
        .slice(0, 5)
        .map((each) => `${each.file.split('/').at(-1)} ${kb(each.kb)}`)
        .join(', ')}`,
    ],
    data: { first, extras },
  };
};
