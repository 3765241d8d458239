import { buildWhatChanged } from '../local/build.ts';
import { runTool } from './tools.ts';

/** `npm run test:deep`: ten times as many schedules of the tests that draw them by lot. A quarter of an hour on two cores. */
const SCHEDULES = process.env.AROGYA_SCHEDULES ?? '10000';

await buildWhatChanged();
process.env.AROGYA_SCHEDULES = SCHEDULES;
const ok = runTool('vitest', ['run', '--project', 'rules', 'functions/appointments/interleaving.test.ts', 'functions/due/sweep.test.ts']);
console.log(ok ? `${SCHEDULES} schedules passed` : 'FAILED');
process.exitCode = ok ? 0 : 1;
