import { buildWhatChanged } from '../local/build.ts';
import { runTool } from './tools.ts';

/** `npm run test:deep`: ten times as many schedules, or more, of the tests that draw them by lot. */
const asked = process.env.AROGYA_SCHEDULES;
const drawn = [
  {
    schedules: asked ?? '10000',
    files: ['functions/appointments/interleaving.test.ts', 'functions/due/sweep.test.ts', 'functions/reminders/plan.oracle.test.ts'],
  },
  // A second for each.
  { schedules: asked ?? '1000', files: ['functions/notifications/interleaving.test.ts'] },
];

await buildWhatChanged();
for (const { schedules, files } of drawn) {
  process.env.AROGYA_SCHEDULES = schedules;
  const ok = runTool('vitest', ['run', '--project', 'rules', ...files]);
  console.log(ok ? `${schedules} schedules passed` : 'FAILED');
  if (!ok) process.exitCode = 1;
}
