import type { DocumentType } from './contract.ts';

const endings: Readonly<Record<DocumentType, readonly string[]>> = {
  'application/pdf': ['.pdf'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
};

/** The name under which a file is saved: with the ending of what it is, whatever it is called. */
export const savedName = (name: string, type: DocumentType): string =>
  endings[type].some((ending) => name.toLowerCase().endsWith(ending)) ? name : `${name}${endings[type][0]}`;

/** What RFC 5987 lets stand in `filename*`; `encodeURIComponent` leaves four signs more. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * RFC 6266: the name in ASCII for old browsers, without a sign that could end the quotes or be decoded into one, and the whole
 * name for the others.
 */
export const contentDisposition = (how: 'inline' | 'attachment', name: string, type: DocumentType): string => {
  const saved = savedName(name, type);
  const plain = saved.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded(saved)}`;
};
