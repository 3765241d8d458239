import { check } from './checking/guard.ts';
import type { LetterLanguage, Section, Sentence } from './contract.ts';
import type { LineEvent } from './lines.ts';
import type { Segment } from './reading/segments.ts';
import type { NewNoteEvent } from './stream-log.ts';

/** A sentence longer than this is cut: a model that never ends its line must not end us. */
const LONGEST_SENTENCE = 1_800;
/** More sentences than any visit has; a model that goes on for ever is stopped. */
const MOST_SENTENCES = 1_500;
/** Nor do so many characters, ten times the longest rough notes. */
const MOST_TEXT = 200_000;

export type AssemblerInput = {
  readonly roughNotes: string;
  readonly segments: readonly Segment[];
  readonly letterLanguage: LetterLanguage;
  readonly framing: { readonly patientName: string; readonly doctorName: string };
  readonly emit: (event: NewNoteEvent) => void;
};

const DEVANAGARI = /[\u0900-\u097f]/;

/** Turns a model's lines into the stream's events, and checks each sentence as it is completed. */
export class Assembler {
  section: Section | undefined;
  private readonly input: AssemblerInput;
  private open: { sentenceId: string; text: string; segments: readonly number[] } | undefined;
  private used: number;
  private size = 0;

  constructor(input: AssemblerInput, start: { section: Section | undefined; used: number }) {
    this.input = input;
    this.section = start.section;
    this.used = start.used;
  }

  /** Whether a model has said more than any note can hold. What Arogya composes is bounded by the rough notes. */
  get full(): boolean {
    return this.used >= MOST_SENTENCES || this.size >= MOST_TEXT;
  }

  accept(event: LineEvent, writtenBy: Sentence['writtenBy']): void {
    switch (event.kind) {
      case 'section':
        this.enter(event.section);
        break;
      case 'begin':
        if (!this.section) this.enter('summary');
        this.used += 1;
        this.open = { sentenceId: `s${this.used}`, text: '', segments: event.segments };
        break;
      case 'text':
        this.grow(event.text, writtenBy);
        break;
      case 'end':
        this.close(writtenBy);
        break;
    }
  }

  enter(section: Section): void {
    if (this.section === section) return;
    this.section = section;
    this.input.emit({ type: 'section', section });
  }

  /** A whole sentence at once: a greeting, or one that was composed. */
  say(section: Section, segments: readonly number[], text: string, writtenBy: Sentence['writtenBy']): void {
    this.enter(section);
    this.accept({ kind: 'begin', segments }, writtenBy);
    this.accept({ kind: 'text', text }, writtenBy);
    this.accept({ kind: 'end' }, writtenBy);
  }

  /** Gives up the half-written sentence, if there is one. */
  void(): void {
    if (this.open && this.open.text !== '') this.input.emit({ type: 'void', sentenceId: this.open.sentenceId });
    this.open = undefined;
  }

  private sources(segments: readonly number[]): { start: number; end: number }[] {
    return segments.flatMap((number) => {
      const segment = this.input.segments.find((each) => each.number === number);
      return segment ? [{ start: segment.start, end: segment.end }] : [];
    });
  }

  private grow(text: string, writtenBy: Sentence['writtenBy']): void {
    if (!this.open || !this.section) return;
    const room = LONGEST_SENTENCE - this.open.text.length;
    const now = text.slice(0, room);
    const { sentenceId, segments } = this.open;
    this.open.text += now;
    this.size += now.length;
    this.input.emit({ type: 'text', sentenceId, section: this.section, text: now, sources: this.sources(segments) });
    if (text.length <= room) return;
    this.close(writtenBy);
    if (writtenBy === 'model' && this.full) return;
    this.accept({ kind: 'begin', segments }, writtenBy);
    this.grow(text.slice(room), writtenBy);
  }

  private close(writtenBy: Sentence['writtenBy']): void {
    const { open, section } = this;
    this.open = undefined;
    if (!open || !section) return;
    const text = open.text.trim();
    if (text === '') {
      if (open.text !== '') this.input.emit({ type: 'void', sentenceId: open.sentenceId });
      return;
    }
    const language = section === 'letter' && DEVANAGARI.test(text) ? 'hi' : 'en';
    const sources = this.sources(open.segments);
    const flags = check({ section, text, language }, this.input.roughNotes, sources, this.input.framing);
    this.input.emit({ type: 'sentence', sentence: { sentenceId: open.sentenceId, section, text, language, sources, flags, writtenBy } });
  }
}
