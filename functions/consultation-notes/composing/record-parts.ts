import { read } from '../reading/facts.ts';
import type { Heading, Segment } from '../reading/segments.ts';
import { isContent } from '../reading/tokens.ts';

/** Where a segment stands in a record, in the order in which a clinician reads. */
export type Part =
  | 'history'
  | 'risk-factors'
  | 'past-medical'
  | 'past-surgical'
  | 'obstetric'
  | 'medicines'
  | 'allergies'
  | 'family'
  | 'social'
  | 'examination'
  | 'investigations'
  | 'impression'
  | 'plan';

export const PARTS: readonly Part[] = [
  'history',
  'risk-factors',
  'past-medical',
  'past-surgical',
  'obstetric',
  'medicines',
  'allergies',
  'family',
  'social',
  'examination',
  'investigations',
  'impression',
  'plan',
];

const BY_HEADING: Record<Heading, Part> = {
  complaint: 'history',
  history: 'history',
  systems: 'history',
  'risk-factors': 'risk-factors',
  'past-medical': 'past-medical',
  'past-surgical': 'past-surgical',
  obstetric: 'obstetric',
  medicines: 'medicines',
  allergies: 'allergies',
  family: 'family',
  social: 'social',
  examination: 'examination',
  observations: 'examination',
  investigations: 'investigations',
  impression: 'impression',
  differential: 'impression',
  'assessment-and-plan': 'plan',
  plan: 'plan',
  'follow-up': 'plan',
};

const EXAMINED =
  /^(?:looks|appears|appeared|looked|video assessment|chest clear|abdomen soft|abdo soft|throat (?:red|clear|normal|congested)|alert|comfortable at rest|heart sounds|height\b|weight\b|wt\b|ht\b|bmi\b|bp\b|pulse\b|spo2|temp\b|temperature\b|afebrile|T \d|P \d|HR \d|RR \d)/i;
const PLANNED =
  /^(?:review|r\/v|f\/u|safety.?net|refer|advised?\b|time off|to self certify|if no better|if not better|if worse|if any|if symptoms|prescribe|start |continue |stop |increase |reduce |arrange|check |send |book |repeat |return|come back|expect to|tca|admit|discharge|rest\b|push fluids|encourage|for (?:review|bloods|x))/i;
const DIAGNOSED = /\b(?:most likely d|likely (?:diagnosis|dx|migraine|viral|cause)|diagnosis is|disgnosis is|dx is|working diagnosis)/i;
const ALLERGIC = /^(?:\(?\w+\)? )?(?:there (?:is|are) )?(?:no )?(?:known )?(?:drug )?allerg(?:y|ies|ic)\b/i;
const TAKES_NO_MEDICINE =
  /^(?:nil|no) (?:regular )?(?:meds|medication|medications|medicines|drugs|sig drug history|significant drug history)\b/i;

/** Parts that stand after the story: text without a label after one of them is no longer the story. */
const BACKGROUND = new Set<Part>([
  'past-medical',
  'past-surgical',
  'medicines',
  'allergies',
  'family',
  'social',
  'examination',
  'investigations',
  'impression',
  'plan',
]);

/** Under `Assessment and plan` each problem is named on a line of its own before what is to be done. */
const isDiagnosis = (text: string): boolean => {
  const { tokens, facts } = read(text, true);
  const named = (at: number): boolean => facts.some((fact) => fact.kind === 'finding' && fact.first <= at && at <= fact.last);
  return facts.some((fact) => fact.kind === 'finding') && tokens.every((token, at) => !isContent(token) || named(at));
};

/** Assigns each segment to a part: by the doctor's label, and by its words where there is none or the label is not for it. */
export const partsOf = (segments: readonly Segment[]): Map<Part, Segment[]> => {
  const parts = new Map<Part, Segment[]>(PARTS.map((part) => [part, []]));
  let afterStory = false;
  for (const segment of segments) {
    const labelled = segment.heading && BY_HEADING[segment.heading];
    let part: Part = labelled ?? 'history';
    if (labelled === undefined) {
      if (TAKES_NO_MEDICINE.test(segment.text)) part = 'medicines';
      else if (EXAMINED.test(segment.text)) part = 'examination';
      else if (afterStory && PLANNED.test(segment.text)) part = 'plan';
    }
    if ((part === 'past-medical' || part === 'medicines') && ALLERGIC.test(segment.text)) part = 'allergies';
    if (part === 'plan' && (DIAGNOSED.test(segment.text) || (segment.heading === 'assessment-and-plan' && isDiagnosis(segment.text))))
      part = 'impression';
    if (labelled && BACKGROUND.has(labelled)) afterStory = true;
    parts.get(part)?.push(segment);
  }
  return parts;
};

export const ACTION_IN_IMPRESSION =
  /\b(?:need|needs|needed|exclude|rule out|r\/o|urgent|urgently|refer|arrange|consider|called|handed over)\b/i;
const NOT_AN_ACTION = /\b(?:patient|pt) (?:understands|understood|agrees|agreed|is happy|happy with|aware|verbalis|verbaliz)/i;

/** The segments that say what is to be done: the plan, and what else the impression asks for. */
export const actionsOf = (parts: Map<Part, Segment[]>): Segment[] =>
  [
    ...(parts.get('impression') ?? []).filter((segment) => ACTION_IN_IMPRESSION.test(segment.text)),
    ...(parts.get('plan') ?? []).filter((segment) => !NOT_AN_ACTION.test(segment.text)),
  ].sort((left, right) => left.number - right.number);

/** Said among colleagues, or about the patient and not to them. */
export const NOT_FOR_PATIENTS =
  /\b(?:(?:patient|pt) (?:understands|understood|agrees|agreed|is happy|happy with|aware)|handed over|explained above|stayed on line|name (?:and dob )?confirmed|safety.?netted$)/i;
