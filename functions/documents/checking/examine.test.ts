import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

import { PDFDocument } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { DocumentType } from '../contract.ts';
import { canvasOf, eicar, folded, jpegOf, losslessFrame, pdfOf, pngChunk, pngOf, webpOf, zipOf } from '../testing/files.ts';
import { picture } from '../testing/pictures.ts';
import { examine } from './examine.ts';

const sha256 = (file: Uint8Array) => createHash('sha256').update(file).digest('base64');
const look = (file: Uint8Array, contentType: DocumentType) => examine(file, { bytes: file.length, sha256: sha256(file), contentType });
const findingOf = async (file: Uint8Array, contentType: DocumentType) => (await look(file, contentType)).finding;

const MB = 1024 * 1024;
const [PDF, JPEG, PNG, WEBP] = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp'] as const;

/** A report as a library makes it, with its structure in folded streams. */
const report = async (work: (pdf: PDFDocument) => unknown = () => undefined, pages = 2): Promise<Buffer> => {
  const pdf = await PDFDocument.create();
  for (let page = 1; page <= pages; page += 1) pdf.addPage([300, 300]).drawText(`Haemoglobin 13.${page} g/dL`);
  await work(pdf);
  return Buffer.from(await pdf.save());
};

const ascii85 = (data: Buffer): string => {
  let text = '';
  for (let at = 0; at < data.length; at += 4) {
    const group = Buffer.alloc(4);
    data.copy(group, 0, at, at + 4);
    let value = group.readUInt32BE(0);
    const digits: string[] = [];
    for (let digit = 0; digit < 5; digit += 1) {
      digits.unshift(String.fromCharCode((value % 85) + 33));
      value = Math.floor(value / 85);
    }
    text += digits.join('').slice(0, Math.min(4, data.length - at) + 1);
  }
  return `${text}~>`;
};

const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';

describe('a file that a patient really has is taken', () => {
  test.each<[string, DocumentType, () => Buffer | Promise<Buffer>, number?]>([
    ['a report as a library makes it', PDF, () => report(), 2],
    ['a report of five hundred pages', PDF, () => report(undefined, 500), 500],
    ['a PDF of the plainest kind', PDF, () => pdfOf(), 1],
    ['a PDF with a line behind its end', PDF, () => Buffer.concat([pdfOf(), Buffer.from('\r\n\r\n')]), 1],
    [
      'a PDF whose page is coded in letters',
      PDF,
      () =>
        pdfOf([{ dictionary: '/Filter [/ASCII85Decode /FlateDecode]', data: Buffer.from(ascii85(deflateSync('BT (Hb 13) Tj ET'))) }], {
          page: '/Contents 4 0 R',
        }),
      1,
    ],
    [
      'a PDF with a picture of 60 MB',
      PDF,
      () => pdfOf([{ ...folded(Buffer.alloc(60 * MB)), dictionary: '/Subtype /Image /Filter /FlateDecode' }]),
      1,
    ],
    [
      'a PDF with a link',
      PDF,
      () =>
        pdfOf(['<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://lab.example) >> >>'], {
          page: '/Annots [4 0 R]',
        }),
      1,
    ],
    ['a photo', JPEG, () => picture('jpeg')],
    ['a photo with a second picture behind it, as phones make them', JPEG, () => Buffer.concat([picture('jpeg'), picture('jpeg')])],
    ['a photo with a film behind it', JPEG, () => Buffer.concat([picture('jpeg'), Buffer.from('\0\0\0\x18ftypmp42'), Buffer.alloc(500)])],
    ['a photo in eleven scans', JPEG, () => jpegOf(3000, 2000, 11)],
    ['a screenshot', PNG, () => picture('png')],
    ['a screenshot with what an editor left behind its end', PNG, () => Buffer.concat([picture('png'), Buffer.alloc(300, 7)])],
    ['a picture of a hundred megapixels', PNG, () => pngOf({ width: 10_000, height: 10_000 })],
    [
      'a picture with a colour profile',
      PNG,
      () =>
        pngOf({
          width: 9,
          height: 9,
          also: [pngChunk('iCCP', Buffer.concat([Buffer.from('sRGB\0\0'), deflateSync(Buffer.alloc(3_000))]))],
        }),
    ],
    ['a lossy WebP', WEBP, () => picture('lossy')],
    ['a lossless WebP', WEBP, () => picture('lossless')],
    ['a WebP that is transparent', WEBP, () => picture('alpha')],
    ['a WebP of the plainest kind', WEBP, () => webpOf(['VP8L', losslessFrame(800, 600)])],
  ])('%s', async (_, type, make, pages) => {
    expect(await look(await make(), type)).toEqual({ finding: 'sound', ...(pages ? { pages } : {}) });
  });
});

