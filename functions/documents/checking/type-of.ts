import type { DocumentType } from '../contract.ts';

/** What a file is by its first bytes. */
export const typeOf = (file: Buffer): DocumentType | undefined => {
  const begins = (signature: string, at = 0) => file.toString('latin1', at, at + signature.length) === signature;
  if (begins('%PDF-')) return 'application/pdf';
  if (begins('\xff\xd8\xff')) return 'image/jpeg';
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins('RIFF') && begins('WEBP', 8)) return 'image/webp';
  return undefined;
};
