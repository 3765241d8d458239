import { expand, plainWords } from '../reading/shorthand.ts';
import { VERB } from './letter-clauses.ts';
import { aboutSomebody, toYou } from './letter-person.ts';
import { tidy } from './wording.ts';

type Rule = readonly [form: RegExp, by: string | ((...found: string[]) => string)];

const ADVISED = new RegExp(
  `^(?:(?:i|we|you|patient|pt)\\s+)?(?:(?:have|has|had|was|were|is|are|would)\\s+)?(?:also\\s+)?(?:advised?|advice|instructed|encouraged?|counsel+ed|told|recommended|reminded|asked|educated)(?:\\s+(?:you|the patient|patient|pt|him|her))?(?:\\s+(?:to|that you should|:|-))?\\s+(?=(?:please |not |also )?${VERB}\\b)`,
  'i',
);

/** How a clinician's order is told to the person it is about, in order of trial; each keeps all the words it does not name. */
const AS_INSTRUCTION: readonly Rule[] = [
  [/^(?:and|but|also|then|however)\s+/i, ''],
  [ADVISED, ''],
  [/^you (?:were )?(?:advised|told|informed) (?:that )?(?=you\b)/i, ''],
  [/^(?:you (?:were )?)?(?:advised|told) not to /i, 'do not '],
  [/^(?:i|we) (?:would )?(?:recommend|advise|suggest) (?:that )?you (?=\w)/i, 'you should '],
  [new RegExp(`^not to (?=${VERB})`, 'i'), 'do not '],
  [new RegExp(`^(?:you )?(?:to|are to) (?=(?:please )?${VERB}\\b)`, 'i'), ''],
  [/^to sleep (.*?) minimum daily$/i, 'sleep at least $1 every day'],
  [/^for review face to face\b/i, 'you need a face to face review'],
  [/^for (?:further )?(?:medical )?review\b/i, 'you need a review'],
  [/^to be seen (.*)$/i, 'you need to be seen $1'],
  [/^seen (urgently|today|soon)\b/i, 'you need to be seen $1'],
  [/^(?:you )?needs? to be seen\b/i, 'you need to be seen'],
  [/^(?:you )?needs? (?=\S)/i, 'you need '],
  [/^(?:you )?will need (?=\S)/i, 'you will need '],
  [
    /^will (?=(?:fax|refer|send|book|arrange|call|ring|order|request|check|repeat|prescribe|review|chase|see|start|contact|get|schedule|obtain)\b)/i,
    'we will ',
  ],
  [/^can self[- ]certify\b/i, 'you can self-certify'],
  [/^to self[- ]certify\b/i, 'you can self-certify'],
  [/^will (?=(?:return|follow|come|need|continue|take)\b)/i, 'you will '],
  [/^can (?=\S)/i, 'you can '],
  [/^may (take .* to settle)$/i, 'it may $1'],
  [/^may (?=\S)/i, 'you may '],
  [/^should (?=\S)/i, 'you should '],
  [/^(?:cough) can\b/i, 'your cough can'],
  [/^self[- ]?refer(?:ral)? to (.*)$/i, 'refer yourself to $1'],
  [/^urgent referral to (.*)$/i, 'we are referring you urgently to $1'],
  [/^(?:refer(?:ral)?|referred) (?:you )?to (.*)$/i, 'we are referring you to $1'],
  [/^(?:refer(?:ral)?|referred) (?:you )?for (.*)$/i, 'we are referring you for $1'],
  [/^(?:refer|referral) (?!to|for|yourself)(.*)$/i, 'we are referring you to $1'],
  [/^((?!self\b|urgent\b)[a-z][a-z ]{2,30}) referral$/, 'we are referring you to $1'],
  [/^elevate (?:the |your )?(.*)$/i, 'keep your $1 raised'],
  [
    /^((?:avoid|do not|use|take|rest|keep|no|fit note)\b.*(?<!\b(?:for|in|after|every|past|next|than|of|about|over)) )(\d[\d.-]* (?:day|week|month|hour)s?)$/i,
    '$1for $2',
  ],
  [/^consider (?:taking )?time off\b/i, 'think about taking time off'],
  [/^continue (?:with )?(?=(?:you|your)\b)/i, 'keep up '],
  [/^attend\b/i, 'go to'],
  [/^no other\b/i, 'do not take any other'],
  [/^arrange (?=(?:an? |the )?\w)/i, 'we will arrange '],
  [/^(?:admit)(?: to (.*))?$/i, (_, where) => `we are admitting you to ${where ?? 'hospital'}`],
  [
    /^([\p{L}\d.,+ -]+?) to try( until .*)?$/iu,
    (_, what = '', until = '') => `try ${what.replace(/ \+ | and (?=.* and )/g, ', ')}${until}`,
  ],
];

