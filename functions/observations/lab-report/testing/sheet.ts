import { degrees, PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib';

export type Fonts = { readonly plain: PDFFont; readonly bold: PDFFont; readonly fixed: PDFFont };
export type Style = {
  readonly size?: number;
  readonly bold?: boolean;
  readonly fixed?: boolean;
  readonly align?: 'left' | 'right' | 'centre';
  readonly width?: number;
};

export const PAGE = { width: 595, height: 842 };

/** Paper that is written from the top: places are in points from its upper left corner. */
export class Sheet {
  readonly doc: PDFDocument;
  readonly fonts: Fonts;
  /** Called on each new page, to print its head and foot. */
  onPage: (sheet: Sheet) => void = () => undefined;
  y = 0;
  /** Paper that lies on its side: printed upright on a page that is turned. */
  landscape = false;
  #page: PDFPage | undefined;

  private constructor(doc: PDFDocument, fonts: Fonts) {
    this.doc = doc;
    this.fonts = fonts;
  }

  static async open(): Promise<Sheet> {
    const doc = await PDFDocument.create();
    const fonts = {
      plain: await doc.embedFont(StandardFonts.Helvetica),
      bold: await doc.embedFont(StandardFonts.HelveticaBold),
      fixed: await doc.embedFont(StandardFonts.Courier),
    };
    // The same corpus has the same bytes.
    doc.setCreationDate(new Date(0));
    doc.setModificationDate(new Date(0));
    return new Sheet(doc, fonts);
  }

  get pageNumber(): number {
    return this.doc.getPageCount();
  }

  newPage(): void {
    this.#page = this.doc.addPage([PAGE.width, PAGE.height]);
    if (this.landscape) this.#page.setRotation(degrees(90));
    this.onPage(this);
  }

  #font({ bold, fixed }: Style): PDFFont {
    return fixed ? this.fonts.fixed : bold ? this.fonts.bold : this.fonts.plain;
  }

  widthOf(text: string, style: Style = {}): number {
    return this.#font(style).widthOfTextAtSize(text, style.size ?? 9);
  }

  /** Text whose top is at `y`. With `width` it is set within it by `align`. */
  text(x: number, y: number, text: string, style: Style = {}): void {
    if (text === '') return;
    const size = style.size ?? 9;
    const room = (style.width ?? 0) - this.widthOf(text, style);
    const left = style.align === 'right' ? x + room : style.align === 'centre' ? x + room / 2 : x;
    const baseline = y + size * 0.8;
    const place = this.landscape ? { x: baseline, y: left, rotate: degrees(90) } : { x: left, y: PAGE.height - baseline };
    this.#page?.drawText(text, { ...place, size, font: this.#font(style) });
  }

  /** Pale words across the page, as over copies. */
  watermark(text: string): void {
    this.#page?.drawText(text, { x: 120, y: 220, size: 60, font: this.fonts.bold, color: rgb(0.9, 0.9, 0.9), rotate: degrees(45) });
  }

  line(y: number, from = 30, to = PAGE.width - 30): void {
    this.#page?.drawLine({
      start: { x: from, y: PAGE.height - y },
      end: { x: to, y: PAGE.height - y },
      thickness: 0.5,
      color: rgb(0.4, 0.4, 0.4),
    });
  }

  /** Words broken into lines that fit a width. */
  wrapped(text: string, width: number, style: Style = {}): string[] {
    const lines: string[] = [];
    for (const word of text.split(' ')) {
      const last = lines.at(-1);
      if (last !== undefined && this.widthOf(`${last} ${word}`, style) <= width) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  }

  async bytes(): Promise<Uint8Array> {
    return this.doc.save({ useObjectStreams: false });
  }
}
