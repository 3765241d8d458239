/** The words of a search as names are kept for it: lower case, one Unicode form. */
export const searchWords = (text: string | undefined): string[] =>
  (text ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