const PLAINER: readonly Rule[] = [
  [/\ban (?=[bcdfgjklmnpqrstvwxyz])/g, 'a '],
  [/^(you .*)\b(and|but) has\b/i, '$1$2 have'],
  [/\bvia\b/gi, 'through'],
  [/\bthrough (?=(?:clinic|phone) number\b)/gi, 'through the '],
  [/\bprior to\b/gi, 'before'],
  [/\bcommence\b/gi, 'start'],
  [/\bsymptom relief\b/gi, 'relief of your symptoms'],
  [/\bto ensure follow-up\b/gi, 'to make sure you have a follow-up'],
  [/\bensure\b/gi, 'make sure of'],
  [/\binvestigations\b/gi, 'tests'],
  [/\bneurological assessment\b/gi, 'a check of your nerves'],
  [/\bparacetamol[- ]containing products\b/gi, 'products with paracetamol'],
  [/\banti[- ]sickness(?! (?:medicine|tablets?))\b/gi, 'anti-sickness medicine'],
  [/\buntil appointment\b/gi, 'until your appointment'],
  [/\b(?:can|may) persist for\b/gi, 'can last for'],
  [/\ball above\b/gi, 'all this'],
  [/\bif unable to\b/gi, 'if you cannot'],
  [/\bat earliest\b/gi, 'at the earliest'],
  [/\bfax referral\b/gi, 'fax the referral'],
  [/\bbut can take if\b/gi, 'but you can take it if'],
  [/\bre (?=starting|taking|using)/gi, 'about '],
  [/(?<=a day) (left|right) (eye|ear)\b/gi, ' in your $1 $2'],
  [/(?<=a day) both (eyes|ears)\b/gi, ' in both $1'],
  [/\bif symptoms\b/gi, 'if your symptoms'],
  [/\s*\bas per [^,;.]*\bguidelines?\b/gi, ''],
  [/\bas per (www\.[^\s,]+(?:(?<=\/) \w+)?)/gi, '(see $1)'],
  [/\b(in|at|to) ((?:[\w-]+ )?(?:clinic|lab|ward|unit|team))\b(?<!\b(?:the|a|an|our|your) (?:clinic|lab|ward|unit|team))/gi, '$1 the $2'],
  [/\bthe the\b/gi, 'the'],
  [/\b(\w+) ?\/ ?clinic\b/gi, '$1 or the clinic'],
];

const applied = (text: string, rules: readonly Rule[]): string =>
  rules.reduce((words, [form, by]) => (typeof by === 'string' ? words.replace(form, by) : words.replace(form, by)), text);

const REASON_FOR_CLINICIANS = /\s+as (?:1st|first|new) (?:onset|episode|presentation)\b.*$/i;
const DIRECT = new RegExp(
  `^(?:please |you\\b|your\\b|we\\b|i\\b|it may\\b|if\\b|there\\b|refer yourself|think about|try\\b|keep\\b|${VERB}\\b)`,
  'i',
);
/** Orders that are the doctor's to carry out: not said to a patient as if they were the patient's. */
const DOCTORS =
  /^(?:arrange|refer(?! yourself)|order|request|prescribe|admit|discharge|schedule|consider|check|send|encourage|give|trial|review|repeat|initiate|commence|monitor|get|expect to review|push)\b/i;

/** The doctor's words as an instruction to the patient, and whether they now are one. */
export const instruction = (clause: string): { text: string; direct: boolean } => {
  const plain = tidy(plainWords(expand(clause.replace(REASON_FOR_CLINICIANS, ''))));
  const words = toYou(plain);
  // What the patient was advised to do is not the doctor's to do.
  const advised = ADVISED.test(words.replace(/^(?:and|but|also|then)\s+/i, ''));
  const text = applied(applied(words, AS_INSTRUCTION), PLAINER).replace(/\s+/g, ' ').trim();
  const incomplete = /^if\b/i.test(text) && !text.includes(',');
  return { text, direct: DIRECT.test(text) && !incomplete && (advised || !DOCTORS.test(text)) && !aboutSomebody(text) };
};
