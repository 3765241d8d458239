/** The value below which the share `p` (0 to 1) of the values lies, between two of them in proportion. */
export const quantile = (values: readonly number[], p: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('Nothing was measured.');
  return below + (above - below) * (place - Math.floor(place));
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export type Spread = { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number; readonly samples: number };

export const spread = (values: readonly number[]): Spread => ({
  p50: median(values),
  p95: quantile(values, 0.95),
  p99: quantile(values, 0.99),
  max: quantile(values, 1),
  samples: values.length,
});

/**
 * Takes a sample of each name in each round, one after the other and every round beginning with another name, so that
 * what else the machine does meets all of them alike. The first round only warms up.
 */
export const interleave = async <Name extends string, Sample>(
  names: readonly Name[],
  rounds: number,
  take: (name: Name) => Promise<Sample>,
): Promise<Record<Name, Sample[]>> => {
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const sample = await take(name);
      if (round > 0) samples[name].push(sample);
    }
  }
  return samples;
};
