import { S3Refusal } from './s3-guard-errors.ts';

/** S3 takes so many bytes of form before the file. */
const LONGEST_HEAD = 20_480;

export type FormHead = {
  /** By name in lower case, in the order they came. */
  fields: Map<string, string>;
  /** The last part of the file's name, as the browser says it. */
  fileName: string;
  /** Bytes of the request before the file. */
  bytes: number;
};

const LINE = '\r\n';
const malformed = () => new S3Refusal('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');

const boundaryOf = (contentType: string): string => {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (!boundary) throw malformed();
  return boundary;
};

const partNameOf = (headers: string): { name: string; fileName: string } => {
  const [, disposition = ''] = /^content-disposition:\s*form-data(.*)$/im.exec(headers) ?? [];
  const parameter = (name: string) => new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(disposition)?.[1];
  const name = parameter('name');
  if (name === undefined) throw malformed();
  return { name: name.toLowerCase(), fileName: (parameter('filename') ?? '').split(/[/\\]/).at(-1) ?? '' };
};

/** Everything before the file, once all of it has come; undefined while it has not. */
const headIn = (come: Buffer, boundary: string): FormHead | undefined => {
  const fields = new Map<string, string>();
  let at = come.indexOf(`--${boundary}`);
  if (at < 0) return undefined;
  for (;;) {
    const start = at + boundary.length + 2;
    if (come.length < start + 2) return undefined;
    // Two hyphens end the form, and no file came.
    if (come.toString('latin1', start, start + 2) === '--')
      throw new S3Refusal('InvalidArgument', 'POST requires exactly one file upload per request.', {
        ArgumentName: 'file',
        ArgumentValue: 0,
      });
    const end = come.indexOf(LINE + LINE, start);
    if (end < 0) return undefined;
    const { name, fileName } = partNameOf(come.toString('utf8', start + 2, end));
    const body = end + 4;
    if (name === 'file') return { fields, fileName, bytes: body };
    const next = come.indexOf(`${LINE}--${boundary}`, body);
    if (next < 0) return undefined;
    // S3 takes one of each; a second one would be checked by one reader and obeyed by another.
    if (fields.has(name)) throw new S3Refusal('InvalidArgument', `POST requires exactly one ${name} field.`, { ArgumentName: name });
    fields.set(name, come.toString('utf8', body, next));
    at = next + 2;
  }
};

/**
 * Reads a form of which `file` is the last field that counts, as S3 does. `accept` hears of everything before the file
 * and answers where its bytes go; it may refuse before they are read.
 */
export const readForm = async (
  pieces: AsyncIterable<Buffer>,
  contentType: string,
  accept: (head: FormHead) => (bytes: Buffer) => void,
): Promise<void> => {
  const boundary = boundaryOf(contentType);
  const ending = Buffer.from(`${LINE}--${boundary}`);
  let held: Buffer = Buffer.alloc(0);
  let write: ((bytes: Buffer) => void) | undefined;
  let ended = false;
  for await (const piece of pieces) {
    if (ended) continue;
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    if (!write) {
      const head = headIn(held.subarray(0, LONGEST_HEAD), boundary);
      if (!head && held.length >= LONGEST_HEAD)
        throw new S3Refusal('MaxPostPreDataLengthExceeded', 'Your POST request fields preceding the upload file were too large.', {
          MaxPostPreDataLengthBytes: LONGEST_HEAD,
        });
      if (!head) continue;
      write = accept(head);
      held = held.subarray(head.bytes);
    }
    const end = held.indexOf(ending);
    ended = end >= 0;
    // What may be the beginning of the ending waits for the next piece.
    const sure = ended ? end : Math.max(0, held.length - ending.length + 1);
    write(held.subarray(0, sure));
    held = held.subarray(sure);
  }
  if (!write && held.length > 0) throw malformed();
  if (!ended) throw new S3Refusal('IncompleteBody', 'The request body terminated unexpectedly');
};
