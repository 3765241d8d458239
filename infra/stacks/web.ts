import { Aws, aws_amplify as amplify, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { filesOrigin } from '../constructs/medical-files.ts';
import { signInOrigin } from '../constructs/sign-in-domain.ts';
import { customHeaders } from '../constructs/web-headers.ts';
import type { Stage } from '../stages.ts';

const BRANCH = 'main';

/**
 * Amplify Hosting of the web app. It depends on no other stack: `config.json` tells the app at run time where the API
 * and sign-in are. L1 on purpose: the alpha L2 deploys assets by five functions that may read every bucket.
 */
export class WebStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { stage: Stage }) {
    super(scope, id, props);
    const app = new amplify.CfnApp(this, 'App', {
      name: `arogya-${stage.name}`,
      description: `Arogya’s web app, ${stage.name}; deployed by npm run deploy`,
      platform: 'WEB',
      customHeaders: customHeaders({
        connectOrigins: [
          ...(['people', 'admins'] as const).map((pool) => signInOrigin(stage, pool, Aws.ACCOUNT_ID)),
          `https://cognito-idp.${stage.region}.amazonaws.com`,
          ...stage.connectOrigins,
        ],
        filesOrigin: filesOrigin(stage),
      }),
      customRules: [
        // A path without a dot that is no file is a page of the app; a missing script or picture stays a 404.
        { source: '</^[^.]+$/>', target: '/index.html', status: '404-200' },
      ],
    });
    new amplify.CfnBranch(this, 'Branch', {
      appId: app.attrAppId,
      branchName: BRANCH,
      stage: stage.name === 'prod' ? 'PRODUCTION' : 'DEVELOPMENT',
      enableAutoBuild: false,
    });
    new CfnOutput(this, 'AppId', { value: app.attrAppId });
    new CfnOutput(this, 'BranchName', { value: BRANCH });
    new CfnOutput(this, 'Origin', { value: `https://${BRANCH}.${app.attrDefaultDomain}` });
  }
}
