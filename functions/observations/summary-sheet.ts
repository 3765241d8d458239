import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib';

import { type Instant, millisecondsOf } from '../shared/values.ts';

/** A4 in points, and the room around what is printed. */
const PAGE = { width: 595, height: 842, margin: 30 };
const INK = rgb(0, 0, 0);
const FAINT = rgb(0.35, 0.35, 0.35);

/** How what a standard font lacks is written with what it has. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+/g, ''],
  [/≤/g, '<='],
  [/≥/g, '>='],
  [/μ/g, 'µ'],
  [/[‐‑−]/g, '-'],
  [/\s+/g, ' '],
];
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻';
const raised = (run: string): string => [...run].map((digit) => (digit === '⁻' ? '-' : String(SUPERSCRIPTS.indexOf(digit)))).join('');

/** What stands for a letter that cannot be printed. */
const MISSING = '?';

type Column = { readonly title: string; readonly width: number };
type Style = { readonly size: number; readonly bold?: boolean };

const SMALL: Style = { size: 7.5 };

/**
 * Paper that is written from the top. It has the fonts that every PDF reader knows, which know Latin letters only: others are
 * printed as question marks, and the page then says so, because a name half left out must not look whole.
 */
export class Sheet {
  readonly #doc: PDFDocument;
  readonly #plain: PDFFont;
  readonly #bold: PDFFont;
  readonly #foot: string;
  readonly #known: ReadonlySet<number>;
  #page: PDFPage;
  #y = PAGE.margin;
  #missing = false;

  private constructor(doc: PDFDocument, fonts: { plain: PDFFont; bold: PDFFont }, foot: string) {
    this.#doc = doc;
    this.#plain = fonts.plain;
    this.#bold = fonts.bold;
    this.#foot = foot;
    this.#known = new Set(fonts.plain.getCharacterSet());
    this.#page = doc.addPage([PAGE.width, PAGE.height]);
  }

  static async open(foot: string, now: Instant): Promise<Sheet> {
    const doc = await PDFDocument.create();
    const made = new Date(millisecondsOf(now));
    doc.setCreationDate(made);
    doc.setModificationDate(made);
    doc.setTitle('Health summary');
    doc.setProducer('Arogya');
    const fonts = { plain: await doc.embedFont(StandardFonts.Helvetica), bold: await doc.embedFont(StandardFonts.HelveticaBold) };
    return new Sheet(doc, fonts, foot);
  }

  #printable(text: string): string {
    const spelled = SPELLINGS.reduce(
      (said, [what, written]) => said.replace(what, (run) => (written === '' ? (/^[¹²³]$/.test(run) ? run : `^${raised(run)}`) : written)),
      text.normalize('NFC'),
    );
    let printable = '';
    for (const letter of spelled) {
      const isKnown = this.#known.has(letter.codePointAt(0) ?? 0);
      if (!isKnown) this.#missing = true;
      printable += isKnown ? letter : MISSING;
    }
    return printable;
  }

  #font({ bold }: Style): PDFFont {
    return bold ? this.#bold : this.#plain;
  }

  /** The text in lines that fit a width; a word that does not is broken. */
  #lines(text: string, width: number, style: Style): string[] {
    const font = this.#font(style);
    const fits = (line: string) => font.widthOfTextAtSize(line, style.size) <= width;
    const lines: string[] = [''];
    for (const word of this.#printable(text).split(' ')) {
      const joined = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`;
      if (fits(joined)) {
        lines[lines.length - 1] = joined;
        continue;
      }
      if (lines.at(-1) !== '') lines.push('');
      for (const letter of word) {
        if (!fits(`${lines.at(-1)}${letter}`)) lines.push('');
        lines[lines.length - 1] += letter;
      }
    }
    return lines;
  }

  #turnFor(height: number): boolean {
    if (this.#y + height <= PAGE.height - PAGE.margin - 14) return false;
    this.#page = this.#doc.addPage([PAGE.width, PAGE.height]);
    this.#y = PAGE.margin;
    return true;
  }

  #write(x: number, y: number, line: string, style: Style, color = INK): void {
    if (line !== '') this.#page.drawText(line, { x, y: PAGE.height - y - style.size, size: style.size, font: this.#font(style), color });
  }

  title(text: string): void {
    this.#write(PAGE.margin, this.#y, this.#printable(text), { size: 18, bold: true });
    this.#y += 30;
  }

  fact(label: string, text: string): void {
    const lines = this.#lines(text, PAGE.width - 2 * PAGE.margin - 90, { size: 10 });
    for (const [index, line] of lines.entries()) {
      this.#turnFor(14);
      if (index === 0) this.#write(PAGE.margin, this.#y, label, { size: 10, bold: true });
      this.#write(PAGE.margin + 90, this.#y, line, { size: 10 });
      this.#y += 14;
    }
  }

  paragraph(text: string): void {
    this.#y += 8;
    for (const line of this.#lines(text, PAGE.width - 2 * PAGE.margin, { size: 8.5 })) {
      this.#turnFor(12);
      this.#write(PAGE.margin, this.#y, line, { size: 8.5 }, FAINT);
      this.#y += 12;
    }
  }

  #row(columns: readonly Column[], cells: readonly string[], style: Style, head: () => void): void {
    const lines = cells.map((cell, index) => this.#lines(cell, (columns[index]?.width ?? 0) - 4, style));
    const height = Math.max(...lines.map(({ length }) => length)) * (style.size + 2) + 3;
    if (this.#turnFor(height)) head();
    let x = PAGE.margin;
    for (const [index, { width }] of columns.entries()) {
      for (const [at, line] of (lines[index] ?? []).entries()) this.#write(x, this.#y + at * (style.size + 2), line, style);
      x += width;
    }
    this.#y += height;
    this.#page.drawLine({
      start: { x: PAGE.margin, y: PAGE.height - this.#y + 1 },
      end: { x: PAGE.width - PAGE.margin, y: PAGE.height - this.#y + 1 },
      thickness: 0.3,
      color: FAINT,
    });
    this.#y += 2;
  }

  /** A table under a heading; on a new page its columns' names come again. */
  table(heading: string, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const titles = columns.map(({ title }) => title);
    const head = () => this.#row(columns, titles, { ...SMALL, bold: true }, () => undefined);
    this.#turnFor(60);
    this.#y += 8;
    this.#write(PAGE.margin, this.#y, this.#printable(heading), { size: 11, bold: true });
    this.#y += 16;
    head();
    for (const row of rows) this.#row(columns, row, SMALL, head);
  }

  /** The finished document, each page numbered. */
  async bytes(): Promise<Uint8Array> {
    if (this.#missing) this.paragraph(`This page can print Latin letters only: "${MISSING}" stands for each letter of another script.`);
    const pages = this.#doc.getPages();
    for (const [index, page] of pages.entries()) {
      this.#page = page;
      this.#write(
        PAGE.margin,
        PAGE.height - PAGE.margin - 8,
        this.#printable(`${this.#foot}. Page ${index + 1} of ${pages.length}`),
        SMALL,
        FAINT,
      );
    }
    return this.#doc.save();
  }
}
