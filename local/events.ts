import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { HttpHandler, Log, ScheduleView } from './cloud.ts';
import { checkPattern, matchesPattern } from './event-pattern.ts';
import type { Functions } from './functions.ts';
import { readBody, reply } from './http.ts';
import { StartProblem } from './options.ts';
import type { Queues } from './queues.ts';
import { ACCOUNT, REGION } from './resource-types.ts';
import { nextRun } from './schedule.ts';
import type { Resource } from './template.ts';

type Target = {
  Id: string;
  Arn: string;
  SqsParameters?: { MessageGroupId?: string };
  DeadLetterConfig?: { Arn?: string };
  /** A constant that is sent in place of the event, as JSON text. */
  Input?: string;
};
type Rule = {
  name: string;
  arn: string;
  bus: string;
  pattern?: Record<string, unknown>;
  schedule?: string;
  targets: Target[];
  nextAt?: Date;
  lastAt?: Date;
};
type BusEvent = Record<string, unknown>;
type Entry = { Source?: string; DetailType?: string; Detail?: string; EventBusName?: string; Time?: number; Resources?: string[] };

const TARGET_ENTRY_LIMIT = 1024 * 1024;

const ruleFrom = ({ name, arn, properties }: Resource): Rule => {
  const p = properties as {
    EventBusName?: string;
    EventPattern?: Record<string, unknown>;
    ScheduleExpression?: string;
    Targets?: Target[];
  };
  if (p.EventPattern) checkPattern(p.EventPattern, name);
  const bus = (p.EventBusName ?? 'default').split('/').at(-1) ?? 'default';
  return { name, arn, bus, pattern: p.EventPattern, schedule: p.ScheduleExpression, targets: p.Targets ?? [] };
};

export type Events = ReturnType<typeof createEvents>;

