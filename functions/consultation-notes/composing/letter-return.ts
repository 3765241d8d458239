import type { Reading } from '../reading/facts.ts';
import { read } from '../reading/facts.ts';
import { durationOf, expand, plainWords } from '../reading/shorthand.ts';
import { isContent } from '../reading/tokens.ts';
import { asNoun } from './letter-english.ts';
import type { Duration, Reason, ReturnAction, ReturnItem } from './letter-items.ts';
import { findingOf, onlyHolds, wordSet } from './letter-items.ts';
import { toYou } from './letter-person.ts';
import { tidy } from './wording.ts';

const AE = '(?:A ?[&/] ?E|ED|ER|the ER|casualty|(?:the )?emergency (?:department|room))';

/** What the patient is to do; each form ends where the reasons or the time begin. */
const ACTIONS: readonly (readonly [RegExp, ReturnAction])[] = [
  [new RegExp(`^(?:go|attend|come|present|report)(?: straight| directly)?(?: to)? ${AE}(?![\\p{L}])`, 'iu'), 'emergency'],
  [/^(?:go|attend|come|present|report) (?:to )?(?:the )?(?:nearest )?hospital\b/i, 'hospital'],
  [/^(?:visit|see|contact|attend|go to|consult) (?:(?:the|your|own) )?gp(?: surgery)?\b/i, 'gp'],
  [/^(?:call|ring|phone)(?: (?:us|me|back|(?:the )?(?:clinic|surgery|office)))*(?= *(?:$|if\b|in\b|sooner|earlier|with\b|[,.;]))/i, 'call'],
  [/^contact (?:us|me|(?:the )?(?:clinic|surgery|office))(?= *(?:$|if\b|in\b|sooner|earlier|[,.;]))/i, 'contact'],
  [
    /^(?:for )?(?:reviews?|r\/v|rv|f\/u|fu|follow[ -]?up|come back|return|tca|see again|needs? (?:a )?(?:further )?(?:medical )?review|further (?:medical )?review)(?: (?:to (?:the )?clinic|to (?:us|me)|here|sx|symptoms?|pt|patient|me|us))?(?=\s*(?:$|[\d,.;:<(-]|if\b|in\b|at\b|after\b|with\b|inb\b|or\b|sooner|earlier|when\b|next\b|unless\b|a (?:week|month)\b))/i,
    'come-back',
  ],
];

const POLITE = /^(?:(?:also|and|then|please|to|pt|patient|you|he|she|should|must|needs? to|advised?|adv|for)\s+)+(?=\S)/i;
const SAFETY_NET =
  /^(?:safety[ -]?net(?:ted|ting)?(?: advice)?(?: given)?|red flags?(?: symptoms)?(?: explained| discussed| given)?|warning signs?(?: explained| given)?)\s*[:–—-]+\s*(?=\S)/i;

const URGENCY = /^\s+(urgently|immediately|straight away)\b/i;
const EMERGENCY_NUMBER = /^(?:call|ring|phone|dial) (?:for )?(112|108|102|999|911)\b/i;

type Opened = { action: ReturnAction; length: number; urgency?: string; number?: string };

const actionAt = (text: string): Opened | undefined => {
  const polite = POLITE.exec(text)?.[0].length ?? 0;
  for (const from of polite > 0 ? [0, polite] : [0]) {
    for (const [form, action] of ACTIONS) {
      const match = form.exec(text.slice(from));
      if (!match) continue;
      const length = from + match[0].length;
      const urgency = URGENCY.exec(text.slice(length));
      return { action, length: length + (urgency?.[0].length ?? 0), ...(urgency && { urgency: (urgency[1] ?? '').toLowerCase() }) };
    }
    const dialled = EMERGENCY_NUMBER.exec(text.slice(from));
    if (dialled) return { action: 'call', length: from + dialled[0].length, number: dialled[1] ?? '' };
  }
  return undefined;
};

const NOT_BETTER =
  /^(?:if )?(?:inb|(?:sx|symptoms?)?\s*(?:are |is |do |does )?(?:not|no)(?: any| getting)? (?:better|improv\w+|settl\w+|resolv\w+))$/i;
const WORSE =
  /^(?:any |if )?(?:(?:sx|symptoms?) (?:are |is |get |getting )?(?:worse|worsen\w*)|(?:worse|worsens|worsening|get(?:s|ting)? worse|deteriorat\w+)(?:(?: of)?(?: your| the)? (?:sx|symptoms?))?)$/i;
const CONCERNS = /^(?:any |if |you have )*(?:other |further )?(?:concerns?|worries|worried|concerned)$/i;
const NEEDED = /^(?:prn|sos|(?:if|as) (?:needed|required|necessary))$/i;
const OPENING = /^(?:(?:if|there (?:is|are)|you|he|she|pt|patient|has|have|develops?|gets?|notices?|experiences?|any|of|with)\s+)+(?=\S)/i;
const FINDING_WORDS = wordSet('any a an the');
const LASTS =
  /\b(?:persists?|continues?|worsens?|lasts?|spreads?|settles?|improves?|recurs?|returns?|occurs?|develops?|arises?|(?:not|no) (?:settling|improving|better|gone)|gets? worse|getting worse|becomes?)\b/i;

const PLAINER: readonly (readonly [RegExp, string])[] = [
  [/\bany prolonged (?:sx|symptoms) occurs?\b/gi, 'any symptoms last a long time'],
  [/\bred flag symptoms\b/gi, 'warning signs'],
  [/^(?:sx|symptoms)\b/i, 'your symptoms'],
  [/\bvisual loss\b/gi, 'loss of sight'],
  [/\breduced oral intake\b/gi, 'eating and drinking less'],
  [/\bas per (www\.[^\s,]+(?:(?<=\/) \w+)?)/gi, '(see $1)'],
  [/(?<=\p{L}) more than (?=\d[\d.-]* (?:day|week|hour|month)s?\b)/giu, ' for more than '],
  [/^your symptoms (?=not\b|worse\b)/i, 'your symptoms are '],
];

const reasonWords = (text: string): string => {
  let words = toYou(tidy(plainWords(expand(text.replace(/\s+[-–—]\s+(check with [^()]*)$/i, ' ($1)')))));
  for (const [form, plain] of PLAINER) words = words.replace(form, plain);
  return words.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
};

/** A reason in words that stand after `if`. */
const reasonOf = (piece: string): Reason | undefined => {
  const clean = piece.replace(/^[\s,;:–—-]+|[\s,;:.–—-]+$/g, '');
  if (clean === '') return undefined;
  const bare = clean.replace(OPENING, '');
  const reading = read(bare, true);
  const [fact] = reading.facts;
  const finding = findingOf(fact);
  if (
    reading.facts.length === 1 &&
    fact &&
    finding &&
    fact.polarity !== 'denied' &&
    finding.kind !== 'state' &&
    onlyHolds(reading, FINDING_WORDS)
  )
    return finding.plain.startsWith('your ') ? { clause: `you notice ${finding.plain}` } : { finding };
  const words = reasonWords(clean.replace(/^if /i, ''));
  if (/^(?:you|your|there|any \w+ (?:last|persist)|it|this|the (?:pain|fever|rash))\b/i.test(words)) return { clause: words };
  const alone = reasonWords(bare);
  if (/^(?:unable|not|feeling|confused|coughing|passing|vomiting blood|getting|eating|drinking)\b/i.test(alone))
    return { clause: `you are ${alone}` };
  if (/^(?:can'?t|cannot|do not|don't|lose|stop|feel)\b/i.test(alone)) return { clause: `you ${alone}` };
  if (LASTS.test(alone) && !/^(?:persist|continu|worsen|last)\w*/i.test(alone)) return { clause: alone };
  return { noun: asNoun(alone) };
};

const BRACKETED = /^(.*?)\s*\(([^()]+)\)\s*$/;

/** The pieces of a list of reasons, at commas, semicolons, slashes and `or`. Brackets hold together. */
const pieces = (text: string): string[] => {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  const cut = (to: number, next: number): void => {
    found.push(text.slice(from, to));
    from = next;
  };
  for (const match of text.matchAll(/[()]|[,;]|\s\/\s?|(?<=[\p{L})])\/(?=\p{L})(?<!\b[A-Za-z]\/)|\s+or\s+/giu)) {
    if (match[0] === '(') depth += 1;
    else if (match[0] === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) cut(match.index, match.index + match[0].length);
  }
  found.push(text.slice(from));
  return found.map((piece) => piece.trim().replace(/^(?:and |or )/i, '')).filter((piece) => piece !== '');
};

