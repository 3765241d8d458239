import { describe, expect, test } from 'vitest';

import { DocumentType, FileName, LARGEST_BYTES as LARGEST_OF_THE_API } from '../../../../functions/documents/contract.ts';
import { ACCEPTED, contentTypeOf, LARGEST_BYTES, nameFor, problemOf } from './file-checks.ts';

test('the largest file and the kinds are those that the API takes', () => {
  expect(LARGEST_BYTES).toBe(LARGEST_OF_THE_API);
  expect(ACCEPTED.split(',')).toEqual(DocumentType.options);
});

test.each([
  ['report.pdf', 'application/pdf', 'application/pdf'],
  ['report.PDF', '', 'application/pdf'],
  ['scan.jpeg', 'application/octet-stream', 'image/jpeg'],
  ['scan.jpg', 'image/jpg', 'image/jpeg'],
  ['photo', 'image/webp', 'image/webp'],
  ['photo', '', undefined],
  ['virus.exe', 'application/x-msdownload', undefined],
  ['report.pdf', 'text/html', undefined],
  ['report.pdf.exe', '', undefined],
])('a file named %s that says "%s" is announced as %s', (name, type, contentType) => {
  expect(contentTypeOf({ name, type })).toBe(contentType);
});

test.each([
  [{ name: 'a.pdf', type: 'application/pdf', size: 1 }, undefined],
  [{ name: 'a.pdf', type: 'application/pdf', size: LARGEST_BYTES }, undefined],
  [{ name: 'a.pdf', type: 'application/pdf', size: LARGEST_BYTES + 1 }, 'too-large'],
  [{ name: 'a.pdf', type: 'application/pdf', size: 0 }, 'empty'],
  [{ name: 'a.docx', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', size: 9 }, 'unknown-kind'],
  [{ name: 'IMG_1.HEIC', type: '', size: 9 }, 'phone-photo'],
  [{ name: 'IMG_1', type: 'image/heif', size: 9 }, 'phone-photo'],
])('%j: %s', (file, problem) => {
  expect(problemOf(file)).toBe(problem);
});

describe('the name under which a file is announced', () => {
  test.each([
    ['report.pdf', 'application/pdf', 'report.pdf'],
    ['Report 2026.JPEG', 'image/jpeg', 'Report 2026.jpeg'],
    ['ख़ून की जाँच.pdf', 'application/pdf', 'ख़ून की जाँच.pdf'],
    ['../../etc/passwd.pdf', 'application/pdf', 'passwd.pdf'],
    ['C:\\reports\\blood.png', 'image/png', 'blood.png'],
    ['evil\u202egnp.pdf', 'application/pdf', 'evilgnp.pdf'],
    ['tab\tand\u0000nul.pdf', 'application/pdf', 'tabandnul.pdf'],
    ['photo', 'image/webp', 'photo.webp'],
    ['report.exe', 'application/pdf', 'report.exe.pdf'],
    ['...', 'image/png', 'File.png'],
    ['.pdf', 'application/pdf', 'File.pdf'],
    ['', 'application/pdf', 'File.pdf'],
  ] as const)('%j of type %s becomes %j', (name, type, made) => {
    expect(nameFor(name, type, 'File')).toBe(made);
  });

  test('a very long one is cut before its ending, and no sign is cut in two', () => {
    const made = nameFor(`${'😷'.repeat(90)}.pdf`, 'application/pdf', 'File');
    expect(made).toBe(`${'😷'.repeat(58)}.pdf`);
    expect(made.length).toBe(120);
  });

  test('the API takes every one of them', () => {
    const names = [
      '../a/b.pdf',
      '\u0001\u2066',
      '..',
      '/',
      'a'.repeat(300),
      'x.\u202epdf',
      '\\\\server\\share\\scan.png',
      '  .jpg  ',
      '. . .',
      'a\u0085b\u2028',
      'half \ud83d.png',
    ];
    for (const name of names)
      for (const type of DocumentType.options)
        expect(FileName.safeParse(nameFor(name, type, 'फ़ाइल')).success, `${name} as ${type}`).toBe(true);
  });
});
