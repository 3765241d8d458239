import type { Heading } from './headings.ts';
import { headingAt, KEPT_WORDS } from './headings.ts';

export type { Heading } from './headings.ts';

/** A clause, sentence or line of the rough notes: the smallest place that a written sentence can cite. Offsets are UTF-16. */
export type Segment = {
  /** From 1, in order of the notes. */
  number: number;
  start: number;
  end: number;
  /** `rough.slice(start, end)`. */
  text: string;
  /** What the doctor's own label says it belongs to. */
  heading?: Heading;
  /** The doctor's own label, as written, for the first segment and those after it alike. */
  label?: string;
  /** Whether it opens a paragraph. */
  opensParagraph: boolean;
};

/** Longer runs without a full stop (pasted text, binary) are cut at a space, so that a citation stays a glance long. */
const LONGEST_SEGMENT = 360;

/** Background history is a line or a paragraph: what stands after a blank line is not family history because a label stood above it. */
const ENDS_AT_BLANK_LINE = new Set<Heading>([
  'past-medical',
  'past-surgical',
  'medicines',
  'allergies',
  'family',
  'social',
  'obstetric',
  'risk-factors',
  'impression',
  'differential',
  'investigations',
]);

// A dash before a digit or `ve` is a sign, not a bullet; a number that stands alone is content.
const BULLET = /^(?:\s|[-–—](?!\d|ve\b)|[•*·▪◦●○‣]|>(?=\s)|#(?=\s)|\(?\d{1,2}[.)](?!\d)(?=\s*\S))+/u;
const ABBREVIATION =
  /(?:^|[\s(/])(?:dr|mr|mrs|ms|prof|st|approx|no|vs|e\.g|i\.e|eg|ie|etc|tab|cap|syp|syr|inj|wt|ht|temp|prev|assoc|sx|hx|rx|pt|min|hrs|\p{L}|\p{L}\.\p{L})$/iu;
const SENTENCE_WORDS_AFTER =
  /^\s+(?:No|Nil|Not|Has|Had|Now|Also|Feels?|Feeling|Looks|Some|Mild|The|He|She|They|It|Is|Was|Works?|Lives?|Review|Advised|On|Mainly|Dry|Onset|Started|Using|Taking|Pain|Sore|Denies|Allergic|Lives)\b/;

/** Ends of the sentences within one line. A stop after a number's or an abbreviation's own dot is not an end. */
const sentenceEnds = (line: string, from: number): number[] => {
  const ends: number[] = [];
  const mark = /[.!?।]+(?=\s|$)|\.(?=[A-Z][a-z])|;(?=\s)/g;
  mark.lastIndex = from;
  for (let match = mark.exec(line); match; match = mark.exec(line)) {
    const before = line.slice(Math.max(from, match.index - 12), match.index);
    const after = line.slice(match.index + match[0].length, match.index + match[0].length + 12);
    if (match[0] === '.' && ABBREVIATION.test(before) && !SENTENCE_WORDS_AFTER.test(after)) continue;
    if (match[0] === '?' && /^\s*\S/.test(after) && /(?:^|[\s/(])$/.test(before)) continue;
    ends.push(match.index + match[0].length);
  }
  return ends;
};

/** Where labels stand amid the line: `PMH: asthma  DH: salbutamol`, `no SOB. Imp viral URTI. Rx pcm 500 tds`. */
const inlineHeadings = (line: string, from: number): number[] => {
  const starts: number[] = [];
  for (const match of line
    .slice(from)
    .matchAll(/(?<=[\s.,;])[A-Za-z][A-Za-z/]{0,12}(?:(?=[\s.]{0,2}[:=])|(?<=[.,;]\s{1,2}[A-Z][A-Za-z/]{0,12})(?=\.?\s))/g)) {
    const start = from + match.index;
    // `PMH, DH: nil` is one label of two parts; before a label without a mark a comma ends what was said.
    const marked = /^[\s.]{0,2}[:=]/.test(line.slice(start + match[0].length, start + match[0].length + 3));
    if ((marked ? /(?:\band|&|\/|,)\s*$/i : /(?:\band|&|\/)\s*$/i).test(line.slice(Math.max(0, start - 5), start))) continue;
    if (headingAt(line, start, true)) starts.push(start);
  }
  return starts;
};

type Draft = { start: number; end: number; heading?: Heading; label?: string; opensParagraph: boolean };

const cutLong = (rough: string, start: number, end: number): [number, number][] => {
  const pieces: [number, number][] = [];
  let from = start;
  while (end - from > LONGEST_SEGMENT) {
    const limit = from + LONGEST_SEGMENT;
    const space = rough.lastIndexOf(' ', limit);
    const comma = rough.lastIndexOf(', ', limit);
    let cut = comma > from + LONGEST_SEGMENT / 2 ? comma + 1 : space > from ? space : limit;
    const unit = rough.charCodeAt(cut);
    if (unit >= 0xdc00 && unit <= 0xdfff) cut -= 1;
    pieces.push([from, cut]);
    from = cut;
  }
  pieces.push([from, end]);
  return pieces;
};

const NO_WORDS = /^[\s.,;:!?।|•*·#_=~–—-]*$/u;

const segmentsOfUncached = (rough: string): Segment[] => {
  const drafts: Draft[] = [];
  let heading: Heading | undefined;
  let label: string | undefined;
  let opensParagraph = true;

  const add = (start: number, end: number): void => {
    for (const [from, to] of cutLong(rough, start, end)) {
      const text = rough.slice(from, to);
      const lead = text.length - text.trimStart().length;
      const trimmed = text.trim();
      if (NO_WORDS.test(trimmed)) continue;
      drafts.push({
        start: from + lead,
        end: from + lead + trimmed.length,
        opensParagraph,
        ...(heading && { heading }),
        ...(label !== undefined && { label }),
      });
      opensParagraph = false;
    }
  };

  let lineStart = 0;
  for (const line of rough.split(/\r\n|[\n\r\u2028\u2029]/)) {
    if (line.trim() === '') {
      opensParagraph = true;
      if (heading && ENDS_AT_BLANK_LINE.has(heading) && drafts.at(-1)?.label === label) heading = label = undefined;
    } else {
      let at = BULLET.exec(line)?.[0].length ?? line.length - line.trimStart().length;
      const breaks = [...inlineHeadings(line, at), line.length];
      let first = true;
      for (const end of breaks) {
        const match = headingAt(line.slice(0, end), at, !first);
        if (match) {
          heading = match.heading;
          label = line.slice(at, match.end);
          opensParagraph = true;
          if (!KEPT_WORDS.has(match.label)) at = match.end;
          at += BULLET.exec(line.slice(at, end))?.[0].length ?? 0;
        }
        first = false;
        let from = at;
        for (const stop of [...sentenceEnds(line.slice(0, end), at), end]) {
          if (/^\s*nka|^\s*nkda/i.test(line.slice(from, stop))) {
            heading = 'allergies';
            label = undefined;
          }
          add(lineStart + from, lineStart + stop);
          from = stop;
        }
        at = end;
      }
    }
    lineStart += line.length;
    if (rough[lineStart] === '\r' && rough[lineStart + 1] === '\n') lineStart += 2;
    else lineStart += 1;
  }
  return drafts.map((draft, index) => ({ number: index + 1, text: rough.slice(draft.start, draft.end), ...draft }));
};

// A guard checks each sentence of a note against the same notes; one entry spares it from splitting them again each time.
let last: { rough: string; segments: Segment[] } | undefined;

/** Splits rough notes into what sentences cite, in order, without overlap. Linear in the length of the notes. */
export const segmentsOf = (rough: string): Segment[] => {
  if (last?.rough !== rough) last = { rough, segments: segmentsOfUncached(rough) };
  return last.segments;
};
