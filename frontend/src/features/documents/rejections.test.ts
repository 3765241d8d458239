import { expect, test } from 'vitest';

import { DocumentCategory, DocumentStatus, RejectReason } from '../../../../functions/documents/contract.ts';
import { categories } from './categories.ts';
import english from './documents.en.ts';
import hindi from './documents.hi.ts';
import { sizeText } from './file-size.ts';

test.each(RejectReason.options)('somebody whose file was rejected as %s reads what to do, in both languages', (reason) => {
  for (const words of [english, hindi] as Record<string, unknown>[]) {
    const text = String(words[`rejected.${reason}`]);
    // What happened, then what to do: two sentences at least, none longer than 15 words.
    const sentences = text.split(/[.।]\s*/).filter((sentence) => sentence !== '');
    expect(sentences.length, text).toBeGreaterThanOrEqual(2);
    for (const sentence of sentences) expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(15);
  }
});

test('every kind and every state of a file has a name in both languages', () => {
  expect([...categories].toSorted()).toEqual([...DocumentCategory.options].toSorted());
  for (const words of [english, hindi] as Record<string, unknown>[]) {
    for (const kind of DocumentCategory.options) expect(words[`category.${kind}`], kind).toBeTypeOf('string');
    for (const status of DocumentStatus.options) expect(words[`status.${status}`], status).toBeTypeOf('string');
  }
});

test.each([
  [1, '1\u00a0KB'],
  [348_160, '340\u00a0KB'],
  [1_048_576, '1.0\u00a0MB'],
  [26_214_400, '25\u00a0MB'],
])('%d bytes read %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
