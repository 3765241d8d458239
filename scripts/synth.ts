import { buildFunctions } from './build.ts';
import { runTool } from './tools.ts';

/** `npm run synth -- -c stage=prod`: the templates of a stage in `.build/cdk.out`, with every check in error mode. */
await buildFunctions();
process.exitCode = runTool('cdk', ['synth', '--quiet', ...process.argv.slice(2)]) ? 0 : 1;
