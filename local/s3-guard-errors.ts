const statusOf = {
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidPolicyDocument: 400,
  InvalidRequest: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedPOSTRequest: 400,
  MaxPostPreDataLengthExceeded: 400,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchVersion: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  XAmzContentSHA256Mismatch: 400,
} as const;
export type S3Code = keyof typeof statusOf;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
export const xmlText = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

/** What S3 answers instead of doing it. Codes and messages are S3's ("Error responses" in its API reference). */
export class S3Refusal extends Error {
  readonly code: S3Code;
  readonly status: number;
  /** Elements of the answer beside code and message, such as `MaxSizeAllowed`. */
  readonly details: Record<string, string | number>;

  constructor(code: S3Code, message: string, details: Record<string, string | number> = {}) {
    super(message);
    this.code = code;
    this.status = statusOf[code];
    this.details = details;
  }

  toXml(requestId: string): string {
    const elements = Object.entries({ Code: this.code, Message: this.message, ...this.details, RequestId: requestId, HostId: 'local' });
    const inner = elements.map(([name, value]) => `<${name}>${xmlText(String(value))}</${name}>`).join('');
    return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`;
  }
}
