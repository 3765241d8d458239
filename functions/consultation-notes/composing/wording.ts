/** Marks as they should stand in a sentence: a dash after a word or two is a colon, amid a clause a comma. */
export const tidy = (text: string): string => {
  let clean = text
    .replace(/^[\s,;:)\]-]+/, (lead) => (/^-\s*\d/.test(text) ? lead : ''))
    .replace(/[\s,;:.–—]+$/, '')
    .replace(/\s+/g, ' ');
  clean = clean.replace(
    /\s*[–—-]\s*(?=(?:more|less) than\b)|\s+[–—-]{1,2}\s+|(?<=[\p{L})])[–—-]\s+|\s+[–—-](?=\p{L})/gu,
    (dash, ...rest) => {
      const at = rest.at(-2) as number;
      const before = clean.slice(Math.max(0, clean.lastIndexOf(',', at - 1) + 1), at).trim();
      const after = clean.slice(at + dash.length);
      if (/^ve\b/.test(after)) return dash;
      if (/^(?:despite|but|with|now|still|needs?|due|as|to|not|no|and|or|if|on|when|ongoing|also)\b/i.test(after)) return ', ';
      const words = before.split(' ').length;
      const first = clean.slice(0, at).search(/[,;:]| - /) < 0;
      return first && words <= 2 && !/^(?:no|nil|not|non|has|felt|feels|is|was|brother|new)\b/i.test(before) ? ': ' : ', ';
    },
  );
  return clean.replace(/,\s*,/g, ',').replace(/ ,/g, ',').replace(/:\s*,/g, ':');
};

const KEEPS_CASE = /^(?:pH|mmHg|eGFR|iPhone)/;

export const sentenceCase = (text: string): string => {
  const opened = KEEPS_CASE.test(text) ? text : text.replace(/^(\p{Ll})/u, (letter) => letter.toUpperCase());
  return /[.!?।]$/.test(opened) ? opened : `${opened}.`;
};

/** `a, b and c`. */
export const listed = (items: readonly string[], joiner: string): string => {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${joiner} ${items.at(-1) ?? ''}`;
};
