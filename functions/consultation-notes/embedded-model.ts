import { compose } from './composing/compose.ts';
import { isFraming } from './composing/framing.ts';
import type { LetterLanguage } from './contract.ts';
import { formatLine, formatSection } from './lines.ts';
import { type Prompt, readPrompt } from './prompt.ts';

/** The composer's sentences without greeting and closing, which are the writer's. */
export const composeLines = (roughNotes: string, letterLanguage: LetterLanguage) =>
  compose({ rough: roughNotes, letterLanguage, patient: { name: '' }, doctorName: '', visitDate: '' }).filter(
    ({ text, segments }) => segments.length > 0 || !isFraming(text, '', ''),
  );

/** What the embedded Bedrock endpoint answers: the note composed without AI, or what is missing of it, in a model's form. */
export const answer = (prompt: Prompt): string => {
  const { roughNotes, letterLanguage, keptLines } = readPrompt(prompt);
  const kept = new Set(keptLines);
  let section = keptLines.findLast((line) => line.startsWith('# '))?.slice(2);
  let text = '';
  for (const sentence of composeLines(roughNotes, letterLanguage)) {
    const line = formatLine(sentence.segments, sentence.text);
    if (kept.has(line.trimEnd())) continue;
    if (section !== sentence.section) text += formatSection(sentence.section);
    section = sentence.section;
    text += line;
  }
  return text;
};
