import type { DocumentType } from '../../../../functions/documents/contract.ts';

/** What the API takes; a copy, because the contract would bring its schemas into the page. A test compares them. */
export const LARGEST_BYTES = 25 * 1024 * 1024;
const LONGEST_NAME = 120;

/** For a chooser of files. */
export const ACCEPTED = 'application/pdf,image/jpeg,image/png,image/webp';

const typeOfEnding: Readonly<Record<string, DocumentType>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};
const endings: Readonly<Record<DocumentType, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};
/** What some browsers and phones say of a file that they know nothing of. */
const saysNothing = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'image/jpg', 'application/x-pdf']);

type Chosen = { readonly name: string; readonly type: string; readonly size: number };

const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** The type that a chosen file is announced with; nothing for kinds that are not taken. The bytes are looked at after the upload. */
export const contentTypeOf = ({ name, type }: Pick<Chosen, 'name' | 'type'>): DocumentType | undefined => {
  if (type in endings) return type as DocumentType;
  return saysNothing.has(type) ? typeOfEnding[endingOf(name)] : undefined;
};

export type FileProblem = 'empty' | 'too-large' | 'phone-photo' | 'unknown-kind';

/** Why a chosen file cannot be taken, before anything is sent. */
export const problemOf = (file: Chosen): FileProblem | undefined => {
  if (/^image\/hei[cf]/.test(file.type) || /^hei[cf]$/.test(endingOf(file.name))) return 'phone-photo';
  if (contentTypeOf(file) === undefined) return 'unknown-kind';
  if (file.size === 0) return 'empty';
  return file.size > LARGEST_BYTES ? 'too-large' : undefined;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a name may not have
const unseen = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

const cut = (text: string, longest: number): string => {
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > longest) break;
    kept += character;
  }
  return kept.trimEnd();
};

/** A name that the API takes: no path, nothing unseen, at most 120 characters, with the ending of its type. */
export const nameFor = (name: string, contentType: DocumentType, nameless: string): string => {
  const plain = (name.split(/[/\\]/).at(-1) ?? '').replace(unseen, '').trim();
  const known = typeOfEnding[endingOf(plain)] === contentType;
  const ending = known ? `.${endingOf(plain)}` : `.${endings[contentType]}`;
  const stem = (known ? plain.slice(0, -ending.length) : plain).replace(/^[.\s]+|[.\s]+$/g, '').trim();
  return `${cut(stem || nameless, LONGEST_NAME - ending.length)}${ending}`;
};
