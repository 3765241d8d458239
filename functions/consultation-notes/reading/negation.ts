import type { FactKind } from './facts.ts';
import type { Token } from './tokens.ts';
import { isContent } from './tokens.ts';

/** How a text speaks of a thing: as so, as not so, as perhaps so, only as a condition, or as a relative's. */
export type Polarity = 'said' | 'denied' | 'possible' | 'condition' | 'family';

/** A word of denial and the tokens it denies. */
export type Cue = { index: number; from: number; to: number };

const FORWARD =
  /^(?:no|nil|not|nor|neither|never|deny|denies|denied|denying|without|w\/o|none|cannot|can't|won't|unable|non|absent|isn't|wasn't|doesn't|don't|didn't|hasn't|haven't|hadn't|aren't|weren't|couldn't|unaware|lack|lacks|avoid|stop|stopped|omit|discontinue|discontinued|withhold|बिना|मना)$/;
const NAMED_LIST = /^(?:no|nil|denies|denied|denying|without|neither|never|none)$/;
const BACKWARD_HINDI = /^(?:नहीं|मत|न|ना)$/;
const AFTER = /^(?:nil|no|none|negative|neg|absent|denied|denies)$/;
const STOP = /^(?:[.;।!?\n]|but|however|except|although|though|yet|otherwise|apart|लेकिन|मगर)$/;
const CLAUSE_OPENERS =
  /^(?:has|have|had|is|are|was|were|feels|feel|feeling|reports|reported|complains|now|some|mild|severe|occasional|only|also|then|started|since|because|with|works|lives|appears|presents|continues|takes|taking|advised|mother|father)$/;
const NOT_DENIALS = [
  ['not', 'only'],
  ['no', 'doubt'],
  ['not', 'just'],
  ['no', '.'],
] as const;

const CONDITION = /^(?:if|should|unless|until|till|in\s+case|अगर|यदि)$/;
const CONDITION_PHRASES = [
  ['in', 'case'],
  ['watch', 'for'],
  ['look', 'out'],
  ['safety', 'net'],
  ['safety', 'netted'],
  ['safety', '-'],
  ['red', 'flag'],
  ['warning', 'signs'],
  ['sooner', 'with'],
  ['come', 'back', 'sooner'],
  ['or', 'earlier'],
  ['or', 'sooner'],
];
const POSSIBLE =
  /^(?:\?|possible|possibly|probable|probably|likely|unlikely|suspected|suspect|query|maybe|perhaps|differential|ddx|exclude|worried|worry|concerned|risk|assess|consider|versus|vs|शायद|संभावना|संभव)$/;
const POSSIBLE_PHRASES = [
  ['rule', 'out'],
  ['r', '/', 'o'],
  ['could', 'be'],
  ['may', 'be'],
  ['might', 'be'],
  ['may', 'have'],
  ['might', 'have'],
  ['could', 'have'],
  ['check', 'for'],
  ['test', 'for'],
  ['tests', 'for'],
  ['screen', 'for'],
  ['+', '/', '-'],
];
const RELATIVES =
  /^(?:father|mother|brother|brther|sister|son|daughter|mum|mom|dad|uncle|aunt|grandmother|grandfather|grandparents|parents|sibling|siblings|cousin|fh|fhx|पिता|माँ|मां|माता|भाई|बहन)$/;
/** Words with which a relative stands for company, not for inheritance. */
const COMPANY = /^(?:lives|live|living|with|staying|stays|by|accompanied)$/;

const word = (tokens: Token[], index: number): string => tokens[index]?.word ?? '';
const opens = (tokens: Token[], index: number, phrase: readonly string[]): boolean =>
  phrase.every((part, offset) => word(tokens, index + offset) === part);

const SENTENCE_END = /^[.;।!?]$/;

/** How far a denial reaches to the right: to the end of its list, or of its clause. Exclusive. */
const reach = (tokens: Token[], cue: number, kindAt: (index: number) => FactKind | undefined): number => {
  const lists = NAMED_LIST.test(word(tokens, cue));
  const opensClause =
    cue === 0 ||
    SENTENCE_END.test(word(tokens, cue - 1)) ||
    word(tokens, cue - 1) === ':' ||
    /^(?:patient|pt|he|she|they|and|but|denies|there|is)$/.test(word(tokens, cue - 1));
  let content = 0;
  for (let at = cue + 1; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) break;
    if (STOP.test(token.word) || token.word === '(') return at;
    if (content > 0 && FORWARD.test(token.word)) return at;
    if (content > 0 && CLAUSE_OPENERS.test(token.word) && lists) return at;
    if (content > 0 && /^[-–—]$/.test(token.word) && !(tokens[at - 1]?.end === token.start && tokens[at + 1]?.start === token.end))
      return at;
    if (content > 0 && CONDITION.test(token.word)) return at;
    if (token.word === ',' || token.word === '+') {
      const denies = word(tokens, cue).startsWith('den');
      if (!lists || !(opensClause || denies || endsWithOr(tokens, at)) || !bareList(tokens, at + 1, kindAt)) return at;
    }
    if (isContent(token) || kindAt(at)) content += 1;
  }
  return tokens.length;
};

