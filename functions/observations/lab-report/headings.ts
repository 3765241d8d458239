/** What a heading says of the rows below it. */
export type Section = { readonly specimen: 'blood' | 'urine' | 'other' | 'unknown'; readonly absolute: boolean };

const URINE = /\burin(?:e|ary|alysis)\b|\bc\.?u\.?e\b|\bu\/r\b/i;
const OTHER =
  /\b(?:stool|fa?ec(?:es|al)|semen|seminal|sputum|csf|cerebro ?spinal|pleural|ascitic|peritoneal|synovial|body fluid|swab|pus culture)\b/i;
const BLOOD =
  /\b(?:ha?emat\w*|cbc|ha?emogram|blood|biochem\w*|lipids?|liver|renal|kidney|thyroid|diabet\w*|glyc\w*|sugar|vitamins?|iron|ana?emia|electrolytes?|serolog\w*|immuno\w*|hormones?|endocrin\w*|coagulation|inflammat\w*|cardiac|arthritis|pancrea\w*|bone|minerals?|serum|plasma|differential|d\.?l\.?c|indices|l\.?f\.?t|r\.?f\.?t|k\.?f\.?t|t\.?f\.?t)\b/i;
/** Parts of the examination of urine, whose headings do not name it again. */
const PART = /\b(?:physical|chemical|microscop\w*)\b/i;
const ABSOLUTE = /\babsolute\b/i;

/** The section that a line of words opens, or undefined if it opens none that is known. */
export const sectionOf = (text: string, before: Section): Section | undefined => {
  const absolute = ABSOLUTE.test(text);
  if (URINE.test(text)) return { specimen: 'urine', absolute };
  if (OTHER.test(text)) return { specimen: 'other', absolute };
  if (PART.test(text) && before.specimen !== 'blood') return before;
  if (BLOOD.test(text)) return { specimen: 'blood', absolute };
  return absolute ? { ...before, absolute } : undefined;
};

export const NO_SECTION: Section = { specimen: 'unknown', absolute: false };

const NOTES =
  /^[\s*•#-]*(?:interpretations?|interpretive|comments?|notes?|nb|remarks?|clinical (?:significance|utility|notes?|use|correlation|history|background)|reference (?:guide|table|ranges? for)|impression|advi[cs]ed?|suggest\w*|disclaimer|conditions of|explanation|increased|decreased|limitations?|associated tests?|as per|according to|guidelines?|recommended|criteria|classification|risk (?:category|stratification)|values? (?:in|above|below)|uses?|causes?|kindly|please|this (?:test|report|assay)|results? (?:relate|should|may)|end of (?:the )?report|\*+ ?end)\b/i;

/** Whether a line opens words about results (grades, advice, what a test is for), whose numbers are nobody's results. */
export const opensNotes = (text: string): boolean => NOTES.test(text);

const ADMIN =
  /\b(?:name|age|sex|gender|patient|mr|mrs|ms|dr|doctor|ref(?:erred)? by|reg(?:istration)?\.? ?(?:no|id|date)|lab(?:oratory)? ?(?:no|id)|sample (?:no|id|type|coll\w*|rec\w*)|bar ?code|visit|uhid|mrn|ip no|op no|bill|invoice|amount|total amount|paid|rs\.?|mobile|phone|tel|ph|fax|e-?mail|www|website|address|pin ?code|date|time|collected|collection|received|reported|registered|printed|page|gstin|nabl|iso|accession|client|centre|center|branch|status|mc-?\d+)\b|[₹@]/i;

/** Whether a text is about the report, the person or the bill. */
export const isAdministrative = (text: string): boolean => ADMIN.test(text);
