import type { DocumentType } from '../contract.ts';

/** Readers of HTML and PDF look for their beginning in so many first bytes. */
const HEAD = 1024;
/** A ZIP's last record has a comment of 65,535 bytes at most behind it. */
const ZIP_TAIL = 22 + 65_535;
/** So much of what follows a picture is looked at. */
const TRAILER = 64 * 1024;

const PAGE = /<(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?php)[\s>/]/i;

/** A central directory that a reader of ZIP (JAR, APK, DOCX) would find from the end: its record, and an entry where that says. */
const isZip = (file: Buffer): boolean => {
  const from = Math.max(0, file.length - ZIP_TAIL);
  for (let at = file.lastIndexOf('PK\x05\x06', undefined, 'latin1'); at >= from && at >= 0; ) {
    const size = at + 16 <= file.length ? file.readUInt32LE(at + 12) : 0;
    const zip64 = file.toString('latin1', at - 20, at - 16) === 'PK\x06\x07';
    if (zip64 || file.toString('latin1', at - size, at - size + 4) === 'PK\x01\x02') return true;
    if (at === 0) break;
    at = file.lastIndexOf('PK\x05\x06', at - 1, 'latin1');
  }
  return false;
};

const isProgram = (file: Buffer): boolean => {
  const begins = (signature: string) => file.toString('latin1', 0, signature.length) === signature;
  if (begins('\x7fELF') || begins('#!') || begins('\xca\xfe\xba\xbe') || begins('\xcf\xfa\xed\xfe')) return true;
  if (!begins('MZ') || file.length < 64) return false;
  const header = file.readUInt32LE(0x3c);
  return file.toString('latin1', header, header + 4) === 'PE\0\0';
};

const isArchive = (file: Buffer): boolean =>
  ['PK\x03\x04', 'Rar!\x1a\x07', '7z\xbc\xaf\x27\x1c', '%PDF-'].some(
    (signature) => file.toString('latin1', 0, signature.length) === signature,
  );

/** Whether a file of one type, which ends at `end` by that type's rules, can be opened as something else as well. */
export const hidesAnother = (file: Buffer, type: DocumentType, end: number): boolean => {
  const head = file.toString('latin1', 0, HEAD);
  const trailer = file.subarray(end);
  return (
    PAGE.test(head) ||
    (type !== 'application/pdf' && head.includes('%PDF-')) ||
    isZip(file) ||
    file.includes('Rar!\x1a\x07', 0, 'latin1') ||
    isProgram(trailer) ||
    isArchive(trailer) ||
    PAGE.test(trailer.toString('latin1', 0, TRAILER))
  );
};
