import type { MetricView } from './cloud.ts';

type Emf = {
  _aws?: {
    Timestamp?: number;
    CloudWatchMetrics?: { Namespace: string; Dimensions?: string[][]; Metrics?: { Name: string; Unit?: string }[] }[];
  };
};

/** Sums metrics in CloudWatch's embedded metric format, which functions write as log lines. */
export const createMetrics = () => {
  const metrics = new Map<string, MetricView>();

  const add = (namespace: string, name: string, dimensions: Record<string, string>, unit: string, value: number) => {
    const key = JSON.stringify([namespace, name, dimensions]);
    const lastAt = new Date().toISOString();
    const known = metrics.get(key);
    if (!known) {
      metrics.set(key, { namespace, name, dimensions, unit, count: 1, sum: value, min: value, max: value, last: value, lastAt });
      return;
    }
    known.count += 1;
    known.sum += value;
    known.min = Math.min(known.min, value);
    known.max = Math.max(known.max, value);
    known.last = value;
    known.lastAt = lastAt;
  };

  return {
    add,
    /** True when the line was one of metrics. */
    fromLogLine(line: string): boolean {
      if (!line.includes('"CloudWatchMetrics"')) return false;
      let parsed: Emf & Record<string, unknown>;
      try {
        parsed = JSON.parse(line) as typeof parsed;
      } catch {
        return false;
      }
      for (const { Namespace, Dimensions = [[]], Metrics = [] } of parsed._aws?.CloudWatchMetrics ?? []) {
        for (const names of Dimensions) {
          const dimensions = Object.fromEntries(names.map((name) => [name, String(parsed[name])]));
          for (const { Name, Unit = 'None' } of Metrics) {
            for (const value of [parsed[Name]].flat()) if (typeof value === 'number') add(Namespace, Name, dimensions, Unit, value);
          }
        }
      }
      return true;
    },
    list: (): MetricView[] => [...metrics.values()],
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
