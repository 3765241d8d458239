/** A run of words that both versions have, or that one of them has. */
export type Piece = { readonly kind: 'same' | 'added' | 'taken-out'; readonly text: string };

const wordsOf = (text: string): string[] => text.match(/^\s+|\S+\s*/g) ?? [];

/** Rows of the longest common subsequence, from the end; sentences have at most 2,000 characters, so at most a few hundred words. */
const commonLengths = (before: readonly string[], after: readonly string[]): number[][] => {
  const rows = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let left = before.length - 1; left >= 0; left -= 1) {
    for (let right = after.length - 1; right >= 0; right -= 1) {
      const row = rows[left] as number[];
      const below = rows[left + 1] as number[];
      row[right] =
        before[left] === after[right] ? (below[right + 1] as number) + 1 : Math.max(below[right] as number, row[right + 1] as number);
    }
  }
  return rows;
};

/** How two versions of a sentence differ, word by word, in reading order. */
export const differenceOf = (before: string, after: string): readonly Piece[] => {
  const from = wordsOf(before);
  const to = wordsOf(after);
  const lengths = commonLengths(from, to);
  const pieces: { kind: Piece['kind']; text: string }[] = [];
  const add = (kind: Piece['kind'], text: string): void => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  let left = 0;
  let right = 0;
  while (left < from.length || right < to.length) {
    const old = from[left];
    const fresh = to[right];
    if (old !== undefined && old === fresh) {
      add('same', old);
      left += 1;
      right += 1;
    } else if (fresh === undefined || (old !== undefined && (lengths[left + 1]?.[right] ?? 0) >= (lengths[left]?.[right + 1] ?? 0))) {
      add('taken-out', old ?? '');
      left += 1;
    } else {
      add('added', fresh);
      right += 1;
    }
  }
  return pieces;
};
