import type { Construct } from 'constructs';

/** Everything that differs between stages, and what a deployment may override. This file alone reads CDK context. */
export type Stage = {
  readonly name: 'dev' | 'prod';
  readonly account: string | undefined;
  readonly region: string;
  /** What is deployed: a version or a commit, shown by `/health`. */
  readonly release: string;
  /** Origins that the web app is served from; the first is the one for links in e-mails. */
  readonly webOrigins: readonly string[];
  /** What the web app's content security policy lets it talk to, beside its own origin and the sign-in pages. */
  readonly connectOrigins: readonly string[];
  /** cdk-nag and CloudFormation's rules; the embedded cloud leaves them out to start sooner. */
  readonly checks: boolean;
  /** Who reads lab reports that are pictures; the embedded cloud has nobody. */
  readonly scanReader: 'textract' | 'off';
  readonly model: Model;
  /** Sender of every e-mail. The domain must be a verified SES identity of the account before the first deployment. */
  readonly mailFrom: string;
  /** What texts in India come from: the header of six letters that our DLT entity has registered. AWS must know it too. */
  readonly smsSenderId: string;
  /** AWS's id of the number that WhatsApp messages come from; it is there once a WhatsApp account is linked. */
  readonly whatsappPhoneNumberId: string;
  /** Push services beside those of the browsers' makers; the embedded cloud has one of its own. */
  readonly pushOrigins: readonly string[];
  /** Who is told of alarms and of the budget. */
  readonly alarmEmail: string;
  readonly monthlyBudgetUsd: number;
  /** Requests a second over all callers, as the gateway's own guard. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** How long nobody, not even the account's owner (`COMPLIANCE`), can alter the audit's heads. */
  readonly auditLock: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number };
};

export type Model = {
  /**
   * Bedrock inference profile. A `global.` profile may process a request outside India, an `apac.` one within
   * Asia-Pacific: a documented choice (TOOLING and the ADR on the model).
   */
  readonly id: string;
  /** Converse's `inferenceConfig`. Some models refuse some of them, so they go with the id. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** A Bedrock guardrail kept outside this app, if the stage uses one. */
  readonly guardrail?: { readonly id: string; readonly version: string };
};

const model: Model = {
  id: 'global.anthropic.claude-haiku-4-5-20251001-v1:0',
  parameters: { maxTokens: 4096, temperature: 0.2 },
};

const stages = {
  dev: {
    name: 'dev',
    region: 'ap-south-1',
    webOrigins: ['https://dev.arogya.example'],
    connectOrigins: [],
    scanReader: 'textract',
    model,
    mailFrom: 'no-reply@dev.arogya.example',
    smsSenderId: 'AROGYA',
    whatsappPhoneNumberId: 'phone-number-id-dev00000000000000000000000000000',
    pushOrigins: [],
    alarmEmail: 'operations@arogya.example',
    monthlyBudgetUsd: 50,
    throttle: { rate: 100, burst: 200 },
    auditLock: { mode: 'GOVERNANCE', days: 1 },
  },
  prod: {
    name: 'prod',
    region: 'ap-south-1',
    webOrigins: ['https://arogya.example'],
    connectOrigins: [],
    scanReader: 'textract',
    model,
    mailFrom: 'no-reply@arogya.example',
    smsSenderId: 'AROGYA',
    whatsappPhoneNumberId: 'phone-number-id-prod0000000000000000000000000000',
    pushOrigins: [],
    alarmEmail: 'operations@arogya.example',
    monthlyBudgetUsd: 500,
    throttle: { rate: 1000, burst: 2000 },
    // Indian Medical Council regulations 2002, 1.3.1: medical records are kept for three years.
    auditLock: { mode: 'COMPLIANCE', days: 3 * 366 },
  },
} as const;

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The stage that the context asks for: `-c stage=prod -c webOrigins=https://… -c release=1.4.0 -c checks=off`. */
export const stageFromContext = (scope: Construct): Stage => {
  const context = (name: string): string | undefined => {
    const value: unknown = scope.node.tryGetContext(name);
    return value === undefined || value === '' ? undefined : String(value);
  };
  const name = context('stage') ?? 'dev';
  if (name !== 'dev' && name !== 'prod') throw new Error(`There is no stage "${name}": use dev or prod`);
  const stage = stages[name];
  const webOrigins = context('webOrigins');
  const connectOrigins = context('connectOrigins');
  const pushOrigins = context('pushOrigins');
  return {
    ...stage,
    account: process.env.CDK_DEFAULT_ACCOUNT,
    release: context('release') ?? 'unreleased',
    checks: context('checks') !== 'off',
    scanReader: context('scanReader') === 'off' ? 'off' : stage.scanReader,
    webOrigins: webOrigins ? listOf(webOrigins) : stage.webOrigins,
    connectOrigins: connectOrigins ? listOf(connectOrigins) : stage.connectOrigins,
    pushOrigins: pushOrigins ? listOf(pushOrigins) : stage.pushOrigins,
    whatsappPhoneNumberId: context('whatsappPhoneNumberId') ?? stage.whatsappPhoneNumberId,
    alarmEmail: context('alarmEmail') ?? stage.alarmEmail,
    mailFrom: context('mailFrom') ?? stage.mailFrom,
  };
};
