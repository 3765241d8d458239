/** People other than the patient of whom `he` or `she` may speak. */
const OTHERS =
  /\b(?:mother|father|mum|mom|dad|wife|husband|son|daughter|brother|sister|partner|carer|baby|child|parents?|family|dr|doctor|surgeon|nurse|physician|grand\w+)\b/i;

const AFTER_OBJECT =
  /^\s*(?:$|[,.;:)!?]|(?:to|and|or|in|on|for|with|if|that|at|by|from|of|about|as|when|while|because|but|today|now|again)\b)/i;

const IRREGULAR: Record<string, string> = { is: 'are', was: 'were', has: 'have', does: 'do', "isn't": "aren't", "wasn't": "weren't" };
const ADVERB = 'also|still|now|currently|already|often|never|only|then|again|not';
const NO_VERB =
  /^(?:always|sometimes|perhaps|as|his|this|us|plus|unless|across|less|tablets|symptoms|medicines|medications|tests|days|weeks|months|reports)$/;

const plural = (verb: string): string => {
  const known = IRREGULAR[verb];
  if (known !== undefined) return known;
  if (!/^[a-z]{3,}s$/.test(verb) || /(?:ss|us|is)$/.test(verb) || NO_VERB.test(verb)) return verb;
  if (verb.endsWith('ies')) return `${verb.slice(0, -3)}y`;
  return /(?:ch|sh|ss|x|o|zz)es$/.test(verb) ? verb.slice(0, -2) : verb.slice(0, -1);
};

const agreed = (text: string): string =>
  text.replace(
    new RegExp(`\\b(you)((?: (?:${ADVERB}))?) ([a-z']+)(?: (and|or) ([a-z]+s)\\b)?`, 'gi'),
    (whole, you: string, adverb: string, verb: string, joiner?: string, second?: string) => {
      const changed = plural(verb);
      if (changed === verb) return whole;
      return `${you}${adverb} ${changed}${joiner === undefined || second === undefined ? '' : ` ${joiner} ${plural(second)}`}`;
    },
  );

/** A clause about the patient as a clause to the patient. Where `she` may be somebody else, only `the patient` is addressed. */
export const toYou = (text: string): string => {
  let changed = text
    .replace(/(?<![./])\b(?:the |this )?(?:patient|pt)['’]s\b(?!\s+(?:mother|father|wife|husband|son|daughter))/gi, 'your')
    .replace(/(?<![./@\w-])(?:the |this )?(?:patient|pt)(?!['’.]\w)\b/gi, 'you');
  if (!OTHERS.test(text)) {
    changed = changed
      .replace(/\b(?:he|she)['’]s been\b/gi, 'you have been')
      .replace(/\b(?:he|she)['’]s\b/gi, 'you are')
      .replace(/\b(?:he\/she|she\/he|s\/he|he|she)\b/gi, 'you')
      .replace(/\b(?:himself|herself)\b/gi, 'yourself')
      .replace(/\bhis\b/gi, 'your')
      .replace(/\bhim\b/gi, 'you')
      .replace(/\bher\b/gi, (_, at: number, whole: string) => (AFTER_OBJECT.test(whole.slice(at + 3)) ? 'you' : 'your'));
  }
  return changed === text ? text : agreed(changed);
};

/** Whether the words still speak of the patient as of somebody else. */
export const aboutSomebody = (text: string): boolean => /\b(?:he|she|his|him|her|patient|pt)\b/i.test(text);
