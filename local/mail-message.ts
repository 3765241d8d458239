import type { NewMail } from './outbox.ts';

/** `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=` of RFC 2047. */
const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([^?]+)\?([BQ])\?([^?]*)\?=/gi, (_, charset: string, form: string, data: string) =>
      new TextDecoder(charset).decode(
        form.toUpperCase() === 'B' ? Buffer.from(data, 'base64') : quotedPrintable(data.replaceAll('_', ' ')),
      ),
    );

const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

type Part = { headers: Map<string, string>; body: string };

/** A part as bytes in latin1, so that one character is one byte until its charset is known. */
const partOf = (raw: string): Part => {
  const end = raw.search(/\r?\n\r?\n/);
  const head = end < 0 ? raw : raw.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? '' : raw.slice(end).replace(/^\r?\n\r?\n/, '') };
};

const textOf = ({ headers, body }: Part): string => {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  const charset = /charset="?([^";\s]+)/i.exec(headers.get('content-type') ?? '')?.[1] ?? 'utf-8';
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? quotedPrintable(body)
        : Buffer.from(body, 'latin1');
  return new TextDecoder(charset).decode(bytes);
};

const leavesOf = (part: Part): Part[] => {
  const type = part.headers.get('content-type') ?? 'text/plain';
  const boundary = /^multipart\/.*boundary="?([^";]+)/i.exec(type)?.[1];
  if (!boundary) return [part];
  const pieces = `\r\n${part.body}`.split(`\n--${boundary}`).slice(1);
  return pieces.filter((piece) => !piece.startsWith('--')).flatMap((piece) => leavesOf(partOf(piece.replace(/^\r?\n|\r$/g, ''))));
};

const addresses = (header: string | undefined): string[] =>
  (header ?? '')
    .split(',')
    .map((address) => decodeWords(address.trim()))
    .filter(Boolean);

/** As much of MIME as shows a message: sender, recipients, subject, its text and HTML. Attachments are left out. */
export const parseMessage = (raw: Buffer): NewMail => {
  const message = partOf(raw.toString('latin1'));
  const leaves = leavesOf(message);
  const first = (type: string) => leaves.find((leaf) => (leaf.headers.get('content-type') ?? 'text/plain').toLowerCase().startsWith(type));
  const text = first('text/plain');
  const html = first('text/html');
  return {
    from: addresses(message.headers.get('from'))[0] ?? '',
    to: [...addresses(message.headers.get('to')), ...addresses(message.headers.get('cc'))],
    subject: decodeWords(message.headers.get('subject') ?? ''),
    text: text ? textOf(text).replaceAll('\r\n', '\n') : '',
    ...(html ? { html: textOf(html) } : {}),
  };
};
