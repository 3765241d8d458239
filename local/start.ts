import type { IncomingMessage, Server } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { createBuckets } from './buckets.ts';
import { buildWhatChanged, built as builtFiles, templateOrigins } from './build.ts';
import type { CloudView, HttpHandler, Log } from './cloud.ts';
import { openDataDirectory } from './data-directory.ts';
import { createEvents } from './events.ts';
import { createFaults } from './faults.ts';
import { createFirewall } from './firewall.ts';
import { functionEnvironment, userCredentials } from './function-environment.ts';
import { createFunctions } from './functions.ts';
import { createGateway } from './gateway.ts';
import { checkGrants } from './grants.ts';
import { closeServer, listen, reply } from './http.ts';
import { createIdentityProvider } from './identity-provider.ts';
import { createLiveGateway, socketsAtHome } from './live.ts';
import { createLog } from './log.ts';
import { createMalware } from './malware.ts';
import { createMetrics } from './metrics.ts';
import { createModel } from './model.ts';
import { type Options, StartProblem } from './options.ts';
import { createPage } from './page.ts';
import { createPayments } from './payments.ts';
import { CHECKOUT_PATH } from './payments-checkout.ts';
import { poolsFrom } from './pools.ts';
import { createProviders } from './providers.ts';
import { PUSH_PATH } from './push.ts';
import { createQueues, queueUrl, startQueueConsumer } from './queues.ts';
import { REGION } from './resource-types.ts';
import { createS3Guard } from './s3-guard.ts';
import { createSecrets, openKeyring } from './secrets.ts';
import { startStorage } from './storage.ts';
import { streamOfApi, streamOfFile } from './stream-source.ts';
import { caller, createTables, startEngine, type TableShape } from './table.ts';
import { startTableProxy } from './table-proxy.ts';
import { startStreamPump } from './table-stream.ts';
import { loadTemplate, type Resource } from './template.ts';
import { createTopics } from './topics.ts';
import { startTtlSweeper } from './ttl.ts';
import { createWeb, webConfig } from './web.ts';

/** Where the synthesized template, the web app and the model's answers are; tests bring small ones of their own. */
export type Built = { template: string; web: string; model: string };
type Seed = (o: { origin: string; identity: CloudView['identity']; payments: CloudView['payments']; log: Log }) => Promise<void>;

const loadAnswer = async (file: string): Promise<Parameters<typeof createModel>[0]['answer']> => {
  const module = (await import(pathToFileURL(file).href)) as { answer: Parameters<typeof createModel>[0]['answer'] };
  return module.answer;
};

/** Only names of this machine: a page elsewhere whose name was made to point here gets nothing. */
const isForThisMachine = ({ headers }: IncomingMessage): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes((headers.host ?? '').replace(/:\d+$/, ''));
const onlyForThisMachine =
  (handler: HttpHandler): HttpHandler =>
  (request, response) => {
    if (isForThisMachine(request)) return handler(request, response);
    reply(response, 421, { message: 'This is for this machine only.' });
  };

