import { requireSize } from './picture-size.ts';
import { Unfit } from './unfit.ts';

/** A progressive picture has about ten; thousands make each reader decode the whole picture thousands of times. */
const MOST_SCANS = 200;

const START_OF_SCAN = 0xda;
const END = 0xd9;

/** Start of frame, of any coding but the hierarchical ones; not the tables that share its range (ITU T.81, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** The next marker in coded data: not a stuffed byte, not a restart, not a fill byte. */
const markerAfterScan = (file: Buffer, from: number): number => {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1] ?? 0;
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new Unfit('not-readable');
};

/** Reads a JPEG through, segment by segment; answers with where its first picture ends. Phones put more behind it. */
export const checkJpeg = (file: Buffer): number => {
  let framed = false;
  let scans = 0;
  for (let at = 2; ; ) {
    if (file.readUInt8(at) !== 0xff) throw new Unfit('not-readable');
    const marker = file.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END) {
      if (!framed || scans === 0) throw new Unfit('not-readable');
      return at + 2;
    }
    const length = file.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > file.length) throw new Unfit('not-readable');
    if (isFrame(marker)) {
      if (framed) throw new Unfit('not-readable');
      framed = true;
      requireSize({ height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) });
    }
    if (marker === START_OF_SCAN) {
      scans += 1;
      if (!framed) throw new Unfit('not-readable');
      if (scans > MOST_SCANS) throw new Unfit('too-large-inside');
      at = markerAfterScan(file, end);
    } else at = end;
  }
};
