import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { StartProblem } from './options.ts';

/** What of this user's environment the AWS SDK finds credentials by. Refuses when there is nothing to find. */
export const userCredentials = (): Record<string, string> => {
  const names = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_CONFIG_FILE',
    'AWS_SHARED_CREDENTIALS_FILE',
    'AWS_ROLE_ARN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'HOME',
    'USERPROFILE',
  ];
  const found = Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const configured =
    found.AWS_ACCESS_KEY_ID ||
    found.AWS_WEB_IDENTITY_TOKEN_FILE ||
    ['credentials', 'config'].some((file) => existsSync(join(homedir(), '.aws', file)));
  if (!configured && !found.AWS_CONFIG_FILE && !found.AWS_SHARED_CREDENTIALS_FILE) {
    throw new StartProblem(
      '--bedrock=aws needs AWS credentials: set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with the AWS command line.',
    );
  }
  return found;
};

/**
 * What every function has beside its own environment: where the services are, and credentials that none of them looks
 * at. Functions with a `MODEL_ID` get the user's own instead when the real model is asked; their other services are on
 * this machine all the same.
 */
export const functionEnvironment = (o: {
  /** By the SDK's name of the service: `DYNAMODB`, `SESV2`. */
  endpoints: Record<string, string>;
  bedrockCredentials: Record<string, string> | undefined;
  data: string;
}) => {
  // So that nothing of the user's own AWS configuration reaches a function.
  const none = join(o.data, 'no-aws-config');
  const local = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_CONFIG_FILE: none, AWS_SHARED_CREDENTIALS_FILE: none };
  const endpoints = Object.fromEntries(Object.entries(o.endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]));
  return (declared: Record<string, string>): Record<string, string> => ({
    ...(declared.MODEL_ID && o.bedrockCredentials ? o.bedrockCredentials : local),
    ...endpoints,
  });
};
