import type { Section } from './contract.ts';

/**
 * How a model writes a note: line by line. `# summary`, `# next-steps` and `# letter` open a section;
 * every other line is one sentence, led by the numbers of the places in the rough notes that it rests on: `[3,4] Fever for 3 days.`
 */
export type LineEvent =
  | { readonly kind: 'section'; readonly section: Section }
  | { readonly kind: 'begin'; readonly segments: readonly number[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'end' };

const sections: Readonly<Record<string, Section>> = {
  summary: 'summary',
  'next-steps': 'next-steps',
  'next steps': 'next-steps',
  letter: 'letter',
};

/** A bracket that does not close within this many characters is text. */
const LONGEST_SOURCES = 120;

export const formatLine = (segments: readonly number[], text: string): string =>
  `[${segments.join(',')}] ${text.replace(/\s*\n\s*/g, ' ')}\n`;
export const formatSection = (section: Section): string => `# ${section}\n`;

/** Reads a model's lines from pieces of any size. Text of a sentence is passed on at once; only a line's opening waits. */
export class LineReader {
  private opening = '';
  private inSentence = false;

  feed(piece: string): LineEvent[] {
    const events: LineEvent[] = [];
    let rest = piece;
    while (rest !== '') {
      const newline = rest.indexOf('\n');
      const part = newline === -1 ? rest : rest.slice(0, newline);
      if (this.inSentence) {
        if (part !== '') events.push({ kind: 'text', text: part });
      } else {
        this.opening += part;
        this.open(events, newline !== -1);
      }
      if (newline === -1) break;
      if (this.inSentence) events.push({ kind: 'end' });
      this.inSentence = false;
      this.opening = '';
      rest = rest.slice(newline + 1);
    }
    return events;
  }

  /** The model has ended; a sentence without a line end ends here. */
  end(): LineEvent[] {
    const events = this.feed('\n');
    return events;
  }

  private open(events: LineEvent[], lineEnded: boolean): void {
    const line = this.opening.replace(/^\s*(?:[-*•]\s+)?/, '');
    if (line === '' || line === '-' || line === '*' || line === '•') return;
    if (line.startsWith('#')) {
      const section = lineEnded
        ? sections[
            line
              .replace(/^#+\s*/, '')
              .replace(/[:*\s]+$/, '')
              .toLowerCase()
          ]
        : undefined;
      if (section) events.push({ kind: 'section', section });
      return;
    }
    if (line.startsWith('[')) {
      const closing = line.indexOf(']');
      if (closing === -1 && !lineEnded && line.length < LONGEST_SOURCES) return;
      const inside = closing === -1 ? '' : line.slice(1, closing);
      if (closing !== -1 && /^[\d\s,;-]*$/.test(inside)) {
        const text = line.slice(closing + 1).replace(/^\s+/, '');
        if (text === '') return;
        this.begin(events, numbersIn(inside), text);
        return;
      }
    }
    this.begin(events, [], line);
  }

  private begin(events: LineEvent[], segments: readonly number[], text: string): void {
    this.inSentence = true;
    events.push({ kind: 'begin', segments }, { kind: 'text', text });
  }
}

/** `3,5-7` → 3, 5, 6, 7. */
const numbersIn = (list: string): number[] => {
  const numbers = list.split(/[,;\s]+/).flatMap((part) => {
    const [from, to] = part.split('-').map(Number);
    if (!from) return [];
    return to && to > from && to - from < 50 ? Array.from({ length: to - from + 1 }, (_, index) => from + index) : [from];
  });
  return [...new Set(numbers)];
};