describe('a file that is not what its type says is refused', () => {
  test.each<[string, DocumentType, () => Buffer]>([
    ['a program', PDF, () => Buffer.concat([Buffer.from('MZ'), pdfOf()])],
    ['a web page', PNG, () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['the test file of the scanners', JPEG, () => eicar],
    ['a ZIP', PDF, () => zipOf('report.pdf', '%PDF-1.7')],
    ['a photo under a PDF’s type', PDF, () => picture('jpeg')],
    ['a PDF under a photo’s type', JPEG, () => pdfOf()],
    ['a GIF', PNG, () => Buffer.from('GIF89a\x01\0\x01\0')],
    ['a sound file, which is a RIFF too', WEBP, () => Buffer.from('RIFF\x24\0\0\0WAVEfmt ', 'latin1')],
    ['nothing but the first bytes of another type', JPEG, () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ])('%s', async (_, type, make) => {
    expect(await findingOf(make(), type)).toBe('wrong-type');
  });
});

describe('a file that is something else as well is refused', () => {
  const html = Buffer.from('<html><body><script>fetch("/steal")</script>');
  test.each<[string, DocumentType, () => Buffer]>([
    ['a photo that is a ZIP', JPEG, () => Buffer.concat([picture('jpeg'), zipOf('evil.class', 'code')])],
    [
      'a photo that is a ZIP with a comment',
      JPEG,
      () => Buffer.concat([picture('jpeg'), zipOf('evil.class', 'code'), Buffer.alloc(60_000, 32)]),
    ],
    ['a screenshot that is a ZIP', PNG, () => Buffer.concat([picture('png'), zipOf('word/document.xml', '<x/>')])],
    [
      'a PDF that is a ZIP',
      PDF,
      () => {
        const file = pdfOf();
        const tail = file.lastIndexOf('startxref');
        return Buffer.concat([file.subarray(0, tail), zipOf('a.js', 'evil'), Buffer.from('\n'), file.subarray(tail)]);
      },
    ],
    [
      'a photo that is a PDF',
      JPEG,
      () =>
        Buffer.concat([
          Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 30]),
          Buffer.from('%PDF-1.7\n%comment of a JPEG-'),
          jpegOf(8, 8).subarray(2),
        ]),
    ],
    [
      'a photo that is a web page',
      JPEG,
      () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, html.length + 2]), html, jpegOf(8, 8).subarray(2)]),
    ],
    ['a screenshot with a web page behind it', PNG, () => Buffer.concat([picture('png'), html])],
    [
      'a screenshot with a page in its comment',
      PNG,
      () => pngOf({ width: 4, height: 4, also: [pngChunk('tEXt', Buffer.concat([Buffer.from('Comment\0'), html]))] }),
    ],
    [
      'a PDF that is a web page',
      PDF,
      () => {
        const file = pdfOf();
        return Buffer.concat([Buffer.from('%PDF-1.7\n%<script>alert(1)</script>\n'), file.subarray(9)]);
      },
    ],
    ['a photo with an archive behind it', JPEG, () => Buffer.concat([picture('jpeg'), Buffer.from('Rar!\x1a\x07\x01\0', 'latin1')])],
    ['a photo with a program behind it', JPEG, () => Buffer.concat([picture('jpeg'), Buffer.from('\x7fELF\x02\x01', 'latin1')])],
    [
      'a WebP with a program behind it',
      WEBP,
      () => {
        const program = Buffer.alloc(200);
        program.write('MZ');
        program.writeUInt32LE(100, 0x3c);
        program.write('PE\0\0', 100, 'latin1');
        return Buffer.concat([picture('lossy'), program]);
      },
    ],
  ])('%s', async (_, type, make) => {
    expect(await findingOf(make(), type)).toBe('wrong-type');
  });
});

