import { runTool } from './tools.ts';

/** `npm run check`: format, lint and dependency direction, then types. */
const checks = [runTool('biome', ['check', '--error-on-warnings', '.']), runTool('tsc', ['--noEmit', '-p', '.'])];
process.exitCode = checks.every(Boolean) ? 0 : 1;
