/** One figure. Without an aim it is there for information. */
export type Line = {
  readonly what: string;
  readonly measured: string;
  readonly aim?: string;
  readonly met?: boolean;
};

export type Section = {
  readonly title: string;
  readonly lines: readonly Line[];
  /** What a reader should know of the figures: where a missed aim comes from, how it was measured. */
  readonly notes: readonly string[];
  /** The figures themselves, for `.build/bench.json`. */
  readonly data: unknown;
};

export const ratio = (value: number, to: number): string => `${(value / to).toFixed(2)}×`;

/** A figure with an upper limit; a miss says by how much. */
export const atMost = (what: string, value: number, limit: number, format: (value: number) => string, detail = ''): Line => {
  const met = value <= limit;
  const miss = met ? '' : `, over by ${format(value - limit)}`;
  return { what, measured: `${format(value)}${detail && ` (${detail})`}${miss}`, aim: `≤ ${format(limit)}`, met };
};

const verdictOf = ({ met }: Line): string => (met === undefined ? '' : met ? 'met' : 'MISSED');

export const render = ({ title, lines, notes }: Section): string => {
  const widths = { what: Math.max(...lines.map(({ what }) => what.length)), aim: Math.max(...lines.map(({ aim }) => aim?.length ?? 0)) };
  return [
    title,
    ...lines.map((line) =>
      `  ${verdictOf(line).padEnd(6)}  ${line.what.padEnd(widths.what)}  ${(line.aim ?? '').padEnd(widths.aim)}  ${line.measured}`.trimEnd(),
    ),
    ...notes.map((note) => `  - ${note}`),
    '',
  ].join('\n');
};