type Condition = Pick<ReturnItem, 'unlessBetter' | 'worse' | 'concerns' | 'reasons'>;

/** Whether a denial before the piece reaches into it. */
const deniedWithin = (whole: Reading, piece: string, at: number): boolean => {
  const alone = read(piece, true);
  const open = new Set(
    alone.tokens.filter((token, index) => isContent(token) && alone.polarity[index] !== 'denied').map(({ start }) => at + start),
  );
  return whole.tokens.some(({ start }, index) => open.has(start) && whole.polarity[index] === 'denied');
};

const conditionOf = (text: string): Condition | undefined => {
  const condition: Condition = { unlessBetter: false, worse: false, concerns: false, reasons: [] };
  const body = NEEDED.test(text.trim())
    ? text.trim()
    : text.replace(/^[\s,;:–—-]*(?:if|in case of|should|with|for)?\b\s*/i, '').replace(/[\s.,;:]+$/, '');
  if (body === '' || /\b(?:unless|until|but|however|although)\b|https?:/i.test(body)) return undefined;
  const all = pieces(body).flatMap((piece) => {
    const bracketed = BRACKETED.exec(piece);
    return bracketed && WORSE.test((bracketed[1] ?? '').trim()) ? [bracketed[1] ?? '', ...pieces(bracketed[2] ?? '')] : [piece];
  });
  if (all.length > 12) return undefined;
  const whole = read(body, true);
  for (const piece of all) {
    if (NEEDED.test(piece.trim())) {
      condition.reasons.push({ clause: 'needed' });
      continue;
    }
    const bare = piece.replace(/^if\s+/i, '').trim();
    if (/^etc\.?$/i.test(bare)) continue;
    if (NOT_BETTER.test(bare)) condition.unlessBetter = true;
    else if (WORSE.test(bare)) condition.worse = true;
    else if (CONCERNS.test(bare)) condition.concerns = true;
    else {
      const reason = reasonOf(bare);
      if (reason === undefined) return undefined;
      const at = body.indexOf(piece);
      condition.reasons.push(at >= 0 && deniedWithin(whole, piece, at) ? { ...reason, within: true } : reason);
    }
  }
  return condition.unlessBetter || condition.worse || condition.concerns || condition.reasons.length > 0 ? condition : undefined;
};