describe('a file that unfolds to too much is refused, and costs little', () => {
  test.each<[string, DocumentType, () => Buffer | Promise<Buffer>]>([
    ['a PNG that says it is small and unfolds to 200 MB', PNG, () => pngOf({ width: 16, height: 16, rows: Buffer.alloc(200 * MB) })],
    ['a PNG of more than a hundred megapixels', PNG, () => pngOf({ width: 10_001, height: 10_000, rows: Buffer.alloc(10) })],
    [
      'a PNG whose comment is a bomb',
      PNG,
      () =>
        pngOf({
          width: 9,
          height: 9,
          also: [pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(9 * MB))]))],
        }),
    ],
    [
      'a PNG whose many comments are a bomb',
      PNG,
      () =>
        pngOf({
          width: 9,
          height: 9,
          also: Array.from({ length: 20 }, () =>
            pngChunk('iTXt', Buffer.concat([Buffer.from('Comment\0\x01\0en\0\0', 'latin1'), deflateSync(Buffer.alloc(MB))])),
          ),
        }),
    ],
    [
      'a PNG of a million frames',
      PNG,
      () => pngOf({ width: 100, height: 100, also: [pngChunk('acTL', Buffer.from([0, 0x0f, 0x42, 0x40, 0, 0, 0, 0]))] }),
    ],
    ['a JPEG of four thousand megapixels', JPEG, () => jpegOf(65_535, 65_535)],
    ['a JPEG that is decoded thousands of times', JPEG, () => jpegOf(3_000, 3_000, 5_000)],
    ['a WebP of 268 megapixels in six bytes', WEBP, () => webpOf(['VP8L', losslessFrame(16_384, 16_384)])],
    [
      'a WebP of many large frames',
      WEBP,
      () => webpOf(['VP8X', canvasOf(5_000, 5_000)], ...Array.from({ length: 5 }, () => ['ANMF', Buffer.alloc(30)] as const)),
    ],
    ['a PDF with a stream of 300 MB', PDF, () => pdfOf([folded(Buffer.alloc(300 * MB))])],
    ['a PDF with a bomb in a bomb', PDF, () => pdfOf([folded(Buffer.alloc(300 * MB), 3)])],
    [
      'a PDF whose bomb is coded in letters',
      PDF,
      () =>
        pdfOf([
          {
            dictionary: '/Filter [/ASCIIHexDecode /FlateDecode]',
            data: Buffer.from(`${deflateSync(Buffer.alloc(300 * MB)).toString('hex')}>`),
          },
        ]),
    ],
    [
      'a PDF whose parts together unfold to more than a gigabyte',
      PDF,
      () => {
        const part = folded(Buffer.alloc(200 * MB));
        return pdfOf([part, part, part, part, part, part]);
      },
    ],
    ['a PDF of 501 pages', PDF, () => pdfOf([], { pages: 501 })],
    ['a PDF of a hundred thousand streams', PDF, () => pdfOf([`(${'stream\n'.repeat(100_000)})`])],
    [
      'a PDF whose streams lie over each other',
      PDF,
      () => pdfOf([{ dictionary: '/Filter /ASCIIHexDecode', data: Buffer.from('<< /Filter /ASCIIHexDecode >>\nstream\n'.repeat(20_000)) }]),
    ],
  ])('%s', async (_, type, make) => {
    const file = await make();
    expect(file.length, 'as S3 would take it').toBeLessThan(25 * MB);
    const before = process.memoryUsage().rss;
    expect(await findingOf(file, type)).toBe('too-large-inside');
    expect((process.memoryUsage().rss - before) / MB, 'MB').toBeLessThan(300);
  });
});

describe('a PDF that does something is refused', () => {
  const inObjectStream = (object: string, dictionary = '/Filter /FlateDecode', data: Buffer = deflateSync(`5 0 ${object}`)) =>
    pdfOf([{ dictionary: `/Type /ObjStm /N 1 /First 4 ${dictionary}`, data }]);
  test.each<[string, () => Buffer | Promise<Buffer>]>([
    ['a script on opening', () => pdfOf([script], { catalog: '/OpenAction 4 0 R' })],
    ['a script by a name in disguise', () => pdfOf(['<< /S /J#61vaScr#69pt /JS (app.alert\\(1\\)) >>'], { catalog: '/OpenAction 4 0 R' })],
    ['a script, as a library adds it', () => report((pdf) => pdf.addJavaScript('main', 'app.alert(1)'))],
    ['a script in a folded part', () => inObjectStream(script)],
    [
      'a script in a part folded twice',
      () => inObjectStream(script, '/Filter [/FlateDecode /FlateDecode]', deflateSync(deflateSync(`5 0 ${script}`))),
    ],
    ['a program that is started', () => pdfOf(['<< /S /Launch /F (cmd.exe) >>'], { catalog: '/OpenAction 4 0 R' })],
    [
      'a program that is started by a link, in a folded part',
      () => inObjectStream('<< /Subtype /Link /A << /S /Launch /F (cmd.exe) >> >>'),
    ],
    ['another file in it', () => report((pdf) => pdf.attach(eicar, 'report.exe', {}))],
    ['a film', () => pdfOf(['<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>'], { page: '/Annots [4 0 R]' })],
    [
      'a form that is a program (XFA)',
      () =>
        pdfOf([folded('<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"></xdp:xdp>')], { catalog: '/AcroForm << /XFA 4 0 R /Fields [] >>' }),
    ],
    ['a portfolio of files', () => pdfOf([], { catalog: '/Collection << /Type /Collection >>' })],
  ])('%s', async (_, make) => {
    expect(await findingOf(await make(), PDF)).toBe('active-content');
  });

  test.each<[string, string, Buffer]>([
    ['in letters', '/Filter /ASCIIHexDecode', Buffer.from(`${Buffer.from(`5 0 ${script}`).toString('hex')}>`)],
    ['in a coding of old', '/Filter /LZWDecode', Buffer.from('80 0B 60 50', 'latin1')],
    ['in a coding that is named elsewhere', '/Filter 5 0 R', Buffer.from(`${Buffer.from(`5 0 ${script}`).toString('hex')}>`)],
    ['foretold', '/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 8 >>', deflateSync('5 0 something')],
  ])('or hides its structure %s', async (_, dictionary, data) => {
    expect(await findingOf(inObjectStream('', dictionary, data), PDF)).toBe('not-readable');
  });
});

