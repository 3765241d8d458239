import { DRUG_SHORTHAND, DRUGS, looksLikeDrug } from './drugs.ts';
import { forms } from './phrases.ts';
import { tokensOf } from './tokens.ts';

/** The part of a consultation to which a label in the notes assigns what follows. */
export type Heading =
  | 'complaint'
  | 'history'
  | 'past-medical'
  | 'past-surgical'
  | 'medicines'
  | 'allergies'
  | 'family'
  | 'social'
  | 'obstetric'
  | 'examination'
  | 'observations'
  | 'investigations'
  | 'impression'
  | 'differential'
  | 'assessment-and-plan'
  | 'plan'
  | 'follow-up'
  | 'risk-factors'
  | 'systems';

/** Labels that are never the first words of a sentence: they count with a mark after them or with none. */
const LABELS: Record<Heading, string> = {
  complaint:
    'pc|p/c|c/o|℅|k/c/o|presenting complaint|presenting complaints|chief complaint|chief complaints|cc|complaint|complaints|reason for visit|reason for consultation|rfe',
  history:
    'hpc|hopc|hpi|hopi|hx|history|history of presenting complaint|history of present illness|history of presenting illness|presenting history|subjective|genhx|ho',
  'past-medical':
    'pmh|pmhx|phmx|p.m.h|pmx|pasthx|past medical history|past history|past hx|past mh|past medical hx|medical history|past medical|comorbidities|co-morbidities|comorbids|pastmedicalhx|h/o',
  'past-surgical': 'psh|pshx|past surgical history|past surgical hx|surgical history|pastsurgical',
  medicines:
    'dh|dhx|d/h|drug history|drug hx|drhx|medication|medications|meds|medicines|current medication|current medications|current meds|regular medication|regular medications|regular meds|drugs|treatment history|on treatment|current treatment',
  allergies: 'allergy|allergies|all|drug allergies|drug allergy|known allergies',
  family: 'fh|fhx|f/h|family history|family hx|fam hx|fam history|fam/sochx',
  social: 'sh|shx|s/h|social history|social hx|soc hx|personal history|personal hx|habits',
  obstetric: 'obstetric history|obs hx|obs history|gyn hx|gynae history|menstrual history|menstrual hx|m/h|o/h',
  examination:
    'o/e|oe|on examination|on exam|ex|exam|examination|physical exam|physical examination|objective|clinical examination|p/e|clinically',
  observations: 'obs|observations|vitals|vital signs|v/s',
  investigations: 'ix|inv|investigation|investigations|results|labs|diagnostics',
  impression:
    'imp|impression|dx|diagnosis|diagnoses|assessment|working diagnosis|provisional diagnosis|prov dx|prov diagnosis|clinical impression',
  differential: 'ddx|d/d|dd|differential|differentials|differential diagnosis|differential diagnoses',
  'assessment-and-plan': 'assessment and plan|assessment & plan|a/p|a&p|impression and plan|imp and plan|imp/plan',
  plan: 'plan|rx|mx|tx|treatment|management|advice|adv|plan of care|recommendations|action|actions|disposition|instructions',
  'follow-up': 'f/u|fu|follow up|follow-up|followup|r/v|review|safety net|safety netting|safety-net|safety-netting',
  'risk-factors': 'risk factors|risks|rf',
  systems: 'ros|review of systems|systems review|systemic review|s/e|systemic enquiry|systems enquiry',
};

/** Labels that need no mark after them when they open a line: nobody opens a sentence with these. */
const BARE = new Set(
  forms(
    'pc|c/o|℅|inv|adv|dx|hpc|hopc|hpi|pmh|pmhx|phmx|psh|pshx|dh|dhx|fh|fhx|sh|shx|o/e|imp|ddx|ix|plan|hx|past medical history|past surgical history|family history|social history|drug history|k/c/o|h/o|on examination|allergies|impression|presenting complaint|chief complaint',
  ),
);

/** Labels that need no mark amid a line either, where a sentence or clause ends before them and they are written with a capital. */
const BARE_INLINE = new Set(forms('pmh|pmhx|psh|dh|dhx|fh|fhx|sh|shx|o/e|imp|impression|dx|ddx|ix|inv|plan|adv'));

/** Orders that are labels before a medicine and verbs before anything else: `Rx pcm 500 tds`, `Rx empirically`. */
const BARE_BEFORE_MEDICINE = new Set(forms('rx|tx|mx'));

/** Labels whose words belong to what is said when no mark follows: `Review in 5 days`, `c/o fever`. */
export const KEPT_WORDS = new Set(forms('h/o|k/c/o|c/o|℅'));

const byLabel = new Map<string, Heading>();
for (const [heading, list] of Object.entries(LABELS) as [Heading, string][]) {
  for (const label of forms(list)) if (!byLabel.has(label)) byLabel.set(label, heading);
}

