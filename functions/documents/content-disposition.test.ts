import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { contentDisposition, savedName } from './content-disposition.ts';
import { DocumentType, FileName } from './contract.ts';

describe('a file is saved under its name, with the ending of what it is', () => {
  test.each([
    ['Report.pdf', 'application/pdf', 'Report.pdf'],
    ['Report.PDF', 'application/pdf', 'Report.PDF'],
    ['photo.jpeg', 'image/jpeg', 'photo.jpeg'],
    ['Report', 'image/png', 'Report.png'],
    ['report.exe', 'application/pdf', 'report.exe.pdf'],
    ['report.pdf.exe', 'application/pdf', 'report.pdf.exe.pdf'],
    ['index.html', 'image/webp', 'index.html.webp'],
    ['रिपोर्ट', 'application/pdf', 'रिपोर्ट.pdf'],
  ] as const)('%s (%s) as %s', (name, type, saved) => expect(savedName(name, type)).toBe(saved));
});

describe('the header says the name to every browser', () => {
  test.each([
    ['Blood report.pdf', `attachment; filename="Blood report.pdf"; filename*=UTF-8''Blood%20report.pdf`],
    ['a"b;c.pdf', `attachment; filename="a_b;c.pdf"; filename*=UTF-8''a%22b%3Bc.pdf`],
    ["O'Brien (1)*.pdf", `attachment; filename="O'Brien (1)*.pdf"; filename*=UTF-8''O%27Brien%20%281%29%2A.pdf`],
    ['100%41.pdf', `attachment; filename="100_41.pdf"; filename*=UTF-8''100%2541.pdf`],
    ['जाँच.pdf', `attachment; filename="____.pdf"; filename*=UTF-8''%E0%A4%9C%E0%A4%BE%E0%A4%81%E0%A4%9A.pdf`],
  ])('%s', (name, header) => expect(contentDisposition('attachment', name, 'application/pdf')).toBe(header));

  test('and in the page it is shown, not saved', () =>
    expect(contentDisposition('inline', 'a.pdf', 'application/pdf')).toMatch(/^inline; /));

  test('no name can end it, begin another header or leave a folder', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.constantFrom(...DocumentType.options), (text, type) => {
        const name = FileName.safeParse(text);
        fc.pre(name.success);
        const header = contentDisposition('attachment', name.data, type);
        expect(header).toMatch(/^attachment; filename="[\x20-\x21\x23-\x24\x26-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.~!#$&+^`|%-]*$/);
        const decoded = decodeURIComponent(header.slice(header.indexOf("''") + 2));
        expect(decoded).toBe(savedName(name.data, type));
        expect(decoded).not.toMatch(/[/\\\r\n]/);
      }),
    );
  });
});
