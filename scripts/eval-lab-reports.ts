import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { proposeFrom, type Unrecognised } from '../functions/observations/lab-report/propose.ts';
import { corpusOf } from '../functions/observations/lab-report/testing/corpus.ts';
import { type Miss, NOTHING, precisionOf, recallOf, type Score, scoreOf, sum } from '../functions/observations/lab-report/testing/score.ts';
import { Truth } from '../functions/observations/lab-report/testing/truth.ts';
import { readTextLayer, UnreadablePdf } from '../functions/observations/lab-report/text-layer.ts';
import { MARKERS } from '../functions/observations/markers/catalogue.ts';

/**
 * Reads lab reports as the product does and says how much of them came out right: of a folder of PDFs with a truth file each
 * (`<name>.pdf` and `<name>.json`), or of the corpus that the project generates.
 */

const usage = `npm run eval:lab-reports -- [FOLDER] [--verbose] [--json] [--reports N] [--seed N] [--write FOLDER]
  FOLDER holds <name>.pdf and <name>.json: {"values": [{"code": "718-7", "value": "13.2", "unit": "g/dL",
  "low": "13", "high": "17", "date": "2026-03-12", "page": 1}]}. code is LOINC, unit UCUM (null: none is printed);
  low, high, date and page are held against the reading only where they are given.
  Without FOLDER: N (8) generated reports of each layout from seed N (1); --write keeps them with their truth files.`;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const { values: options, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        verbose: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        reports: { type: 'string', default: '8' },
        seed: { type: 'string', default: '1' },
        write: { type: 'string' },
      },
    });
  } catch (error) {
    return fail(`${(error as Error).message}\n${usage}`);
  }
})();
const [folder] = positionals;
const count = Number(options.reports);
const seed = Number(options.seed);
if (positionals.length > 1 || !Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) fail(usage);

type Report = {
  readonly name: string;
  readonly group: string;
  readonly heldOut: boolean | undefined;
  readonly pdf: Uint8Array;
  readonly truth: Truth;
};

function* reportsOfFolder(path: string): Generator<Report> {
  let files: string[] = [];
  try {
    files = readdirSync(path).sort();
  } catch {
    fail(`${path} is not a folder that can be read.`);
  }
  const names = files.filter((file) => /\.pdf$/i.test(file));
  if (names.length === 0) fail(`${path} holds no PDF.`);
  for (const file of names) {
    const name = file.replace(/\.pdf$/i, '');
    if (!files.includes(`${name}.json`)) {
      console.error(`${file} has no ${name}.json and is left out.`);
      continue;
    }
    let parsed: ReturnType<typeof Truth.safeParse>;
    try {
      parsed = Truth.safeParse(JSON.parse(readFileSync(join(path, `${name}.json`), 'utf8')));
    } catch {
      return fail(`${name}.json is not JSON.`);
    }
    if (!parsed.success)
      return fail(`${name}.json: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`);
    yield {
      name,
      group: name.replace(/[-_ ]*\d+$/, '') || name,
      heldOut: undefined,
      pdf: readFileSync(join(path, file)),
      truth: parsed.data,
    };
  }
}

const keep = (path: string, name: string, pdf: Uint8Array, truth: Truth): void => {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, `${name}.pdf`), pdf);
  writeFileSync(join(path, `${name}.json`), `${JSON.stringify(truth, null, 2)}\n`);
};

