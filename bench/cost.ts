import type { Counted } from './counted.ts';
import type { Line, Section } from './report.ts';

/**
 * List prices in US dollars, ap-south-1, from general knowledge and to be read again at aws.amazon.com/pricing
 * before they are relied on. Taxes and free tiers are left out.
 */
export const prices = {
  writeUnit: 0.71e-6,
  readUnit: 0.14e-6,
  /** Lambda on arm64, for a GB and second. */
  gigabyteSecond: 13.3e-6,
  invocation: 0.2e-6,
  /** REST API, and WAF's look at it. */
  apiRequest: 3.5e-6 + 0.6e-6,
  /** Claude Haiku 4.5 on Bedrock. */
  inputToken: 1e-6,
  outputToken: 5e-6,
  email: 0.1e-3,
  /** SQS, for a send, a receive or a deletion. */
  queueRequest: 0.4e-6,
  /** EventBridge, for an event of our own. */
  event: 1e-6,
  /** For a month each. */
  webAcl: 5,
  webAclRule: 1,
  key: 1,
  secret: 0.4,
  dashboard: 3,
  alarm: 0.1,
  metric: 0.3,
};

/** What one visit's note asks of the services, beside the table. Assumptions, said aloud. */
export const visit = {
  requests: 12,
  tokensIn: 1_500,
  tokensOut: 900,
  writingSeconds: 15,
  streamGigabytes: 1,
  otherSeconds: 0.1,
  otherGigabytes: 0.5,
  events: 20,
};

export type Share = { readonly what: string; readonly dollars: number };

/** Dollars for 1,000 visits, each with its note written, changed three times, signed, sent and read, by service. */
export const costOfThousandVisits = (counted: Readonly<Record<string, Counted>>): Share[] => {
  const of = (name: string, times = 1) => {
    const found = Object.entries(counted).find(([key]) => key.startsWith(name))?.[1];
    if (!found) throw new Error(`The benchmark counted no ${name}`);
    return { write: found.writeUnits * times, read: found.readUnits * times };
  };
  const steps = [
    of('saveRoughDraft', 10),
    of('create note'),
    of('change', 3),
    of('sign'),
    of('send'),
    of('read get, as doctor', 3),
    of('read get, as patient', 2),
    of('read list, as doctor', 2),
  ];
  const write = steps.reduce((sum, step) => sum + step.write, 0);
  const read = steps.reduce((sum, step) => sum + step.read, 0);
  const { requests, tokensIn, tokensOut, writingSeconds, streamGigabytes, otherSeconds, otherGigabytes, events } = visit;
  const compute = writingSeconds * streamGigabytes + (requests + events) * otherSeconds * otherGigabytes;
  return [
    { what: 'model', dollars: 1_000 * (tokensIn * prices.inputToken + tokensOut * prices.outputToken) },
    { what: 'functions', dollars: 1_000 * (compute * prices.gigabyteSecond + (requests + events) * prices.invocation) },
    { what: 'table', dollars: 1_000 * (write * prices.writeUnit + read * prices.readUnit) },
    { what: 'API and WAF', dollars: 1_000 * (requests + 10) * prices.apiRequest },
    { what: 'e-mail', dollars: 1_000 * prices.email },
  ];
};

const money = (dollars: number) => `$${dollars.toFixed(2)}`;

/** Each share and their sum. */
export const bill = (shares: readonly Share[]): { lines: Line[]; total: number } => {
  const total = shares.reduce((sum, { dollars }) => sum + dollars, 0);
  const lines = [...shares, { what: 'together', dollars: total }].map(({ what, dollars }) => ({ what, measured: money(dollars) }));
  return { lines, total };
};

export const costSection = (counted: Readonly<Record<string, Counted>>): Section => {
  const shares = costOfThousandVisits(counted);
  const { lines, total } = bill(shares);
  return {
    title: 'Cost of 1,000 visits, from the units above and list prices (bench/cost.ts)',
    lines,
    notes: [
      `Assumed for each visit: ${visit.requests} requests and 10 autosaves, ${visit.tokensIn} + ${visit.tokensOut} tokens, ${visit.writingSeconds} s of writing. Prices are from general knowledge; read them again before relying on them.`,
    ],
    data: { shares, total, prices, visit },
  };
};
