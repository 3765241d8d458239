import { crc32 } from 'node:zlib';

import { requireSize } from './picture-size.ts';
import { Unfit } from './unfit.ts';
import { unfold } from './unfold.ts';

/** Colour profile and comments together are never longer than this, nor more. */
const MOST_SIDE_DATA = 8 * 1024 * 1024;
const MOST_SIDE_CHUNKS = 1_000;

/** Samples of one pixel by colour type, and the depths that each may have (PNG 3rd edition, table 12). */
const colourTypes: Readonly<Record<number, { readonly samples: number; readonly depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

/** Start and step of the seven passes of Adam7, across and down. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

type Header = { readonly width: number; readonly height: number; readonly bitsPerPixel: number; readonly interlaced: boolean };

const headerOf = (data: Buffer): Header => {
  const colour = colourTypes[data.readUInt8(9)];
  const depth = data.readUInt8(8);
  const interlace = data.readUInt8(12);
  if (data.length !== 13 || !colour?.depths.includes(depth) || data.readUInt16BE(10) !== 0 || interlace > 1)
    throw new Unfit('not-readable');
  const header = {
    width: data.readUInt32BE(0),
    height: data.readUInt32BE(4),
    bitsPerPixel: colour.samples * depth,
    interlaced: interlace === 1,
  };
  requireSize(header);
  return header;
};

/** Bytes of the picture's rows, each with its filter. */
const rowBytes = (width: number, height: number, bitsPerPixel: number): number =>
  width === 0 || height === 0 ? 0 : height * (1 + Math.ceil((width * bitsPerPixel) / 8));

const unfoldedBytes = ({ width, height, bitsPerPixel, interlaced }: Header): number =>
  interlaced
    ? ADAM7.map(([left, top, across, down]) =>
        rowBytes(Math.ceil((width - left) / across), Math.ceil((height - top) / down), bitsPerPixel),
      ).reduce((sum, bytes) => sum + bytes, 0)
    : rowBytes(width, height, bitsPerPixel);

/** The folded part of a chunk beside the picture. */
const foldedPart = (type: string, data: Buffer): Buffer | undefined => {
  const afterKeyword = data.indexOf(0) + 1;
  if (type === 'iCCP' || type === 'zTXt') return data.subarray(afterKeyword + 1);
  if (type !== 'iTXt' || data[afterKeyword] !== 1) return undefined;
  const afterLanguage = data.indexOf(0, afterKeyword + 2) + 1;
  return data.subarray(data.indexOf(0, afterLanguage) + 1);
};

/** Reads a PNG through, chunk by chunk; answers with where it ends. */
export const checkPng = async (file: Buffer): Promise<number> => {
  let header: Header | undefined;
  const picture: Buffer[] = [];
  const side = { bytes: 0, chunks: 0 };
  for (let at = 8; ; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const end = at + 12 + length;
    if (end > file.length || crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) throw new Unfit('not-readable');
    const data = file.subarray(at + 8, end - 4);
    if (!header) {
      if (type !== 'IHDR') throw new Unfit('not-readable');
      header = headerOf(data);
    } else if (type === 'IDAT') picture.push(data);
    else if (type === 'acTL') requireSize(header, data.readUInt32BE(0));
    else {
      const folded = foldedPart(type, data);
      if (folded) {
        side.bytes += (await unfold([folded], MOST_SIDE_DATA - side.bytes)).size;
        side.chunks += 1;
      }
      if (side.bytes > MOST_SIDE_DATA || side.chunks > MOST_SIDE_CHUNKS) throw new Unfit('too-large-inside');
    }
    at = end;
    if (type !== 'IEND') continue;
    const expected = unfoldedBytes(header);
    const { size: found } = await unfold(picture, expected);
    if (found !== expected) throw new Unfit(found > expected ? 'too-large-inside' : 'not-readable');
    return at;
  }
};