/** EventBridge: buses, rules with patterns and schedules. A queue has the event on disk before PutEvents answers. */
export const createEvents = (o: {
  buses: Resource[];
  rules: Resource[];
  /** How functions that are invoked without waiting are tried again, and where they give up into. */
  invokeConfigs: Resource[];
  queues: Queues;
  functions: Functions;
  log: Log;
}) => {
  const buses = new Set(['default', ...o.buses.map(({ name }) => name)]);
  const rules = o.rules.filter(({ properties }) => properties.State !== 'DISABLED').map(ruleFrom);
  for (const { name, targets } of rules) {
    for (const { Arn, ...rest } of targets) {
      const shaped = Object.keys(rest).filter((key) => key.startsWith('Input') && key !== 'Input');
      if (shaped.length > 0)
        throw new StartProblem(`The rule ${name} shapes its target's input (${shaped.join(', ')}), which the local bus does not know.`);
      const reachable = Arn.includes(':lambda:') ? o.functions.has(Arn) : Arn.includes(':sqs:') && o.queues.has(Arn);
      if (!reachable) throw new StartProblem(`The rule ${name} sends to ${Arn}, which is neither a function nor a queue of the template.`);
    }
  }
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const configOf = (functionArn: string) =>
    o.invokeConfigs
      .map(
        ({ properties }) =>
          properties as {
            FunctionName: string;
            MaximumRetryAttempts?: number;
            DestinationConfig?: { OnFailure?: { Destination?: string } };
          },
      )
      .find(({ FunctionName }) => functionArn.split(':').includes(FunctionName) || functionArn === FunctionName);

  /** As an asynchronous invocation: three tries, a little apart. It does not outlive this process; a queue does. */
  const invoke = async (target: Target, input: unknown) => {
    const config = configOf(target.Arn);
    const tries = 1 + (config?.MaximumRetryAttempts ?? 2);
    for (let i = 1; i <= tries && !stopped; i += 1) {
      try {
        await o.functions.invoke(target.Arn, input);
        return;
      } catch (problem) {
        o.log.info(`event → ${target.Arn}: ${(problem as Error).message}`);
        await sleep(500 * i);
      }
    }
    const destination = config?.DestinationConfig?.OnFailure?.Destination ?? target.DeadLetterConfig?.Arn;
    if (!stopped && destination && o.queues.has(destination)) o.queues.send(destination, JSON.stringify(input));
  };

  const send = (rule: Rule, event: BusEvent): Promise<unknown> =>
    Promise.all(
      rule.targets.map((target) => {
        const told: unknown = target.Input === undefined ? event : JSON.parse(target.Input);
        if (!target.Arn.includes(':sqs:')) return invoke(target, told);
        o.queues.send(target.Arn, JSON.stringify(told), target.SqsParameters?.MessageGroupId);
        return undefined;
      }),
    );

  const put = (entry: Entry): { EventId?: string; ErrorCode?: string; ErrorMessage?: string } => {
    const { Source, DetailType, Detail } = entry;
    if (!Source || !DetailType || !Detail)
      return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source, DetailType and Detail are needed.' };
    if (Buffer.byteLength(Detail) > TARGET_ENTRY_LIMIT) return { ErrorCode: 'InvalidArgument', ErrorMessage: 'The entry is over 1 MB.' };
    const bus = (entry.EventBusName ?? 'default').split('/').at(-1) ?? 'default';
    if (!buses.has(bus)) return { ErrorCode: 'InvalidArgument', ErrorMessage: `There is no event bus ${bus}.` };
    let detail: unknown;
    try {
      detail = JSON.parse(Detail);
    } catch {
      return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    }
    const event: BusEvent = {
      version: '0',
      id: randomUUID(),
      'detail-type': DetailType,
      source: Source,
      account: ACCOUNT,
      time: new Date(entry.Time ? entry.Time * 1000 : Date.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: REGION,
      resources: entry.Resources ?? [],
      detail,
    };
    for (const rule of rules) if (rule.bus === bus && rule.pattern && matchesPattern(rule.pattern, event)) void send(rule, event);
    return { EventId: event.id as string };
  };

  const fireRule = async (rule: Rule): Promise<void> => {
    rule.lastAt = new Date();
    await send(rule, {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: ACCOUNT,
      time: rule.lastAt.toISOString().replace(/\.\d+Z$/, 'Z'),
      region: REGION,
      resources: [rule.arn],
      detail: {},
    });
  };

  const scheduled = rules.filter(({ schedule }) => schedule !== undefined);
  const tick = () => {
    const now = new Date();
    for (const rule of scheduled) {
      if (rule.nextAt && rule.nextAt > now) continue;
      if (rule.nextAt) void fireRule(rule).catch((problem) => o.log.error(`schedule ${rule.name}: ${problem.message}`));
      rule.nextAt = nextRun(rule.schedule ?? '', now);
    }
  };

  return {
    /** PutEvents, in AWS JSON 1.1. */
    handle: (async (request, response) => {
      const target = String(request.headers['x-amz-target']).split('.').at(-1);
      if (target !== 'PutEvents')
        return reply(response, 400, { __type: 'UnknownOperationException', message: `${target} is not served here.` });
      const { Entries = [] } = JSON.parse(String(await readBody(request))) as { Entries?: Entry[] };
      const answers = Entries.map((entry) =>
        // Only AWS itself speaks in its own name: a function that plays S3 or GuardDuty must not work here.
        entry.Source?.startsWith('aws.')
          ? { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
          : put(entry),
      );
      reply(response, 200, { FailedEntryCount: answers.filter(({ ErrorCode }) => ErrorCode).length, Entries: answers });
    }) satisfies HttpHandler,
    put,
    startSchedules(): void {
      tick();
      timer = setInterval(tick, 1_000).unref();
    },
    schedules: (): ScheduleView[] =>
      scheduled.map(({ name, schedule = '', targets, nextAt, lastAt }) => ({
        name,
        expression: schedule,
        targets: targets.map(({ Arn }) => Arn.split(':').at(-1) ?? Arn),
        nextAt: nextAt?.toISOString(),
        lastAt: lastAt?.toISOString(),
      })),
    async fire(name: string): Promise<void> {
      const rule = scheduled.find((candidate) => candidate.name === name);
      if (!rule) throw new Error(`There is no schedule ${name}.`);
      await fireRule(rule);
    },
    stop(): void {
      stopped = true;
      clearInterval(timer);
    },
  };
};
