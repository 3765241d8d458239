import type { CodedMarker } from '../marker.ts';

type Values = CodedMarker['values'];

/** What a test strip shows, in rising order. */
export const URINE_STRIP: Values = [
  { code: 'negative', name: { en: 'None', hi: 'नहीं' }, printedAs: ['Negative', 'Nil', 'Absent', 'Not detected', 'Neg', '-'] },
  { code: 'trace', name: { en: 'A trace', hi: 'बहुत थोड़ा' }, printedAs: ['Trace', 'Traces', 'Present (trace)', '+/-', '±'] },
  { code: '1+', name: { en: '1+', hi: '1+' }, printedAs: ['+', '1+', '+1', 'Present (+)', 'Present +', 'Present 1+'] },
  { code: '2+', name: { en: '2+', hi: '2+' }, printedAs: ['++', '2+', '+2', 'Present (++)', 'Present ++', 'Present 2+'] },
  { code: '3+', name: { en: '3+', hi: '3+' }, printedAs: ['+++', '3+', '+3', 'Present (+++)', 'Present +++', 'Present 3+'] },
  { code: '4+', name: { en: '4+', hi: '4+' }, printedAs: ['++++', '4+', '+4', 'Present (++++)', 'Present ++++', 'Present 4+'] },
];

/** What an infection test says. It is told in the laboratory's words: what it means is for a doctor to say. */
export const REACTION: Values = [
  {
    code: 'negative',
    name: { en: 'Not found (non-reactive)', hi: 'नहीं मिला (नॉन-रिएक्टिव)' },
    printedAs: ['Negative', 'Non reactive', 'Non-reactive', 'Nonreactive', 'Not detected', 'Neg'],
  },
  {
    code: 'borderline',
    name: { en: 'Not clear', hi: 'साफ़ नहीं' },
    printedAs: ['Borderline', 'Equivocal', 'Indeterminate', 'Weakly reactive', 'Grey zone'],
  },
  { code: 'positive', name: { en: 'Found (reactive)', hi: 'मिला (रिएक्टिव)' }, printedAs: ['Positive', 'Reactive', 'Detected', 'Pos'] },
];
