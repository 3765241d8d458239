/** Text up to the parenthesis that closes the one before `from`, and where it ends. */
const untilClosed = (text: string, from: number): { inner: string; end: number } => {
  let depth = 1;
  let quote = '';
  for (let i = from; i < text.length; i += 1) {
    const sign = text[i] ?? '';
    if (quote) quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (depth === 0) return { inner: text.slice(from, i), end: i + 1 };
  }
  return { inner: text.slice(from), end: text.length };
};

/**
 * The part of VTL that a preflight needs: `#set`, `#if … #else … #end` with `==`, `!=` and `||`, text, request headers,
 * and `#set($context.responseOverride.header.Name = …)`.
 */
export const runMappingTemplate = (template: string, requestHeader: (lowerCaseName: string) => string) => {
  const headers: Record<string, string> = {};
  const variables = new Map<string, string>();

  const valueOfText = (expression: string): string => {
    const text = expression.trim();
    const quoted = /^(["'])(.*)\1$/s.exec(text);
    if (quoted) return quoted[2] ?? '';
    const header = /^\$input\.params(?:\(\)\.header\.get)?\((["'])(.+)\1\)$/.exec(text)?.[2];
    return header ? requestHeader(header.toLowerCase()) : (variables.get(text) ?? '');
  };
  const holds = (condition: string): boolean =>
    condition.split('||').some((part) => {
      const [left = '', right = ''] = part.split(/[!=]=/);
      return (valueOfText(left) === valueOfText(right)) === part.includes('==');
    });

  let text = '';
  /** One level of blocks: whether it is taken. */
  const taken: boolean[] = [];
  for (let i = 0; i < template.length; ) {
    const word = /^#(set|if|else|end)\b/.exec(template.slice(i, i + 6))?.[1];
    const active = taken.every(Boolean);
    if (!word) {
      if (active) text += template[i];
      i += 1;
      continue;
    }
    i += word.length + 1;
    if (word === 'end') taken.pop();
    else if (word === 'else') taken.push(!taken.pop());
    else {
      const { inner, end } = untilClosed(template, template.indexOf('(', i) + 1);
      i = end;
      if (word === 'if') taken.push(active && holds(inner));
      else if (active) {
        const [, name = '', expression = ''] = /^\s*\$?([\w.-]+)\s*=([\s\S]*)$/.exec(inner) ?? [];
        const header = /^context\.responseOverride\.header\.(.+)$/.exec(name)?.[1];
        if (header) headers[header.toLowerCase()] = valueOfText(expression);
        else variables.set(`$${name}`, valueOfText(expression));
      }
    }
  }
  return { text: text.trim(), headers };
};