describe('a file that cannot be read is refused', () => {
  test.each<[string, DocumentType, 'not-readable' | 'locked', () => Buffer | Promise<Buffer>]>([
    ['a PDF with a password', PDF, 'locked', () => report((pdf) => pdf.encrypt({ userPassword: '01011990', ownerPassword: 'lab' }))],
    [
      'a PDF that opens without one, but is encrypted',
      PDF,
      'locked',
      () => report((pdf) => pdf.encrypt({ userPassword: '', ownerPassword: 'lab' })),
    ],
    ['a PDF without an end', PDF, 'not-readable', () => pdfOf().subarray(0, 300)],
    ['a PDF without pages', PDF, 'not-readable', () => Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n0\n%%EOF')],
    ['a PDF with much behind its end', PDF, 'not-readable', () => Buffer.concat([pdfOf(), Buffer.alloc(5_000)])],
    ['a photo that was cut off', JPEG, 'not-readable', () => picture('jpeg').subarray(0, 800)],
    ['a photo without a picture', JPEG, 'not-readable', () => Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
    ['a photo of no size', JPEG, 'not-readable', () => jpegOf(0, 10)],
    ['a screenshot that was cut off', PNG, 'not-readable', () => picture('png').subarray(0, 100)],
    [
      'a screenshot with a changed byte',
      PNG,
      'not-readable',
      () => {
        const file = picture('png');
        file.writeUInt8(file.readUInt8(60) ^ 1, 60);
        return file;
      },
    ],
    ['a screenshot with too little in it', PNG, 'not-readable', () => pngOf({ width: 100, height: 100, rows: Buffer.alloc(50) })],
    ['a WebP that was cut off', WEBP, 'not-readable', () => picture('lossy').subarray(0, 300)],
    ['a WebP without a picture', WEBP, 'not-readable', () => webpOf(['VP8X', canvasOf(10, 10)])],
    [
      'a WebP whose picture is larger than it says',
      WEBP,
      'not-readable',
      () => webpOf(['VP8X', canvasOf(10, 10)], ['VP8L', losslessFrame(9_000, 9_000)]),
    ],
  ])('%s', async (_, type, finding, make) => {
    expect(await findingOf(await make(), type)).toBe(finding);
  });
});

test('a file of another size or another content than announced is refused before anybody looks into it', async () => {
  const file = picture('jpeg');
  const announced = { bytes: file.length, sha256: sha256(file), contentType: JPEG };
  expect(await examine('too-long', announced)).toEqual({ finding: 'wrong-size' });
  expect(await examine(file.subarray(1), announced)).toEqual({ finding: 'wrong-size' });
  expect(await examine(Buffer.concat([file.subarray(0, -1), Buffer.from([1])]), announced)).toEqual({ finding: 'wrong-checksum' });
});

test('whatever is done to a file, looking at it ends with a finding', async () => {
  const sound = [
    [PDF, await report()],
    [PDF, pdfOf([folded('BT (Hb) Tj ET')], { page: '/Contents 4 0 R' })],
    [JPEG, picture('jpeg')],
    [PNG, picture('png')],
    [WEBP, picture('alpha')],
  ] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sound),
      fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) }), { maxLength: 8 }),
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      async ([type, original], changes, kept) => {
        const file = Buffer.from(original.subarray(0, Math.ceil(original.length * kept)));
        for (const { at, byte } of changes) file.writeUInt8(byte, Math.floor(at * (file.length - 1)));
        const { finding } = await look(file, type);
        expect(['sound', 'wrong-type', 'not-readable', 'locked', 'too-large-inside', 'active-content']).toContain(finding);
        // A picture that was cut off is no picture.
        if (kept < 0.9 && type !== PDF) expect(finding).not.toBe('sound');
      },
    ),
    { numRuns: 150 },
  );
});
