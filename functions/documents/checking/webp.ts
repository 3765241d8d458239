import { requireSize, type Size } from './picture-size.ts';
import { Unfit } from './unfit.ts';

const uint24 = (file: Buffer, at: number): number => file.readUIntLE(at, 3);

/** The size in a lossy frame's header (RFC 6386, 9.1). */
const lossySize = (frame: Buffer): Size => {
  if (frame.readUIntBE(3, 3) !== 0x9d012a) throw new Unfit('not-readable');
  return { width: frame.readUInt16LE(6) & 0x3fff, height: frame.readUInt16LE(8) & 0x3fff };
};

/** The size in a lossless frame's header (RFC 9649, 3.4). */
const losslessSize = (frame: Buffer): Size => {
  if (frame.readUInt8(0) !== 0x2f) throw new Unfit('not-readable');
  const bits = frame.readUInt32LE(1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
};

/** Reads a WebP through, chunk by chunk (RFC 9649); answers with where it ends. */
export const checkWebp = (file: Buffer): number => {
  const end = 8 + file.readUInt32LE(4);
  if (end > file.length) throw new Unfit('not-readable');
  let canvas: Size | undefined;
  let frames = 0;
  for (let at = 12; at < end; ) {
    const type = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    if (at + 8 + length > end) throw new Unfit('not-readable');
    const data = file.subarray(at + 8, at + 8 + length);
    if (at === 12 && type === 'VP8X') canvas = { width: uint24(data, 4) + 1, height: uint24(data, 7) + 1 };
    if (type === 'ANMF') {
      // Each frame lies within the canvas, which bounds what all of them unfold to.
      frames += 1;
      if (!canvas) throw new Unfit('not-readable');
      requireSize(canvas, frames);
    }
    if (type === 'VP8 ' || type === 'VP8L') {
      frames += 1;
      const size = type === 'VP8 ' ? lossySize(data) : losslessSize(data);
      requireSize(size, frames);
      if (canvas && (canvas.width !== size.width || canvas.height !== size.height)) throw new Unfit('not-readable');
    }
    at += 8 + length + (length % 2);
  }
  if (frames === 0) throw new Unfit('not-readable');
  return Math.min(end + (end % 2), file.length);
};
