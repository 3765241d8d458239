import { crc32, deflateSync } from 'node:zlib';

/** One chunk of a PNG. */
export const pngChunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  return chunk;
};

/** A white PNG in shades of grey; `rows` are its folded bytes, as many as its size asks for unless said otherwise. */
export const pngOf = (o: { width: number; height: number; rows?: Buffer; also?: readonly Buffer[] }): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(o.width, 0);
  header.writeUInt32BE(o.height, 4);
  header.writeUInt8(8, 8);
  const rows = o.rows ?? Buffer.alloc((o.width + 1) * o.height, 0xff).fill(0, 0, 1);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...(o.also ?? []),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
};

export type PdfStream = { readonly dictionary?: string; readonly data: Buffer };

/** A PDF of one page with these objects from number 4 on, and these entries in its catalogue and trailer. */
export const pdfOf = (
  objects: readonly (string | PdfStream)[] = [],
  o: { catalog?: string; page?: string; trailer?: string; pages?: number } = {},
): Buffer => {
  const pages = o.pages ?? 1;
  const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] ${o.page ?? ''} >>`;
  const all: (string | PdfStream)[] = [
    `<< /Type /Catalog /Pages 2 0 R ${o.catalog ?? ''} >>`,
    `<< /Type /Pages /Kids [${Array.from({ length: pages }, (_, index) => `${index === 0 ? 3 : objects.length + 3 + index} 0 R`).join(' ')}] /Count ${pages} >>`,
    page,
    ...objects,
    ...Array.from({ length: pages - 1 }, () => page),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const places: number[] = [];
  let at = parts[0]?.length ?? 0;
  const add = (part: Buffer) => {
    parts.push(part);
    at += part.length;
  };
  for (const [index, object] of all.entries()) {
    places.push(at);
    add(Buffer.from(`${index + 1} 0 obj\n`));
    if (typeof object === 'string') add(Buffer.from(object, 'latin1'));
    else {
      add(Buffer.from(`<< /Length ${object.data.length} ${object.dictionary ?? ''} >>\nstream\n`, 'latin1'));
      add(object.data);
      add(Buffer.from('\nendstream'));
    }
    add(Buffer.from('\nendobj\n'));
  }
  const list = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const size = all.length + 1;
  add(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${list}trailer\n<< /Size ${size} /Root 1 0 R ${o.trailer ?? ''} >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
};

/** A folded stream, as often as said. */
export const folded = (content: Buffer | string, times = 1): PdfStream => {
  let data = Buffer.from(content);
  for (let time = 0; time < times; time += 1) data = deflateSync(data, { level: 9 });
  return { dictionary: `/Filter [${'/FlateDecode '.repeat(times)}]`, data };
};

/** A ZIP of one stored file, as it stands before or behind another file. */
export const zipOf = (name: string, content: string): Buffer => {
  const data = Buffer.from(content);
  const about = Buffer.alloc(26);
  about.writeUInt16LE(20, 0);
  about.writeUInt32LE(crc32(data), 10);
  about.writeUInt32LE(data.length, 14);
  about.writeUInt32LE(data.length, 18);
  about.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, Buffer.from(name), data]);
  const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
};

/** A JPEG of segments: a frame of a size, so many scans, the end. */
export const jpegOf = (width: number, height: number, scans = 1): Buffer => {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  const scan = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xff, 0x00, 0x34]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), frame, ...Array<Buffer>(scans).fill(scan), Buffer.from([0xff, 0xd9])]);
};

const chunkOf = (type: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
};

/** A WebP of chunks. */
export const webpOf = (...chunks: readonly (readonly [type: string, data: Buffer])[]): Buffer => {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks.map(([type, data]) => chunkOf(type, data))]);
  return chunkOf('RIFF', body);
};

/** The header of a lossless frame of a size. */
export const losslessFrame = (width: number, height: number): Buffer => {
  const frame = Buffer.alloc(6);
  frame.writeUInt8(0x2f, 0);
  frame.writeUInt32LE((width - 1) | ((height - 1) << 14), 1);
  return frame;
};

/** The canvas of an extended WebP. */
export const canvasOf = (width: number, height: number): Buffer => {
  const canvas = Buffer.alloc(10);
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  return canvas;
};

/** The test file of the makers of scanners; harmless. In two parts, so that no scanner stops at this one. */
export const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));