const endsWithOr = (tokens: Token[], from: number): boolean => {
  for (let at = from; at < Math.min(tokens.length, from + 40); at += 1) {
    if (STOP.test(word(tokens, at))) return false;
    if (/^(?:or|nor|या)$/.test(word(tokens, at))) return true;
  }
  return false;
};

/** Whether the item up to the next comma is only a name or two, so that it shares the denial before it. */
const bareList = (tokens: Token[], from: number, kindAt: (index: number) => FactKind | undefined): boolean => {
  let named = 0;
  let other = 0;
  for (let at = from; at < Math.min(tokens.length, from + 14); at += 1) {
    const token = tokens[at];
    if (!token || STOP.test(token.word) || token.word === ',') break;
    if (FORWARD.test(token.word) || CLAUSE_OPENERS.test(token.word)) return false;
    const kind = kindAt(at);
    if (kind === 'finding' || kind === 'drug') named += 1;
    else if (kind !== undefined) return false;
    else if (isContent(token) && word(tokens, at - 1) !== 'or') other += 1;
  }
  return named > 0 ? other <= 1 : other > 0 && other <= 2;
};

/** For `fever: nil`, `sputum - none`, `urine dip negative`, `pallor -ve`: from where the denial reaches back. */
const reachBack = (tokens: Token[], cue: number): number => {
  let from = cue;
  while (from > 0 && !STOP.test(word(tokens, from - 1)) && word(tokens, from - 1) !== ',') from -= 1;
  return from;
};

const HINDI_VERB = /^(?:है|हैं|था|थी|थे|लें|करें|आएं|पिएं|खाएं)$/;

/** A Hindi `नहीं` ends its clause: it reaches back over the commas of a list, but not past another verb. */
const reachBackHindi = (tokens: Token[], cue: number): number => {
  let from = cue;
  while (
    from > 0 &&
    !STOP.test(word(tokens, from - 1)) &&
    word(tokens, from - 1) !== ':' &&
    !HINDI_VERB.test(word(tokens, from - 1)) &&
    word(tokens, from - 1) !== 'तो'
  )
    from -= 1;
  return from;
};

export type Polarities = { polarity: Polarity[]; cues: Cue[] };