async function* reports(): AsyncGenerator<Report> {
  if (folder !== undefined) yield* reportsOfFolder(folder);
  else
    for await (const { layout, name, pdf, truth } of corpusOf(count, seed)) {
      if (options.write !== undefined) keep(options.write, name, pdf, truth);
      yield { name, group: layout.name, heldOut: layout.heldOut, pdf, truth };
    }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`.padStart(8);
const of = ([right, all]: readonly [number, number]): string => (all === 0 ? '       –' : percent(right / all));
const line = (name: string, reportCount: number, score: Score): string =>
  [
    name.padEnd(24),
    String(reportCount).padStart(7),
    String(score.truths).padStart(7),
    percent(precisionOf(score)),
    percent(recallOf(score)),
    of(score.units),
    of(score.ranges),
    of(score.dates),
    of(score.pages),
    of(score.unasked),
  ].join(' ');
const HEAD = ['layout'.padEnd(24), 'reports', ' values', 'precis.', ' recall', '  units', ' ranges', '  dates', '  pages', 'unasked']
  .map((text, at) => (at > 2 ? text.padStart(8) : text))
  .join(' ');

const told = ({ kind, truth, proposal }: Miss): string => {
  const read = proposal
    ? `read ${proposal.code} ${proposal.value} ${proposal.unit ?? `(unit ${JSON.stringify(proposal.printedUnit)})`} "${proposal.printedName}" range ${JSON.stringify(proposal.labRange)} date ${proposal.date?.day} p. ${proposal.page}`
    : '';
  return `    ${kind}: ${truth ? JSON.stringify(truth) : ''} ${read}`;
};
const unread = (each: Unrecognised): string => `    not recognised (${each.reason}): ${each.text}`;

type Group = { reports: number; score: Score; heldOut: boolean | undefined };
const groups = new Map<string, Group>();
const unreadable: string[] = [];
let readMs = 0;
for await (const { name, group, heldOut, pdf, truth } of reports()) {
  const started = performance.now();
  try {
    const { report } = await readTextLayer(pdf);
    const { proposals, unrecognised } = proposeFrom(report, MARKERS);
    readMs += performance.now() - started;
    const { score, misses } = scoreOf(truth, proposals);
    const before = groups.get(group) ?? { reports: 0, score: NOTHING, heldOut };
    groups.set(group, { ...before, reports: before.reports + 1, score: sum(before.score, score) });
    if (options.verbose && misses.length > 0) console.log([`  ${name}`, ...misses.map(told), ...unrecognised.map(unread)].join('\n'));
  } catch (error) {
    if (!(error instanceof UnreadablePdf)) throw error;
    // A report that cannot be read has all its values missing.
    const before = groups.get(group) ?? { reports: 0, score: NOTHING, heldOut };
    groups.set(group, { ...before, reports: before.reports + 1, score: sum(before.score, { ...NOTHING, truths: truth.values.length }) });
    unreadable.push(`${name}: ${error.reason}`);
  }
}

const total = (which: (group: Group) => boolean): Group =>
  [...groups.values()]
    .filter(which)
    .reduce((all, group) => ({ reports: all.reports + group.reports, score: sum(all.score, group.score), heldOut: undefined }), {
      reports: 0,
      score: NOTHING,
      heldOut: undefined,
    });
const overall = total(() => true);
if (overall.reports === 0) fail('There was no report with a truth file.');
if (options.json) {
  const figures = ({ reports: reportCount, score }: Group) => ({
    reports: reportCount,
    ...score,
    precision: precisionOf(score),
    recall: recallOf(score),
  });
  console.log(
    JSON.stringify({
      layouts: Object.fromEntries([...groups].map(([name, group]) => [name, { ...figures(group), heldOut: group.heldOut }])),
      ...(folder === undefined && {
        tuned: figures(total(({ heldOut }) => heldOut === false)),
        heldOut: figures(total(({ heldOut }) => heldOut === true)),
      }),
      overall: figures(overall),
      unreadable,
    }),
  );
} else {
  console.log(HEAD);
  for (const [name, group] of groups) console.log(line(`${name}${group.heldOut ? ' (held out)' : ''}`, group.reports, group.score));
  console.log('');
  if (folder === undefined) {
    const [tuned, heldOut] = [total((group) => group.heldOut === false), total((group) => group.heldOut === true)];
    console.log(line('tuned on', tuned.reports, tuned.score));
    console.log(line('held out', heldOut.reports, heldOut.score));
  }
  console.log(line('overall', overall.reports, overall.score));
  console.log(`\nprecision and recall: marker, number and unit all right. unasked: proposals without a question that are right.`);
  console.log(`${(readMs / overall.reports).toFixed(0)} ms a report.`);
  for (const each of unreadable) console.log(`could not be read: ${each}`);
}
