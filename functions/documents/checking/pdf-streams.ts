import { hasActiveName, OVERLAP, unescaped } from './active-names.ts';
import { Unfit } from './unfit.ts';
import { looksFolded, unfold } from './unfold.ts';

/** One page scanned at 600 dpi in colour unfolds to 105 MB. */
const MOST_OF_ONE = 256 * 1024 * 1024;
const MOST_OF_ALL = 1024 * 1024 * 1024;
/** Folded in folded in folded; nobody does it more than twice. */
const DEEPEST = 3;
/** Data that is folded once more; a picture that only looks so is not kept. */
const MOST_WITHIN = 32 * 1024 * 1024;
/** Ten times the longest file, in many more streams than it has pages. */
const MOST_TAKEN = 256 * 1024 * 1024;
const MOST_STREAMS = 50_000;
/** A dictionary before its stream. */
const LONGEST_DICTIONARY = 16 * 1024;

const ASCII_85 = /\/(?:ASCII85Decode|A85)(?![A-Za-z0-9])/;
const IN_LETTERS = /\/(?:ASCII85Decode|A85|ASCIIHexDecode|AHx)(?![A-Za-z0-9])/;
/** What nobody does to the structure, except to hide it. */
const UNUSUAL = /\/(?:LZWDecode|LZW|RunLengthDecode|RL|ASCII85Decode|A85|ASCIIHexDecode|AHx|Crypt)(?![A-Za-z0-9])/;
/** Programs foretell the list of places (`XRef`) by its lines, never the objects: those could not be read from here. */
const OBJECTS = /\/ObjStm(?![A-Za-z0-9])/;
const PREDICTOR = /\/Predictor\s*(?:[2-9]|1\d)/;
const FILTERED = /\/Filter(?![A-Za-z0-9])/;
/** In the trailer, which is never encrypted itself (ISO 32000-1, 7.5.5). */
const LOCKED = /\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/;
/** Streams that hold the document's own structure. */
const STRUCTURE = /\/(?:ObjStm|XRef)(?![A-Za-z0-9])/;

/** What stands before the end mark of a coding in letters. */
const before = (mark: string, text: string): string => {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
};

const fromHex = (text: string): Buffer => Buffer.from(before('>', text).replace(/[^0-9A-Fa-f]/g, ''), 'hex');

const POWERS = [85 ** 4, 85 ** 3, 85 ** 2, 85, 1];

/** ASCII base 85 (ISO 32000-1, 7.4.3). */
const fromAscii85 = (text: string): Buffer => {
  const digits = before('~', text)
    .replace(/z/g, '!!!!!')
    .replace(/[^!-u]/g, '');
  const bytes = Buffer.alloc(Math.ceil(digits.length / 5) * 4);
  for (let at = 0; at < digits.length; at += 5) {
    const group = digits.slice(at, at + 5).padEnd(5, 'u');
    const value = POWERS.reduce((sum, power, index) => sum + (group.charCodeAt(index) - 33) * power, 0);
    bytes.writeUInt32BE(value >>> 0, (at / 5) * 4);
  }
  const missing = digits.length % 5 === 0 ? 0 : 5 - (digits.length % 5);
  return bytes.subarray(0, bytes.length - missing);
};

/** Unfolds streams within the bounds of a whole file, and looks for active names in what comes out. */
class Unfolding {
  private unfolded = 0;
  private taken = 0;

  /** Counts data that is looked at; streams that lie over each other are looked at more than once. */
  take(bytes: number): void {
    this.taken += bytes;
    if (this.taken > MOST_TAKEN) throw new Unfit('too-large-inside');
  }

  async add(data: Uint8Array, depth = 1): Promise<void> {
    if (!looksFolded(data)) return;
    if (depth > DEEPEST) throw new Unfit('too-large-inside');
    let last = '';
    let active = false;
    let inner: Buffer[] | undefined;
    let kept = 0;
    const most = Math.min(MOST_OF_ONE, MOST_OF_ALL - this.unfolded);
    const { size, taken } = await unfold([data], most, (piece, isFirst) => {
      const text = last + piece.toString('latin1');
      active ||= hasActiveName(text);
      last = text.slice(-OVERLAP);
      if (isFirst && looksFolded(piece)) inner = [];
      if (!inner || kept > MOST_WITHIN) return;
      inner.push(piece);
      kept += piece.length;
    });
    this.unfolded += size;
    this.take(taken);
    if (size > most) throw new Unfit('too-large-inside');
    if (active) throw new Unfit('active-content');
    if (inner) await this.add(Buffer.concat(inner), depth + 1);
  }
}

/**
 * Looks through a PDF without following its structure, so that no reader's way of following it can lead past: every stream is
 * unfolded, within bounds, and neither it nor the rest may have an active part. A stream of the structure must be one that can
 * be unfolded from here.
 */
export const checkPdfStreams = async (file: Buffer): Promise<void> => {
  const text = file.toString('latin1');
  if (LOCKED.test(text)) throw new Unfit('locked');
  if (hasActiveName(text)) throw new Unfit('active-content');
  const unfolding = new Unfolding();
  const keyword = /(?<!end)stream\r?\n/g;
  let streams = 0;
  for (let found = keyword.exec(text); found; found = keyword.exec(text)) {
    streams += 1;
    if (streams > MOST_STREAMS) throw new Unfit('too-large-inside');
    const start = found.index + found[0].length;
    const lines = text.slice(Math.max(0, found.index - LONGEST_DICTIONARY), found.index);
    const dictionary = unescaped(lines.slice(lines.lastIndexOf('obj') + 1));
    const data = file.subarray(start);
    if (OBJECTS.test(dictionary) && PREDICTOR.test(dictionary)) throw new Unfit('not-readable');
    if (STRUCTURE.test(dictionary) && (UNUSUAL.test(dictionary) || (FILTERED.test(dictionary) && !looksFolded(data))))
      throw new Unfit('not-readable');
    if (!IN_LETTERS.test(dictionary)) {
      await unfolding.add(data);
      continue;
    }
    const end = text.indexOf('endstream', start);
    if (end < 0) throw new Unfit('not-readable');
    unfolding.take(end - start);
    const coded = text.slice(start, end);
    await unfolding.add(ASCII_85.test(dictionary) ? fromAscii85(coded) : fromHex(coded));
  }
};
