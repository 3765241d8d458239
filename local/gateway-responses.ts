import type { ServerResponse } from 'node:http';

import type { Resource } from './template.ts';

const builtIn = {
  BAD_REQUEST_PARAMETERS: [400, 'Missing required request parameters'],
  DEFAULT_4XX: [400, 'Bad Request'],
  DEFAULT_5XX: [500, 'Internal server error'],
  EXPIRED_TOKEN: [403, 'The incoming token has expired'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  UNAUTHORIZED: [401, 'Unauthorized'],
  WAF_FILTERED: [403, 'Forbidden'],
} as const satisfies Record<string, readonly [number, string]>;

export type GatewayResponseType = keyof typeof builtIn;

/** What the gateway knows of a request before any function does. */
export type Context = { requestId: string; path: string; sourceIp: string; method: string; origin: string | undefined };

type Declared = { statusCode?: string | number; responseParameters?: Record<string, string>; responseTemplates?: Record<string, string> };

const asJson = (text: string) => JSON.stringify(text);

/** The gateway's own answers, in the shapes that the body's extension or GatewayResponse resources give them. */
export const createGatewayResponses = (fromBody: Record<string, Declared>, resources: Resource[]) => {
  const declared: Record<string, Declared> = { ...fromBody };
  for (const { properties } of resources) {
    const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } = properties as {
      ResponseType: string;
      StatusCode?: string;
      ResponseParameters?: Record<string, string>;
      ResponseTemplates?: Record<string, string>;
    };
    declared[ResponseType] = { statusCode: StatusCode, responseParameters: ResponseParameters, responseTemplates: ResponseTemplates };
  }

  /** `$context.…` and the few other variables that templates of errors use. */
  const fill = (template: string, context: Context, type: string, message: string): string => {
    const variables: Record<string, string> = {
      '$context.error.messageString': asJson(message),
      '$context.error.message': message,
      '$context.error.responseType': type,
      '$context.error.validationErrorString': message,
      '$context.requestId': context.requestId,
      '$context.extendedRequestId': context.requestId,
      '$context.path': context.path,
      '$context.httpMethod': context.method,
      '$context.identity.sourceIp': context.sourceIp,
    };
    return template.replace(/\$context(?:\.\w+)+/g, (name) => variables[name] ?? '');
  };

  return {
    send(response: ServerResponse, type: GatewayResponseType, context: Context, status?: number, message?: string): void {
      if (response.destroyed) return;
      const [usualStatus, usualMessage] = builtIn[type];
      const fallback = (status ?? usualStatus) >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX';
      const chosen = declared[type] ?? declared[fallback] ?? {};
      const said = message ?? usualMessage;
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        'x-amzn-requestid': context.requestId,
        'x-amzn-errortype': type,
      };
      for (const [name, value] of Object.entries(chosen.responseParameters ?? {})) {
        const header = name.replace('gatewayresponse.header.', '').toLowerCase();
        if (value.startsWith("'")) headers[header] = value.slice(1, -1);
        else if (value === 'method.request.header.Origin' || value === 'method.request.header.origin') {
          if (context.origin) headers[header] = context.origin;
        } else if (value.startsWith('context.')) headers[header] = fill(`$${value}`, context, type, said);
      }
      const template = chosen.responseTemplates?.['application/json'] ?? '{"message":$context.error.messageString}';
      response.writeHead(Number(chosen.statusCode ?? status ?? usualStatus), headers).end(fill(template, context, type, said));
    },
  };
};
