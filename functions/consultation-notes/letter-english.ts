import type { Finding } from './findings.ts';
import type { LetterItem } from './letter-items.ts';
import { TAKES_ARTICLE } from './letter-lexicon.ts';
import { durationInWords, frequencyOf } from './shorthand.ts';
import { listed } from './wording.ts';

const withArticle = (finding: Finding): string => {
  if (!TAKES_ARTICLE.has(finding.name) || /^an? /.test(finding.plain)) return finding.plain;
  return `${/^(?:[aeio]|u(?!r|n))/i.test(finding.plain) ? 'an' : 'a'} ${finding.plain}`;
};

const bare = (finding: Finding): string => finding.plain.replace(/^an? /, '');

const howOften = (keys: readonly string[]): string => {
  const slots = keys.find((key) => key.startsWith('slots:'));
  const words = keys
    .map((key) => (key.startsWith('slots:') ? slotsInWords(key) : (frequencyOf(key)?.plain ?? rate(key))))
    .filter((text) => text !== '');
  return (slots ? [slotsInWords(slots), ...words.filter((text) => text !== slotsInWords(slots))] : words)
    .map((text) => ` ${text}`)
    .join('');
};

const rate = (key: string): string => {
  const count = /^freq:([\d.-]+)\/(\w+)$/.exec(key);
  if (count) return `${count[1]} times a ${count[2]}`;
  const every = /^every:([\d.-]+)(h|d|w)$/.exec(key);
  return every ? `every ${durationInWords({ amount: every[1] ?? '', unit: every[2] as 'h' | 'd' | 'w' })}` : '';
};

const slotsInWords = (key: string): string => `(${key.slice('slots:'.length)}: morning-noon-night)`;

/** One short sentence to the patient, without its full stop. */
export const inEnglish = (item: LetterItem): string => {
  switch (item.kind) {
    case 'symptoms':
      return `You have had ${listed(item.findings.map(withArticle), 'and')}${item.lasting ? ` for ${durationInWords(item.lasting)}` : ''}`;
    case 'absent':
      return `You have no ${listed(item.findings.map(bare), 'or')}`;
    case 'no-allergies':
      return 'You have no known allergies to medicines';
    case 'opinion':
      return `I think you ${item.certain ? 'have' : 'may have'} ${listed(item.findings.map(withArticle), item.certain ? 'and' : 'or')}`;
    case 'medicine': {
      const verb = { take: 'Take', use: 'Use', continue: 'Keep taking' }[item.verb];
      return [
        `${verb} ${item.name}`,
        item.amount ? ` ${item.amount}` : '',
        howOften(item.how),
        item.regular ? ' regularly' : '',
        item.purpose ? ` for ${bare(item.purpose)}` : '',
        item.lasting ? ` for ${durationInWords(item.lasting)}` : '',
      ].join('');
    }
    case 'self-care':
      return item.advice.english;
    case 'tests':
      return `You need ${item.tests.length > 1 ? 'these tests' : 'this test'}${item.urgent ? ' urgently' : ''}: ${listed(
        item.tests.map((test) => test.english),
        'and',
      )}`;
    case 'return':
      return returnInEnglish(item);
  }
};

const returnInEnglish = (item: Extract<LetterItem, { kind: 'return' }>): string => {
  if (item.order === 'after' && item.findings.length === 0)
    return `Come back${item.after ? ` in ${durationInWords(item.after)}` : ''}${item.unlessBetter ? ' if you are not better' : ''}`;
  const reasons = item.findings.map(withArticle);
  const when = `Come back${item.sooner ? ' sooner' : ''}`;
  if (reasons.length === 0) return `${when} if your symptoms get worse`;
  return item.worse ? `${when} if your symptoms get worse: ${listed(reasons, 'or')}` : `${when} if you have ${listed(reasons, 'or')}`;
};