/** Starts everything and answers when requests can be served. What was started is stopped again when a part fails. */
export const startLocalCloud = async (options: Options, given?: { built?: Built; seed?: Seed }) => {
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    return { ...(await assemble(options, given, stops)), stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
};

const assemble = async (options: Options, given: { built?: Built; seed?: Seed } = {}, stops: (() => unknown)[]) => {
  const data = resolve(options.data);
  const bedrockCredentials = options.bedrock === 'aws' ? userCredentials() : undefined;
  const directory = openDataDirectory(data, options);
  stops.push(directory.release, () => directory.store.close());
  const log = createLog(data);
  stops.push(() => log.stop());

  // First the ports: a taken one should be said before half a minute of building.
  let main: HttpHandler = (_, response) => reply(response, 503, { message: 'Arogya is starting.' });
  let web: HttpHandler = main;
  let services: HttpHandler = main;
  let s3: HttpHandler = main;
  const serve = async (port: number, handler: () => HttpHandler): Promise<{ port: number; server: Server }> => {
    const listening = await listen(port, (request, response) => handler()(request, response), log);
    stops.push(() => closeServer(listening.server));
    return listening;
  };
  const first = await serve(options.port, () => onlyForThisMachine(main));
  const origin = `http://localhost:${first.port}`;
  const secondPort = options.webPort === undefined ? undefined : (await serve(options.webPort, () => onlyForThisMachine(web))).port;
  // Without a port of its own here the web app may be served by somebody else, such as Vite: `npm run dev` says where.
  const webOrigin = secondPort === undefined ? process.env.AROGYA_WEB_ORIGIN : `http://localhost:${secondPort}`;
  const servicesUrl = `http://127.0.0.1:${(await serve(0, () => services)).port}`;
  // By address: the SDK then puts the bucket into the path by itself, and a link that a function signs works in the browser too.
  const s3Url = `http://127.0.0.1:${(await serve(0, () => onlyForThisMachine(s3))).port}`;

  const startedAt = performance.now();
  const sinceStart = () => `${Math.round(performance.now() - startedAt)} ms`;
  if (!given.built) log.info(`built: ${(await buildWhatChanged()).join(', ') || 'nothing had changed'} (${sinceStart()})`);
  const built = given.built ?? builtFiles;

  const { store } = directory;
  const faults = createFaults();
  const metrics = createMetrics();
  const storage = await startStorage(data);
  stops.push(() => storage.stop());
  const template = loadTemplate(built.template, {
    queueUrl: queueUrl(storage),
    rewrite: (text) =>
      text
        .replaceAll(new RegExp(`(${templateOrigins.web}|${templateOrigins.second})(?!\\d)`, 'g'), (found) =>
          found === templateOrigins.web ? origin : (webOrigin ?? origin),
        )
        .replaceAll(new RegExp(`${templateOrigins.live}(?!\\d)`, 'g'), origin.replace('http', 'ws'))
        // Where the web app's policy lets it send a form: the payment page is here instead.
        .replaceAll('https://api.razorpay.com', origin),
  });

  const pools = poolsFrom(template);
  const webOrigins = [origin, ...(webOrigin ? [webOrigin] : [])];
  const identity = await createIdentityProvider({ publicUrl: origin, webOrigins, pools, store, log });
  stops.push(() => identity.stop());
  let seeding = false;
  const engine = await startEngine(data, log);
  stops.push(() => engine.stop());
  const embeddedModel =
    options.bedrock === 'local'
      ? await createModel({ answer: await loadAnswer(built.model), faults, pace: () => (seeding ? 0 : undefined) })
      : undefined;
  stops.push(() => embeddedModel?.stop());
  const [api] = template.ofType('AWS::ApiGateway::RestApi');
  const [deployed] = template.ofType('AWS::ApiGateway::Stage');
  if (!api) throw new StartProblem('The template has no REST API.');
  const stage = deployed?.name ?? 'api';
  const keyring = openKeyring(store);
  const payments = createPayments({
    store,
    keyring,
    faults,
    log,
    origin,
    webOrigins,
    apiUrl: `${servicesUrl}/razorpay`,
    webhookUrl: `${origin}/${stage}/v1/payments/webhook`,
  });
  stops.push(() => payments.stop());

  let tables: TableShape[] = [];
  let onWrite = () => {};
  const proxy = await startTableProxy({ endpoint: engine.endpoint, tables: () => tables, faults, metrics, onWrite: () => onWrite(), log });
  stops.push(() => proxy.stop());
  const call = caller(engine.endpoint);
  tables = await createTables(call, template.ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'), {
    fresh: options.fresh && engine.database === undefined,
  });

  const functionResources = template
    .ofType('AWS::Lambda::Function')
    .map(socketsAtHome(template, { browser: origin.replace('http', 'ws'), functions: `${servicesUrl}/live` }));
  const functions = createFunctions({
    resources: functionResources,
    codeDirectory: ({ stack, properties }) => template.asset(stack, (properties.Code as { S3Key: string }).S3Key),
    platformEnvironment: functionEnvironment({
      endpoints: {
        DYNAMODB: proxy.endpoint,
        SQS: storage.endpoint,
        S3: s3Url,
        EVENTBRIDGE: `${servicesUrl}/events`,
        COGNITO_IDENTITY_PROVIDER: `${servicesUrl}/cognito-idp`,
        SESV2: `${servicesUrl}/ses`,
        PINPOINT_SMS_VOICE_V2: `${servicesUrl}/sms`,
        SOCIALMESSAGING: `${servicesUrl}/whatsapp`,
        SECRETS_MANAGER: `${servicesUrl}/secrets`,
        ...(embeddedModel ? { BEDROCK_RUNTIME: embeddedModel.endpoint } : {}),
      },
      bedrockCredentials,
      data,
    }),
    data,
    faults,
    metrics,
  });
  stops.push(() => functions.stop());

  const queues = createQueues(storage, template.ofType('AWS::SQS::Queue'));
  const rules = template.ofType('AWS::Events::Rule');
  const events = createEvents({
    buses: template.ofType('AWS::Events::EventBus'),
    rules,
    invokeConfigs: template.ofType('AWS::Lambda::EventInvokeConfig'),
    queues,
    functions,
    log,
  });
  stops.push(() => events.stop());
  const malware = createMalware({ plans: template.ofType('AWS::GuardDuty::MalwareProtectionPlan'), storage, events, store, faults, log });
  stops.push(() => malware.stop());
  const buckets = createBuckets({ storage, resources: template.ofType('AWS::S3::Bucket'), events, onCreated: malware.scan });
  s3 = createS3Guard({ storage, buckets, faults, log }).handle;

  const topics = createTopics({
    policies: template.ofType('AWS::SNS::TopicPolicy'),
    subscriptions: template.ofType('AWS::SNS::Subscription'),
    queues,
  });
  const providers = createProviders({ template, store, keyring, events, topics, faults, log, origin, webOrigins });
  stops.push(() => providers.stop());

  type Environment = { Variables?: Record<string, string> } | undefined;
  /** Whether the secret is the one that functions know by this name. */
  const isKnownAs = (name: string, arn: string) =>
    functionResources.some(({ properties }) => (properties.Environment as Environment)?.Variables?.[name] === arn);
  const secrets = createSecrets({
    resources: template.ofType('AWS::SecretsManager::Secret'),
    keyring,
    filledIn: (arn) =>
      isKnownAs('PAYMENT_SECRET_ARN', arn) ? payments.secret : isKnownAs('PUSH_SECRET_ARN', arn) ? providers.pushSecret : undefined,
  });

  const mounted: Record<string, HttpHandler> = {
    events: events.handle,
    'cognito-idp': identity.cognito,
    ses: providers.ses,
    sms: providers.sms,
    whatsapp: providers.whatsapp,
    secrets: secrets.handle,
    razorpay: payments.api,
  };
  services = (request, response) => {
    const [, name = '', rest = '/'] = /^\/([\w-]+)(.*)$/.exec(request.url ?? '') ?? [];
    const handler = mounted[name];
    if (!handler) return reply(response, 404, { message: `There is no service at ${request.url}.` });
    request.url = rest.startsWith('/') ? rest : `/${rest}`;
    return handler(request, response);
  };

  const firewall = createFirewall(template.ofType('AWS::WAFv2::WebACL'), { rateLimits: options.rateLimits });
  const gateway = createGateway({
    api,
    stage,
    gatewayResponses: template.ofType('AWS::ApiGateway::GatewayResponse'),
    pools: template.ofType('AWS::Cognito::UserPool').map(({ arn }) => arn),
    functions,
    firewall,
    verify: async (token) => {
      const claims = await identity.verify(token);
      const pool = pools.find(({ name }) => String(claims?.iss).endsWith(`/oidc/${name}`));
      // Functions see the issuer that Cognito would be.
      return claims && pool && { ...claims, iss: `https://cognito-idp.${REGION}.amazonaws.com/${pool.poolId}` };
    },
    log,
  });
  const live = createLiveGateway({ template, functions, log });
  if (live) {
    stops.push(() => live.stop());
    mounted.live = live.connections;
    first.server.on('upgrade', (request, stream, head) => {
      const path = (request.url ?? '').split('?')[0];
      if (path === live.path && isForThisMachine(request)) live.upgrade(request, stream, head);
      else stream.destroy();
    });
  }
  checkGrants(template, [...gateway.functionArns, ...(live?.functionArns ?? [])], rules);

  const mappings = template.ofType('AWS::Lambda::EventSourceMapping');
  const sourceOf = ({ properties }: Resource) => String(properties.EventSourceArn);
  const fromQueues = mappings.filter((mapping) => sourceOf(mapping).includes(':sqs:'));
  const fromTables = mappings.filter((mapping) => sourceOf(mapping).includes(':dynamodb:'));
  for (const mapping of fromQueues) {
    const consumer = startQueueConsumer({ mapping, queues, storage, functions, faults, log });
    stops.push(() => consumer.stop());
  }
  const source = engine.database ? streamOfFile(engine.database) : streamOfApi(call);
  const pump = startStreamPump({ source, store, tables, mappings: fromTables, functions, queues, buckets, log });
  onWrite = pump.wake;
  stops.push(() => pump.stop());
  const sweeper = startTtlSweeper(call, tables, log);
  stops.push(() => sweeper.stop());

  const functionNameOf = (arnOrName: string) => arnOrName.split(':').at(-1) ?? arnOrName;
  const view: CloudView = {
    origin,
    stage: 'local',
    startedAt: new Date().toISOString(),
    data: options.data,
    ignored: [...template.ignored, ...firewall.ignored, ...buckets.ignored, ...topics.ignored],
    faults,
    identity,
    mail: providers.mail,
    answer: providers.answer,
    payments,
    files: () => ({ buckets: buckets.views(), scanner: malware.scanner, scans: malware.list() }),
    queues: () =>
      queues.views((arn) => {
        const mapping = fromQueues.find((candidate) => sourceOf(candidate) === arn);
        return mapping && functionNameOf(String(mapping.properties.FunctionName));
      }),
    peek: queues.peek,
    redrive: queues.redrive,
    functions: functions.views,
    logs: functions.logs,
    metrics: metrics.list,
    schedules: events.schedules,
    fire: events.fire,
  };
  const page = createPage({ cloud: view });

  const config = webConfig(origin, 'local', pools);
  // Where the web app's policy lets it send files to and show them from: S3 is here instead.
  const s3Hosts = new RegExp(`https://[\\w.*-]*\\bs3\\.${REGION}\\.amazonaws\\.com`, 'g');
  const apps = template.ofType('AWS::Amplify::App').map((app) => ({
    ...app,
    properties: JSON.parse(JSON.stringify(app.properties).replaceAll(s3Hosts, s3Url)) as Resource['properties'],
  }));
  web = createWeb({ apps, directory: built.web, config });
  const routes: [string, HttpHandler][] = [
    [`/${stage}`, gateway.handle],
    ['/oidc', identity.handle],
    // Before the page itself, which takes no form of another origin: this one is for those of the web app.
    [CHECKOUT_PATH, payments.checkout],
    [PUSH_PATH, providers.push],
    ['/local', page.handle],
  ];
  main = (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const found = routes.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
    return (found?.[1] ?? web)(request, response);
  };

  payments.start();
  providers.start();
  malware.start();
  log.info(`services are up (${sinceStart()})`);
  if (given.seed && !directory.isDone('demo')) {
    // Nobody watches the demo's notes being written.
    seeding = true;
    try {
      await given.seed({ origin, identity, payments, log });
      directory.setDone('demo');
    } catch (problem) {
      log.warn(`The demo data is not complete; the next start goes on with it (${(problem as Error).message}).`);
    } finally {
      seeding = false;
    }
  }
  events.startSchedules();
  log.info(`ready (${sinceStart()})`);
  return { origin, webOrigin };
};
