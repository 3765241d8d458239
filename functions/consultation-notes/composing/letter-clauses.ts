import { read } from '../reading/facts.ts';
import { agrees } from './letter-items.ts';

/** Verbs that open an instruction. */
export const VERB =
  "(?:take|use|continue|cont|avoid|drink|eat|stop|start|keep|go|call|come|return|rest|please|do not|don't|try|see|visit|contact|attend|ring|phone|book|bring|wear|apply|increase|reduce|decrease|sleep|walk|exercise|wash|gargle|elevate|seek|expect|follow|attempt|limit|cut down|get|hold|monitor|measure|record|check|refer|self refer|arrange|send|order|request|repeat|prescribe|schedule|review|r\\/v|admit|discharge|consider|complete|finish|stay|push|encourage|discontinue|remember|report|change|switch|give|trial|commence|initiate|begin|self[- ]certify|add|notify|practice)";

const OPENER = new RegExp(
  `^(?:(?:also|then|please|and|but)\\s+)*(?:${VERB}\\b|to ${VERB}\\b|to be seen\\b|(?:also )?to (?:assess|exclude|rule out|consider)\\b|(?:pt |patient |you |we |i )?(?:will|can|may|should|must|needs?|advised?|encouraged)\\b|for (?:review|r\\/v)\\b|f\\/u\\b|follow[ -]?up\\b|safety[ -]?net|if\\b|no (?:other |more )?\\p{L}+|(?:\\p{L}+ ){1,2}(?:can|may|will|should)\\b|earliest appointment)`,
  'iu',
);
const VERB_OPENER = new RegExp(`^(?:(?:also|then|please|and|but|to)\\s+)*(?:${VERB}\\b|we will\\b|you (?:will|can|should|need)\\b)`, 'iu');
const CONDITION =
  /\b(?:if|unless|when|until|till|in case|should (?:you|he|she|it|symptoms|pt|patient)|safety[ -]?net\w*|red flags?|warning signs?)\b/i;
const BARE_CONDITION = /^(?:but |and |or )?(?:if|unless|when|until|in case)\b/i;
const DELAYED = /^delayed\b/i;

const SEPARATOR =
  /\s*;\s*|,\s*(?=\S)|\s+[-–—]+\s+|(?<=[\p{L})])[-–—]\s+|\s+\+\s*(?![/+])|\s+&\s+|\s+(?:and|but|however)\s+|\.\s+(?=\p{Lu})/giu;

/** `but can`, `but may` limit what they follow: they stay with it. */
const LIMITS = /^(?:can|may|only|not)\b/i;

const isOrder = (text: string): boolean => {
  const [fact] = read(text, true).facts;
  return fact !== undefined && fact.first === 0 && (fact.kind === 'drug' || fact.kind === 'measure');
};

/**
 * The parts of a plan that each say one thing, at the places where parting them is safe: a condition stays with its
 * consequence, and what a word of denial or doubt reaches stays with it.
 */
export const clausesOf = (text: string): string[] => {
  if (/\bto try\b/i.test(text)) return [text];
  const cuts: number[][] = [];
  let from = 0;
  for (const match of text.matchAll(SEPARATOR)) {
    const left = text.slice(from, match.index);
    const right = text.slice(match.index + match[0].length);
    if (left.trim() === '' || inBrackets(text, match.index)) continue;
    const open = CONDITION.test(left);
    // `if fever - check with a thermometer - or rash`: an aside within the reasons.
    const aside = open && /^check\b/i.test(right);
    const limited = /but|however/i.test(match[0]) && LIMITS.test(right);
    // `for pain, if it lasts, we will …`: the last words before the cut are a condition without its consequence.
    const bareLeft = BARE_CONDITION.test((left.split(/[,;]\s+/).at(-1) ?? '').trim());
    const opens = open
      ? VERB_OPENER.test(right)
      : OPENER.test(right) || isOrder(right) || (isListed(left) && !/^(?:and|or|with|for|to|as|in|at|x)\b/i.test(right));
    // `take paracetamol, if fever`: a condition without a consequence of its own stays with what it limits.
    const trailing = BARE_CONDITION.test(right) && !hasConsequence(right);
    // `40 mg, then 20 mg`, `5 mg, increase to 10 mg`: the medicine is named only before the comma.
    const onward =
      /^(?:then\s+)?(?:(?:increase|reduce|decrease|stop|continue|taper)\b|\d)/i.test(right) &&
      !namesDrug(firstClause(right)) &&
      namesDrug(left);
    if (onward || limited || aside || bareLeft || !opens || trailing || DELAYED.test(left.trim())) continue;
    cuts.push([from, match.index]);
    from = match.index + match[0].length;
  }
  cuts.push([from, text.length]);
  if (cuts.length === 1) return [text];
  const whole = read(text, true);
  const safe = cuts.every(([start = 0, end = 0]) => agrees(read(text.slice(start, end), true), whole, start));
  return safe ? cuts.map(([start, end]) => text.slice(start, end).trim()).filter((clause) => clause !== '') : [text];
};

