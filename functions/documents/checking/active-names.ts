/** Names of PDF (ISO 32000) by which a document does something, or carries another file. */
const ACTIVE: ReadonlySet<string> = new Set(['JavaScript', 'Launch', 'EmbeddedFile', 'EmbeddedFiles', 'RichMedia']);
const PLAIN = /\/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z0-9#])/;
/** A name of letters of which some are written as `#4A`. */
const ESCAPED = /\/[A-Za-z0-9]*(?:#[0-9A-Fa-f]{2}[A-Za-z0-9]*)+/g;

/** Longer than any of the names with every letter escaped: pieces are looked at with so much of the one before. */
export const OVERLAP = 64;

/** A PDF name without its escapes (ISO 32000-1, 7.3.5). */
export const unescaped = (name: string): string =>
  name.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Whether text of a PDF, one letter for each byte, has the name of an active part, however it is written. */
export const hasActiveName = (text: string): boolean =>
  PLAIN.test(text) || (text.includes('#') && [...text.matchAll(ESCAPED)].some(([name]) => ACTIVE.has(unescaped(name.slice(1)))));