/** Reads, for each token, whether it is said, denied, possible, a condition or a relative's (after NegEx, Chapman 2001). */
export const polaritiesOf = (tokens: Token[], kindAt: (index: number) => FactKind | undefined): Polarities => {
  const polarity: Polarity[] = tokens.map(() => 'said');
  const cues: Cue[] = [];
  const mark = (from: number, to: number, value: Polarity): void => {
    for (let at = Math.max(0, from); at < Math.min(to, tokens.length); at += 1) polarity[at] = value;
  };
  const sentenceEnd = (from: number): number => {
    let at = from;
    while (at < tokens.length && !SENTENCE_END.test(word(tokens, at))) at += 1;
    return at;
  };

  /** Under a label the items of a list are parted by semicolons. */
  const listEnd = (from: number): number => {
    let at = from;
    while (at < tokens.length && !/^[.।!?]$/.test(word(tokens, at))) at += 1;
    return at;
  };

  for (let at = 0; at < tokens.length; at += 1) {
    if (RELATIVES.test(word(tokens, at)) && !COMPANY.test(word(tokens, at - 1)) && !/^(?:and|,)$/.test(word(tokens, at - 1)))
      mark(at, sentenceEnd(at), 'family');
    else if (word(tokens, at) === 'family' && word(tokens, at + 1) === 'history')
      mark(at, word(tokens, at + 2) === ':' ? listEnd(at) : sentenceEnd(at), 'family');
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const asks = word(tokens, at) === '?' && tokens[at + 1] !== undefined && tokens[at + 1]?.start !== undefined;
    if (word(tokens, at) === '?' ? asks : POSSIBLE.test(word(tokens, at)) || POSSIBLE_PHRASES.some((phrase) => opens(tokens, at, phrase))) {
      let end = at + 1;
      while (end < tokens.length && !SENTENCE_END.test(word(tokens, end)) && !/^(?:but|however)$/.test(word(tokens, end))) end += 1;
      if (word(tokens, at) === '?') end = Math.min(end, at + 8);
      mark(at, end, 'possible');
    }
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const hindiThen = word(tokens, at) === 'तो' && word(tokens, at - 1) === 'हो';
    if (hindiThen) mark(reachBack(tokens, at), at, 'condition');
    if (CONDITION.test(word(tokens, at)) || CONDITION_PHRASES.some((phrase) => opens(tokens, at, phrase)))
      mark(at, sentenceEnd(at), 'condition');
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    if (NOT_DENIALS.some((phrase) => opens(tokens, at, phrase))) continue;
    const minusVe = token.word === 've' && /^[-–]$/.test(word(tokens, at - 1));
    const ended = at + 1 >= tokens.length || STOP.test(word(tokens, at + 1)) || word(tokens, at + 1) === ',';
    const colonBefore = /^[:=–—-]$/.test(word(tokens, at - 1));
    if (minusVe || /^(?:negative|neg)$/.test(token.word)) {
      // `negative for X`, `a negative mammogram` reach on; `urine dip negative` reaches back.
      const forFinding =
        word(tokens, at + 1) === 'for' || (!minusVe && !ended && tokens[at + 1] !== undefined && isContent(tokens[at + 1] as Token));
      const [from, to] = forFinding ? [at, reach(tokens, at, kindAt)] : [reachBack(tokens, at - (minusVe ? 1 : 0)), at];
      mark(from, to, 'denied');
      cues.push({ index: at, from, to });
    } else if (AFTER.test(token.word) && ended && at > 0 && (colonBefore || token.word !== 'no')) {
      const from = reachBack(tokens, colonBefore ? at - 1 : at);
      mark(from, at, 'denied');
      cues.push({ index: at, from, to: at });
    } else if (BACKWARD_HINDI.test(token.word) || (token.word === 'बंद' && word(tokens, at + 1) === 'करें')) {
      const from = reachBackHindi(tokens, at);
      mark(from, at, 'denied');
      cues.push({ index: at, from, to: at });
    } else if (token.word === 'बिना' && word(tokens, at - 1) === 'के') {
      const from = reachBack(tokens, at);
      mark(from, at, 'denied');
      cues.push({ index: at, from, to: at });
    } else if (FORWARD.test(token.word)) {
      const to = reach(tokens, at, kindAt);
      mark(at + 1, to, 'denied');
      cues.push({ index: at, from: at + 1, to });
    }
  }
  return { polarity, cues };
};