const namesDrug = (text: string): boolean => read(text, true).facts.some((fact) => fact.kind === 'drug');
const firstClause = (text: string): string => /^[^,;]*/.exec(text)?.[0] ?? '';

/** A short item of a list of orders, after which the next item is an order too. */
const isListed = (left: string): boolean => left.length <= 40 && isOrder(left.trim());

const hasConsequence = (text: string): boolean =>
  new RegExp(`[\\s,](?:to |please |then )?(?:${VERB}|needs?|for (?:review|further))\\b`, 'i').test(text.slice(3));

const inBrackets = (text: string, at: number): boolean => {
  const open = text.lastIndexOf('(', at);
  return open >= 0 && text.indexOf(')', open) > at;
};

const AMONG_CLINICIANS =
  /\b(?:handed over|explained above|(?:all )?above explained|stayed on (?:the )?line|front door|blue light|name (?:and dob )?confirmed|(?:ambulance|las|999|112|108|family|relatives?|paramedics?)\b.{0,20}\bcalled|called (?:for )?(?:an? )?(?:ambulance|las)|discussed with (?:the )?(?:consultant|registrar|senior|team|med\w*|on[- ]call)|d\/w|verbali[sz]ed?|(?:patient|pt|you|he|she) (?:understands|understood|agrees|agreed|is happy|happy with|aware)|happy with (?:the )?plan|safety[ -]?net(?:ted)?(?: advice)?(?: given)?$|serious differentials|forgot to ask|^reassur(?:ed|ance)(?: given)?$|documented|coded|earliest appointment available$)/i;
const TO_THINK_OF =
  /^(?:also |but |however |and )*(?:(?:patient |pt |we |i )?(?:will )?needs? )?(?:also )?(?:to )?(?:exclude|rule out|r\/o|assess for|consider (?:other|more|further|serious|differentials?|alternative)|clarify)\b/i;
const TO_DO = /\b(?:bloods?|scan|ct|mri|x-?ray|xray|ecg|echo|test|refer|referral|admit|start|take|stop|return|review)\b/i;

/** A medicine with how to take it, or a reason to come back, is never left out. */
const mustBeTold = (clause: string): boolean => {
  const { facts } = read(clause, true);
  const drug = facts.some((fact) => fact.kind === 'drug' && fact.polarity !== 'family');
  return drug && facts.some((fact) => fact.kind === 'dose' || fact.kind === 'frequency');
};

/** Said among clinicians, or done already: no part of it is for the patient to know or do. */
export const forClinicians = (clause: string): boolean => {
  if (mustBeTold(clause)) return false;
  if (AMONG_CLINICIANS.test(clause)) return !/\b(?:return|come back|review|r\/v|refer\w*)\b/i.test(clause);
  return TO_THINK_OF.test(clause) && !TO_DO.test(clause) && !read(clause, true).facts.some((fact) => fact.kind === 'drug');
};

const ORDERS =
  /\b(?:take|takes|taking|use|using|start|started|stop|continue|increase|decrease|reduce|avoid|drink|eat|rest|keep|go|call|come|return|follow[ -]?up|review|see|seen|visit|contact|refer|referred|referral|order|ordered|schedule[d]?|recommend(?:ed)?|advise[d]?|advice|encourage[d]?|instruct(?:ed)?|prescri\w+|will|should|must|needs?|would like|treat|going to|plan|switch(?:ed)?|refilled|provided|given|supplement|proceed|appl(?:y|ied)|monitor|check|repeat|consider|initiate|obtain|undergo|due|bring|therapy|if|book|arrange|send|sent)\b/i;
const STATEMENT =
  /\b(?:is|are|was|were|has been|have been|has|had|appears?|demonstrated?s?|reports?|presents?|denies|states?|attributes?|shows?|showed|revealed|believe|suspect|think|discussed|reviewed|explained)\b/i;

const ACCOUNT =
  /\b(?:is|was) an? \d+[- ]year|^(?:the )?(?:patient|pt|he|she|you|mr\.?|ms\.?|mrs\.?|\w+ \w+) (?:presents?|presented|denies|denied|reports?|reported|states?|stated|admits?|attributes|seems?|continues to do well)\b|\b(?:doing|did) well\b|^(?:status post|s\/p|history of|i (?:believe|think|suspect|discussed|reviewed|explained))\b|^(?:medical|healthcare maintenance|other|general|as tolerated)\.?$/i;

const ASKS = /\b(?:if|unless|return|come back|refer\w*|start|stop|will|should|must|needs?)\b/i;

/** An argument or an account amid a plan, which asks nothing of anybody. */
export const isAccount = (clause: string): boolean =>
  !mustBeTold(clause) && ((ACCOUNT.test(clause) && !ASKS.test(clause)) || (!ORDERS.test(clause) && STATEMENT.test(clause)));