/** Labels that are also orders. */
const ORDERS = new Set(
  forms(
    'r/v|review|follow up|follow-up|followup|f/u|fu|safety net|safety-net|treatment|advice|adv|rx|tx|action|actions|exam|inv|investigations|ix|meds|drugs',
  ),
);

const LONGEST_LABEL = Math.max(...[...byLabel.keys()].map((label) => label.length));

/** What a bare label must not be followed by, because it then is part of a sentence: `history of asthma`, `PMH of CVA`. */
const CONTINUES = /^(?:of|is|was|and|or|taking|shows?|suggests?)\b/i;
/** Amid a line there is more that may go on after a word that looks like a label: `Dx with asthma`, `Plan discussed`. */
const CONTINUES_INLINE =
  /^(?:with|in|since|at|by|from|for|as|to|on|not|nil|no|none|discussed|explained|made|agreed|changed|unclear|b|c)\b/i;

const FORM_OF_MEDICINE = /^(?:tabs?|tablets?|caps?|capsules?|inj|syp|syr|oint|gel|cream|drops?|neb|inhaler)\b/i;
const opensWithMedicine = (text: string): boolean => {
  const [first] = tokensOf(text);
  const word = first?.word ?? '';
  return FORM_OF_MEDICINE.test(text) || medicineNames().has(word) || DRUG_SHORTHAND[word] !== undefined || looksLikeDrug(word);
};
let names: Set<string> | undefined;
const medicineNames = (): Set<string> => {
  names ??= new Set(DRUGS.flatMap(({ name, forms: known }) => [name, ...known]).map((name) => name.toLowerCase()));
  return names;
};

export type HeadingMatch = { heading: Heading; label: string; end: number };

/**
 * The label that opens `line` at `from`, if one does, with the marks after it. Letter case and inner spaces do not count.
 * `inline`: amid a line only a short label with a colon, or one in capitals after the end of a clause, counts, so that prose is left alone.
 */
export const headingAt = (line: string, from: number, inline = false): HeadingMatch | undefined => {
  const window = line.slice(from, from + LONGEST_LABEL + 8);
  const words = window.toLowerCase();
  for (let length = Math.min(LONGEST_LABEL, words.length); length > 0; length -= 1) {
    const label = words.slice(0, length);
    const heading = byLabel.get(label);
    if (heading === undefined) continue;
    const after = line.slice(from + length, from + length + 40);
    if (/^[\p{L}\p{N}\p{M}]/u.test(after)) continue;
    const end = labelEnd(line, from, length, label, inline);
    if (end === undefined) continue;
    return { heading, label, end };
  }
  return undefined;
};

const labelEnd = (line: string, from: number, length: number, label: string, inline: boolean): number | undefined => {
  const after = line.slice(from + length, from + length + 60);
  const upper = /[A-Z]/.test(line.slice(from, from + length));
  const colon = /^\.?\s{0,3}(?::-|:|;|=)\s*/.exec(after);
  if (colon) return inline && !upper ? undefined : from + length + colon[0].length;
  const space = /^\.?\s+/.exec(after);
  const rest = space ? line.slice(from + length + space[0].length) : '';
  if (space && BARE_BEFORE_MEDICINE.has(label) && (upper || !inline) && opensWithMedicine(rest)) return from + length + space[0].length;
  if (inline) {
    const bare = space && upper && BARE_INLINE.has(label) && /^[\p{L}\p{N}?]/u.test(rest);
    return bare && !CONTINUES.test(rest) && !CONTINUES_INLINE.test(rest) ? from + length + space[0].length : undefined;
  }
  const dash =
    /^\s{0,3}[#–—-]{1,2}(?:\s+|(?=\d+[.)])|$)/.exec(after) ??
    (label.length > 2 && label !== 'all' ? /^-(?=\p{L})(?!\w+er\b)/u.exec(after) : null);
  if (label === 'ex' && /^\s?-\s?(?:smok|drink|alcohol|heavy|wife|husband)/i.test(after)) return undefined;
  if (dash && (upper || label.length > 2)) return from + length + dash[0].length;
  if (/^[\s.]*$/.test(line.slice(from + length))) {
    // `Review` on a line of its own is an item of the plan; `REVIEW` is a title.
    const title = /^[A-Z\s/&]{4,}$/.test(line.slice(from, from + length));
    return title || !ORDERS.has(label) ? line.length : undefined;
  }
  const compound = /^\s*(?:and|&|\/|,)\s*([a-z/]{2,6})\s*[:;-]\s*/i.exec(after);
  if (compound && byLabel.has((compound[1] ?? '').toLowerCase())) return from + length + compound[0].length;
  return space && BARE.has(label) && !CONTINUES.test(rest) ? from + length + space[0].length : undefined;
};
