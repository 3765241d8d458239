import { createInflate } from 'node:zlib';

/**
 * Counts the bytes that zlib data (RFC 1950) unfolds to, piece by piece, so that a bomb costs no memory; stops as soon as there
 * are more than `most`. `onPiece` sees what has unfolded. What is broken unfolds to what came before. `taken` is how much of the
 * data it was.
 */
export const unfold = (
  data: readonly Uint8Array[],
  most: number,
  onPiece?: (piece: Buffer, isFirst: boolean) => void,
): Promise<{ readonly size: number; readonly taken: number }> =>
  new Promise((resolve) => {
    const inflate = createInflate({ chunkSize: 64 * 1024 });
    let size = 0;
    const end = () => {
      resolve({ size, taken: inflate.bytesWritten });
      inflate.destroy();
    };
    inflate.on('data', (piece: Buffer) => {
      onPiece?.(piece, size === 0);
      size += piece.length;
      if (size > most) end();
    });
    inflate.once('end', end);
    inflate.once('error', end);
    for (const each of data) inflate.write(each);
    inflate.end();
  });

/** Whether data begins as zlib's does: method 8, and a header that is a multiple of 31. */
export const looksFolded = (data: Uint8Array): boolean => {
  const [first = 0, second = 0] = data;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
};
