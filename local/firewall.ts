import type { IncomingHttpHeaders } from 'node:http';

import type { Resource } from './template.ts';

type Statement = {
  RateBasedStatement?: {
    Limit: number;
    EvaluationWindowSec?: number;
    AggregateKeyType: string;
    CustomKeys?: { Header?: { Name: string } }[];
    ScopeDownStatement?: Statement;
  };
  ByteMatchStatement?: { SearchString: string; PositionalConstraint: string; FieldToMatch: { UriPath?: object } };
  NotStatement?: { Statement: Statement };
};
type CustomResponse = { ResponseCode: number; CustomResponseBodyKey?: string; ResponseHeaders?: { Name: string; Value: string }[] };
type Rule = {
  Name: string;
  Priority: number;
  Statement: Statement;
  Action?: { Block?: { CustomResponse?: CustomResponse }; Count?: object; Allow?: object };
};
type Body = { Content: string; ContentType: string };

type Refusal = { rule: string; custom?: { status: number; headers: Record<string, string>; body: string; contentType: string } };
type Seen = { headers: IncomingHttpHeaders; path: string; address: string };

const contentTypes: Record<string, string> = { APPLICATION_JSON: 'application/json', TEXT_PLAIN: 'text/plain', TEXT_HTML: 'text/html' };
const DEFAULT_WINDOW_SECONDS = 300;

/** What of a statement is not known here: today's rules count by address or header, some but for paths. */
const unknownIn = ({ RateBasedStatement: rate, ByteMatchStatement: match, NotStatement: not, ...others }: Statement): string[] => [
  ...Object.keys(others),
  ...(rate?.ScopeDownStatement ? unknownIn(rate.ScopeDownStatement) : []),
  ...(not ? unknownIn(not.Statement) : []),
  ...(match && !(match.FieldToMatch.UriPath && positions[match.PositionalConstraint]) ? ['ByteMatchStatement'] : []),
];

const positions: Record<string, (text: string, part: string) => boolean> = {
  EXACTLY: (text, part) => text === part,
  STARTS_WITH: (text, part) => text.startsWith(part),
  ENDS_WITH: (text, part) => text.endsWith(part),
  CONTAINS: (text, part) => text.includes(part),
};

/**
 * The template's web ACL, as far as its rules are known here; the others are listed as left out. Counts are exact per
 * sliding window, where AWS's are estimates that lag by up to half a minute.
 */
export const createFirewall = (resources: Resource[], { rateLimits, now = Date.now }: { rateLimits: boolean; now?: () => number }) => {
  const ignored: { logicalId: string; type: string; reason: string }[] = [];
  const counts = new Map<string, number[]>();

  const overLimit = (
    rule: string,
    {
      Limit,
      EvaluationWindowSec = DEFAULT_WINDOW_SECONDS,
      AggregateKeyType,
      CustomKeys = [],
      ScopeDownStatement,
    }: NonNullable<Statement['RateBasedStatement']>,
    seen: Seen,
  ): boolean => {
    if (!rateLimits || (ScopeDownStatement && !holds(rule, ScopeDownStatement, seen))) return false;
    const keys =
      AggregateKeyType === 'CUSTOM_KEYS'
        ? CustomKeys.map(({ Header }) => (Header ? seen.headers[Header.Name.toLowerCase()] : seen.address))
        : [seen.address];
    // As in AWS: a request without the header that is counted by is not counted.
    if (keys.some((key) => key === undefined)) return false;
    const key = JSON.stringify([rule, ...keys]);
    const since = now() - EvaluationWindowSec * 1000;
    const times = (counts.get(key) ?? []).filter((time) => time > since);
    times.push(now());
    // Only as many as decide: a flood must not fill the memory.
    counts.set(key, times.slice(-(Limit + 1)));
    return times.length > Limit;
  };

  const holds = (
    rule: string,
    { RateBasedStatement: rate, NotStatement: not, ByteMatchStatement: match }: Statement,
    seen: Seen,
  ): boolean => {
    if (rate) return overLimit(rule, rate, seen);
    if (not) return !holds(rule, not.Statement, seen);
    return match ? (positions[match.PositionalConstraint]?.(seen.path, match.SearchString) ?? false) : false;
  };

  const acls = resources.map(({ logicalId, type, properties }) => {
    const { Rules = [], CustomResponseBodies = {} } = properties as { Rules?: Rule[]; CustomResponseBodies?: Record<string, Body> };
    const rules = Rules.filter((rule) => {
      const unknown = unknownIn(rule.Statement);
      if (unknown.length > 0)
        ignored.push({
          logicalId: `${logicalId}: ${rule.Name}`,
          type: `${type} ${unknown.join(', ')}`,
          reason: 'rules that AWS manages are not known here',
        });
      return unknown.length === 0;
    }).sort((a, b) => a.Priority - b.Priority);
    return { rules, bodies: CustomResponseBodies };
  });

  return {
    ignored,
    /** What refuses the request, if anything does. */
    refuses(seen: Seen): Refusal | undefined {
      for (const { rules, bodies } of acls) {
        for (const { Name, Statement, Action } of rules) {
          if (!holds(Name, Statement, seen)) continue;
          if (Action?.Allow) break;
          if (!Action?.Block) continue;
          const { CustomResponse: custom } = Action.Block;
          if (!custom) return { rule: Name };
          const body = bodies[custom.CustomResponseBodyKey ?? ''];
          return {
            rule: Name,
            custom: {
              status: custom.ResponseCode,
              headers: Object.fromEntries((custom.ResponseHeaders ?? []).map(({ Name: name, Value }) => [name, Value])),
              body: body?.Content ?? '',
              contentType: contentTypes[body?.ContentType ?? ''] ?? 'text/plain',
            },
          };
        }
      }
      return undefined;
    },
  };
};

export type Firewall = ReturnType<typeof createFirewall>;
