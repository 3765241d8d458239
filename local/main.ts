import { join } from 'node:path';

import { demoAccounts, seedDemo } from './demo.ts';
import { parseOptions, StartProblem } from './options.ts';
import { startLocalCloud } from './start.ts';

// As on Lambda, whatever this machine's zone.
process.env.TZ = 'UTC';

const NEEDS_NODE = 24;

const main = async () => {
  if (Number(process.versions.node.split('.')[0]) < NEEDS_NODE) {
    throw new StartProblem(
      `Arogya needs Node ${NEEDS_NODE} or newer here, and this is ${process.versions.node}. Install it from https://nodejs.org.`,
    );
  }
  const options = parseOptions(process.argv.slice(2));

  let stop: (() => Promise<void>) | undefined;
  let asked = false;
  const end = () => {
    // While it starts nothing is owed to anybody, and a second Ctrl-C does not wait. The table engine goes with this process.
    if (asked || !stop) process.exit(130);
    asked = true;
    void stop().finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);

  const cloud = await startLocalCloud(options, { seed: seedDemo });
  stop = cloud.stop;
  console.log(`Arogya is ready at ${cloud.origin}`);
  for (const line of demoAccounts()) console.log(line);
  if (cloud.webOrigin) console.log(`The web app alone is also at ${cloud.webOrigin}`);
  if (!options.rateLimits) console.log('Rate limits are off (--rate-limits=off).');
  if (options.bedrock === 'aws')
    console.log('Notes are written by the real model on Amazon Bedrock, with your AWS credentials (--bedrock=aws).');
};

main().catch((problem: unknown) => {
  if (problem instanceof StartProblem) console.error(problem.message);
  else if (process.env.AROGYA_DEBUG) console.error(problem);
  else {
    const hint = `Its log is in ${join('.local', 'logs', 'cloud.log')}; AROGYA_DEBUG=1 shows where it happened.`;
    console.error(`Arogya could not start: ${problem instanceof Error ? problem.message : String(problem)}. ${hint}`);
  }
  process.exit(1);
});