const SOONER = /[\s,;(]*(?:\bor\b|\bbut\b|,|;)?\s*\b(?:come back sooner|return sooner|earlier|sooner|before that|early)\b/i;
const BRING =
  /\bwith (?:(?:your|the|all) )?((?:(?:bp|sugar|blood|pain|headache|peak flow|lab|test|blood test) )?(?:charts?|reports?|diary|readings|results))\b/i;

const A_WHILE = /\b(?:in|after) (a (?:week|month|fortnight|few (?:days|weeks)))\b/i;

/** The time and what to bring, if they are all that stands before the condition. */
const timeOf = (written: string): { after?: Duration; afterWords?: string; bring?: string; then: boolean } | undefined => {
  // `in a week` stays as it is: the notes have no figure.
  const afterWords = A_WHILE.exec(written)?.[1]?.toLowerCase();
  const text = written.replace(A_WHILE, ' ');
  const bring = BRING.exec(text)?.[1];
  const then = /\bat that time\b/i.test(text);
  const rest = text.replace(BRING, ' ').replace(/\bat that time\b/i, ' ');
  const reading = read(rest, true);
  if (reading.facts.some((fact) => fact.kind !== 'duration') || reading.facts.length > 1) return undefined;
  if (!onlyHolds(reading, wordSet('in after for at us clinic me the time about'))) return undefined;
  const after = durationOf(reading.facts[0]);
  return {
    ...(after && { after }),
    ...(afterWords !== undefined && { afterWords }),
    ...(bring !== undefined && { bring: reasonWords(bring) }),
    then,
  };
};

const plainReturn = ({ action, urgency, number }: Omit<Opened, 'length'>, sooner: boolean): ReturnItem => ({
  kind: 'return',
  action,
  ...(urgency !== undefined && { urgency }),
  ...(number !== undefined && { number }),
  sooner,
  unlessBetter: false,
  worse: false,
  concerns: false,
  reasons: [],
});

/** `if fever, call back`: the condition before what to do. */
const conditionFirst = (text: string): ReturnItem[] | undefined => {
  if (!/^(?:if|should)\b/i.test(text)) return undefined;
  for (const match of text.matchAll(/(?:^|[\s,.;:–—-])(?=\p{L})/gu)) {
    const at = match.index + match[0].length;
    if (at < 4 || at > 300) continue;
    const found = actionAt(text.slice(at));
    if (!found) continue;
    const rest = text.slice(at + found.length).replace(/^[\s,]+|[\s.,;]+$/g, '');
    const sooner = /^(?:sooner|earlier)$/i.test(rest);
    const then = /^at that time$/i.test(rest);
    if (rest !== '' && !sooner && !then) return undefined;
    const condition = conditionOf(text.slice(0, at).replace(/\b(?:to|please|then|should|must|you|needs?|for)\s*$/i, ''));
    return condition && [{ ...plainReturn(found, sooner), ...condition, ...(then && { then }) }];
  }
  return undefined;
};

/** When and why to come back or whom to call, if the whole of a text says only that. */
export const returnItems = (text: string): ReturnItem[] | undefined => {
  if (text.length > 400) return undefined;
  const items = itemsOf(text);
  // An urgency that no item holds must not be lost.
  return /\burgent|\bimmediate|\bstraight away|\basap\b/i.test(text) && !items?.some(({ urgency }) => urgency !== undefined)
    ? undefined
    : items;
};

const itemsOf = (written: string): ReturnItem[] | undefined => {
  const text = written.trim().replace(/\breveiw\b/gi, 'review');
  const net = SAFETY_NET.exec(text);
  if (net) {
    const warned = text.slice(net[0].length);
    const first = conditionFirst(warned);
    if (first) return first;
    const condition = conditionOf(warned);
    return condition && [{ ...plainReturn({ action: 'help' }, false), ...condition }];
  }
  const first = conditionFirst(text.replace(/^advised?\s+(?=if\b)/i, ''));
  if (first) return first;
  const opened = actionAt(text);
  if (!opened) return undefined;
  const rest = text.slice(opened.length);
  const split = SOONER.exec(rest);
  const head = split ? rest.slice(0, split.index) : rest;
  const tail = split ? rest.slice(split.index + split[0].length) : '';
  const when = /(?:^|[\s,;:(–—-])(?:if\b|inb\b|in case\b|with (?:any |new |worsening )|not (?:better|improving)|no better)/i.exec(head);
  const bring = BRING.exec(head);
  const cut = when && !(bring && bring.index === when.index + 1) ? when.index : head.length;
  const time = timeOf(head.slice(0, cut).replace(/[\s,.;:–—-]+$/, ''));
  if (!time) return undefined;
  const condition = cut < head.length ? conditionOf(head.slice(cut)) : undefined;
  if (cut < head.length && !condition) return undefined;
  const { then, ...known } = time;
  const items: ReturnItem[] = [];
  const lone = head.trim() === '' && split !== null;
  // `Review` alone says no time, which a letter cannot add.
  if (!lone && time.after === undefined && time.afterWords === undefined && time.bring === undefined && !condition && !then) {
    return opened.action === 'come-back' ? undefined : [plainReturn(opened, false)];
  }
  if (!lone) items.push({ ...plainReturn(opened, false), ...condition, ...known, ...(then && { then }) });
  if (split) {
    const early = conditionOf(tail);
    if (!early) return undefined;
    items.push({ ...plainReturn(opened, true), ...early });
  }
  return items;
};

const DENIES = /\b(?:not|no|cannot|can't|don't|do not|unable|without)\b/i;
const denies = (reason: Reason): boolean =>
  ('clause' in reason && DENIES.test(reason.clause)) || ('noun' in reason && DENIES.test(reason.noun));

/**
 * Parts of one return that are each a short sentence: so many reasons at a time, in the doctor's order. What follows a
 * denial shares its sentence only where the notes may be read so (`not better/fever`).
 */
export const shortReturns = (item: ReturnItem, most = 3): ReturnItem[] => {
  const groups: Reason[][] = [];
  for (const reason of item.reasons) {
    const last = groups.at(-1);
    const previous = last?.at(-1);
    if (last && previous && (reason.within || (last.length < most && !denies(previous)))) last.push(reason);
    else groups.push([reason]);
  }
  if (groups.length < 2) return [item];
  return groups.map((reasons, at) => (at === 0 ? { ...item, reasons } : { ...item, reasons, unlessBetter: false, concerns: false }));
};

/** The reasons that a template of either language knows apart from those in the doctor's own words. */
export const knownFirst = (item: ReturnItem): ReturnItem[] => {
  const known = item.reasons.filter((reason) => 'finding' in reason && reason.finding.hindi !== '');
  const other = item.reasons.filter((reason) => !known.includes(reason));
  if (other.length === 0) return [item];
  if (known.length === 0 && !item.worse && !item.unlessBetter && !item.concerns) return [item];
  const { after: _, afterWords: __, bring: ___, ...rest } = item;
  return [
    { ...item, reasons: known },
    { ...rest, reasons: other, unlessBetter: false, worse: false, concerns: false },
  ];
};
