import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Log } from './cloud.ts';

/** Writes to `<data>/logs/cloud.log`; what needs somebody's attention is shown on the terminal too. */
export const createLog = (data: string): Log & { stop(): void } => {
  mkdirSync(join(data, 'logs'), { recursive: true });
  const file = createWriteStream(join(data, 'logs', 'cloud.log'), { flags: 'a' });
  const write = (level: string, message: string) => {
    if (!file.writableEnded) file.write(`${new Date().toISOString()} ${level} ${message}\n`);
  };
  return {
    info: (message) => write('info', message),
    warn: (message) => {
      write('warn', message);
      console.warn(message);
    },
    error: (message) => {
      write('error', message);
      console.error(message);
    },
    stop: () => file.end(),
  };
};
