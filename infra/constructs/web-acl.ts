import { ArnFormat, aws_logs as logs, RemovalPolicy, Stack, aws_wafv2 as waf } from 'aws-cdk-lib';
import { Construct } from 'constructs';

import { statusOfError } from '../../functions/shared/http/errors.ts';
import type { House } from './house.ts';

/**
 * Requests in any 60 seconds (FEATURES SE-03). WAF counts approximately: a guard, not an exact limit. Razorpay's webhooks
 * carry no token, and come from few addresses; above the limit Razorpay tries again for 24 hours, and we ask it ourselves.
 */
export const RATE_PER_IP = 1000;
export const RATE_PER_TOKEN = 100;

const SLOW_DOWN = 'slow-down';

/**
 * Rules of the common set that judge a body by patterns. A body here is JSON with a doctor's free text, longer than
 * 8 KB when it is Hindi, full of `<`, `../` and odd signs. zod checks it, React shows it as text; a note refused by a
 * pattern would be a note lost. So these only count.
 */
const COUNTED_BODY_RULES = [
  'SizeRestrictions_BODY',
  'CrossSiteScripting_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
  'EC2MetaDataSSRF_BODY',
];

/** The API's web application firewall. */
export class WebAcl extends Construct {
  readonly acl: waf.CfnWebACL;

  constructor(scope: Construct, id: string, { house, stageArn }: { house: House; stageArn: string }) {
    super(scope, id);
    // Sampled requests would keep headers, and with them tokens, for anyone who may look at the console.
    const visibility = (metricName: string) => ({ cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false });
    const tooMany = {
      block: {
        customResponse: {
          responseCode: statusOfError['too-many-requests'],
          customResponseBodyKey: SLOW_DOWN,
          responseHeaders: [
            { name: 'Retry-After', value: '60' },
            { name: 'Access-Control-Allow-Origin', value: '*' },
            { name: 'Access-Control-Expose-Headers', value: 'Retry-After' },
          ],
        },
      },
    };
    const managed = (priority: number, name: string, counted: readonly string[] = []): waf.CfnWebACL.RuleProperty => ({
      name,
      priority,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name,
          ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        },
      },
      visibilityConfig: visibility(name),
    });
    this.acl = new waf.CfnWebACL(this, 'Acl', {
      name: `arogya-${house.stage.name}-api`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('api'),
      customResponseBodies: {
        [SLOW_DOWN]: {
          contentType: 'APPLICATION_JSON',
          // WAF's replies are fixed text; its request id is in the header x-amzn-RequestId.
          content: JSON.stringify({
            error: { code: 'too-many-requests', message: 'Too many requests; wait a minute and try again.', requestId: 'none' },
          }),
        },
      },
      rules: [
        {
          name: 'rate-per-ip',
          priority: 0,
          action: tooMany,
          statement: { rateBasedStatement: { limit: RATE_PER_IP, evaluationWindowSec: 60, aggregateKeyType: 'IP' } },
          visibilityConfig: visibility('rate-per-ip'),
        },
        {
          name: 'rate-per-token',
          priority: 1,
          action: tooMany,
          statement: {
            rateBasedStatement: {
              limit: RATE_PER_TOKEN,
              evaluationWindowSec: 60,
              aggregateKeyType: 'CUSTOM_KEYS',
              // A request without the header is not counted by this rule.
              customKeys: [{ header: { name: 'Authorization', textTransformations: [{ priority: 0, type: 'NONE' }] } }],
            },
          },
          visibilityConfig: visibility('rate-per-token'),
        },
        managed(2, 'AWSManagedRulesCommonRuleSet', COUNTED_BODY_RULES),
        managed(3, 'AWSManagedRulesKnownBadInputsRuleSet'),
      ],
    });
    new waf.CfnWebACLAssociation(this, 'Association', { resourceArn: stageArn, webAclArn: this.acl.attrArn });

    // WAF delivers to log groups of this prefix only.
    const log = new logs.LogGroup(this, 'Log', {
      logGroupName: `aws-waf-logs-arogya-${house.stage.name}`,
      retention: logs.RetentionDays.ONE_MONTH,
      encryptionKey: house.operationsKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new waf.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.acl.attrArn,
      // Without the `:*` that ends the log group's own ARN, which WAF refuses.
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: log.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      // Paths hold record ids, queries hold names, the header holds the token.
      redactedFields: [{ singleHeader: { Name: 'authorization' } }, { uriPath: {} }, { queryString: {} }],
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: [{ ActionCondition: { Action: 'BLOCK' } }, { ActionCondition: { Action: 'COUNT' } }],
          },
        ],
      },
    });
  }
}
