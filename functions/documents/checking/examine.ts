import { createHash } from 'node:crypto';

import type { DocumentType, RejectReason } from '../contract.ts';
import { hidesAnother } from './hidden.ts';
import { checkJpeg } from './jpeg.ts';
import { checkPdf } from './pdf.ts';
import { checkPng } from './png.ts';
import { typeOf } from './type-of.ts';
import { Unfit } from './unfit.ts';
import { checkWebp } from './webp.ts';

/** What was said of a file before it came. */
export type Announced = { readonly bytes: number; readonly sha256: string; readonly contentType: DocumentType };
export type Found = { readonly finding: 'sound' | RejectReason; readonly pages?: number };

/** Each type's own rules, and where a file ends by them. */
const structure: Readonly<Record<DocumentType, (file: Buffer) => Promise<{ end: number; pages?: number }>>> = {
  'application/pdf': checkPdf,
  'image/jpeg': async (file) => ({ end: checkJpeg(file) }),
  'image/png': async (file) => ({ end: await checkPng(file) }),
  'image/webp': async (file) => ({ end: checkWebp(file) }),
};

/** Whether a file that came is what was announced, whole, harmless to open, and nothing else besides. Looks at bytes, never at names. */
export const examine = async (content: Uint8Array | 'too-long', announced: Announced): Promise<Found> => {
  if (content === 'too-long' || content.length !== announced.bytes) return { finding: 'wrong-size' };
  const file = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (createHash('sha256').update(file).digest('base64') !== announced.sha256) return { finding: 'wrong-checksum' };
  if (typeOf(file) !== announced.contentType) return { finding: 'wrong-type' };
  try {
    const { end, pages } = await structure[announced.contentType](file);
    return hidesAnother(file, announced.contentType, end) ? { finding: 'wrong-type' } : { finding: 'sound', ...(pages ? { pages } : {}) };
  } catch (error) {
    if (error instanceof Unfit) return { finding: error.reason };
    // A length that points out of the file: Node's buffers refuse to read there.
    if (error instanceof RangeError) return { finding: 'not-readable' };
    throw error;
  }
};
