import { wordsOf } from '../lines.ts';
import type { ReportText } from '../report-text.ts';
import type { TextractBlock } from '../textract.ts';
import type { Chance } from './chance.ts';

/** A scan lies a little askew; a third of a degree is what a hand does on a flatbed. */
const TILT = 0.006;

/**
 * What Textract would say of a report that was printed and scanned: words with boxes around their ink, tilted, and a little
 * off. The letters stay as they are; misread ones are for its certainty.
 */
export const scanned = (report: ReportText, chance: Chance): TextractBlock[] => {
  const blocks: TextractBlock[] = [];
  const tilt = (chance.next() * 2 - 1) * TILT;
  for (const [index, page] of report.pages.entries()) {
    const off = () => (chance.next() - 0.5) * 0.8;
    for (const item of page.items) {
      for (const word of wordsOf(item)) {
        const x = word.x + 0.05 * item.height + off();
        const width = word.width - 0.1 * item.height + off();
        const y = item.y + 0.1 * item.height + x * tilt + off();
        blocks.push({
          BlockType: 'WORD',
          Id: `w${blocks.length}`,
          Page: index + 1,
          Text: word.text,
          Confidence: 90 + chance.next() * 10,
          Geometry: {
            BoundingBox: {
              Left: x / page.width,
              Top: y / page.height,
              Width: Math.max(1, width) / page.width,
              Height: (0.78 * item.height) / page.height,
            },
          },
        });
      }
    }
  }
  return blocks;
};
