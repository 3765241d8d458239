import type { Form } from '../../reminders/contract.ts';
import { forms } from '../reading/phrases.ts';
import type { Token } from '../reading/tokens.ts';

/** Words for what a medicine comes as. A form that a reminder does not count in, such as a nebuliser's, has none. */
const BY_FORM: Readonly<Record<Form | 'other', string>> = {
  tablet: 't|tab|tabs|tablet|tablets|गोली|गोलियां',
  capsule: 'c|cap|caps|capsule|capsules',
  ml: 'syp|syr|syrup|susp|suspension|liquid|सिरप',
  drop: 'drop|drops|gtt|gtts',
  puff: 'inhaler|mdi|rotacap|rotacaps',
  injection: 'inj|injection',
  unit: '',
  sachet: 'sachet|sachets',
  patch: 'patch',
  application: 'cream|oint|ointment|gel|lotion',
  other: 'neb|nebs|nebuliser|spray',
};

/** By word: the form, or nothing for one that a reminder has not. */
export const FORM_WORDS: ReadonlyMap<string, Form | undefined> = new Map(
  (Object.entries(BY_FORM) as [Form | 'other', string][]).flatMap(([form, list]) =>
    forms(list).map((word) => [word, form === 'other' ? undefined : form] as const),
  ),
);

/** A single letter is a form only as prescriptions write it: `T. Metformin`, `C. Becosules`. */
const isFormWord = (token: Token | undefined): boolean =>
  token !== undefined && FORM_WORDS.has(token.word) && (token.word.length > 1 || /^[TC]$/.test(token.raw));

/** The form word right before a name, over its dot; with the index of it. */
export const formBefore = (tokens: readonly Token[], index: number): { readonly form: Form | undefined } | undefined => {
  const at = tokens[index - 1]?.word === '.' ? index - 2 : index - 1;
  const token = tokens[at];
  return token && isFormWord(token) ? { form: FORM_WORDS.get(token.word) } : undefined;
};

const ORDERS = new Set(
  forms(
    'continue|continues|continuing|cont|start|starts|starting|take|takes|taking|give|prescribe|add|adding|use|using|apply|begin|resume|restart|increase|reduce|commence|advise|advised|recommend|titrate|switch|change|जारी',
  ),
);
/** The same of what was done; after a word of the past it may be over. */
const DONE = new Set(forms('continued|started|restarted|prescribed|added|increased|reduced|commenced|changed|switched'));
export const isOrder = (token: Token | undefined): boolean => token !== undefined && (ORDERS.has(token.word) || DONE.has(token.word));
export const startsAnew = (token: Token | undefined): boolean => token !== undefined && ORDERS.has(token.word);

const STOPS = new Set(forms('stop|avoid|hold|discontinue|omit|withhold|cease|skip|replace|swap'));
const STOPPED = new Set(
  forms(
    'stopped|stopping|stops|avoided|avoiding|held|discontinued|discontinuing|omitted|withheld|ceased|replaced|replacing|swapped|never|allergic|allergy|allergies|allergen|intolerant|intolerance|intolerances|contraindicated|contraindication|anaphylaxis|reaction|reactions|overdose|hypersensitive|hypersensitivity|wean|weaned|unsafe|nka|nkda|बंद|मत|एलर्जी|रोकें|रोक|न',
  ),
);
/** An order to end it, as it stands before a name. */
export const isStop = (token: Token | undefined): boolean => token !== undefined && STOPS.has(token.word);
/** Anything that says that a medicine is not, or no more, for this patient. */
export const endsMedicine = (token: Token | undefined): boolean => isStop(token) || (token !== undefined && STOPPED.has(token.word));

/** Before a name: it was so, it is only thought of, or the name is what is measured or blamed. */
export const LEAVES_OPEN_BEFORE: ReadonlySet<string> = new Set(
  forms(
    'took|taken|tried|trial|given|gave|got|received|had|was|were|used|previously|previous|prior|past|earlier|yesterday|completed|finished|bought|failed|declined|declines|refused|refuses|plan|planning|planned|discuss|discussed|offered|later|pending|awaiting|future|considered|considering|consider|next|either|unsure|against|without|because|due|caused|after|before|once|test|check|repeat|monitor|low|high|पहले',
  ),
);
/** The same after it. */
export const LEAVES_OPEN_AFTER: ReadonlySet<string> = new Set(
  forms(
    'took|tried|given|gave|had|was|were|previously|earlier|ago|yesterday|completed|finished|helped|failed|declined|declines|refused|refuses|considered|discussed|pending|unsure|later|था|थी|थे',
  ),
);
/** Right after it: what the laboratory says of it. */
export const MEASURED = /^(?:levels?|deficien\w+|tox\w+|tests?|resist\w+|sensitiv\w+|normal|low|high|raised|scan|score)$/;
/** Right before it, or after it over `is` and its like: it is not to be taken. */
export const NOT = /^(?:not|no|nil|isn't|don't|cannot|नहीं)$/;
export const IS = /^(?:is|are|was|should|must|has|have|be|been|:|-|–)$/;

/** Before an order these open a new thought, so that what stood before them is left behind. */
export const OPENS = /^(?:,|and|&|:|-|–|but|then|now|instead|please|still|also|you|should|is|are|be|been|\+)$/;

/** Words that may stand between what is said about a medicine and carry nothing themselves. */
export const JOINS = new Set(
  forms(
    ',|.|(|)|:|-|–|@|po|oral|orally|by|mouth|to|be|taken|take|for|x|×|a|the|of|each|max|maximum|total|course|dose|iv|im|sc|sl|eye|ear|nasal|only|as|की|का|को|तक|के|लें|लिए|है|।',
  ),
);
/** After these the dose is another one, or not each day's. */
export const CHANGES = new Set(
  forms(
    'then|followed|taper|tapering|tapered|reduce|reducing|reduced|increase|increasing|increased|titrate|titrated|double|halve|from|or|alternating|except|weekend|weekends|monday|tuesday|wednesday|thursday|friday|saturday|sunday|sundays|mon|tue|wed|thu|fri|sat|sun|फिर|या',
  ),
);
/** After the dose these open what is done besides: how often that is done is not how often the medicine is taken. */
export const CHECKS = /^(?:check|monitor|review|repeat|test|measure|record)$/;
/** Before a name these make another dose of the one that follows, unless `to` leads to the new one. */
export const CHANGES_DOSE = /^(?:increase[ds]?|reduce[ds]?|double[ds]?|halve[ds]?|half|decrease[ds]?|titrate[ds]?)$/;
/** What is to begin after one of these begins at a time that nobody knows yet. */
export const BEGINS = /^(?:(?:re)?start(?:s|ed|ing)?|commenced?|begin|resumed?)$/;
export const AT_A_TIME_TO_COME = /^(?:after|once|when|if|unless)$/;
