import * as z from 'zod';

import { CalendarDate } from '../shared/values.ts';
import { Certainty, type Source } from './certainty.ts';

const checkedOn = CalendarDate.parse('2026-11-20');
const unsigned = { checkedOn, reviewedBy: null };
const { S, S2, K, '?': DISPUTED } = Certainty.enum;

/** Where each figure of the catalogue comes from, as FACTS.md marks it. Sections are those of FACTS.md. */
export const SOURCES = {
  /** Section 5: adult, non-pregnant ranges "[K] after ABIM 2024", as a whole. */
  'abim-2024': {
    name: 'ABIM Laboratory Reference Ranges',
    url: 'https://www.medilib.ir/uptodate/show/115286',
    dated: '2024',
    certainty: K,
    ...unsigned,
  },
  /** Section 5, columns and notes that name no source. */
  general: { name: 'General medical knowledge', certainty: K, ...unsigned },
  /** Section 5, "Age bands for Hb (WHO)", and its cut-offs for grown-ups and ferritin. */
  'who-anaemia': { name: 'WHO, haemoglobin and ferritin cut-offs', certainty: K, ...unsigned },
  /** Section 5: 10.5 since 2024, 11.0 before. */
  'who-anaemia-2024': { name: 'WHO, haemoglobin cut-offs of 2024', dated: '2024', certainty: DISPUTED, ...unsigned },
  /** Section 2, anaemia in pregnancy: "< 11.0 g/dL [S, WHO ANCConfig]". */
  'who-anc-config': {
    name: 'WHO SMART Guidelines, antenatal care, ANCConfig',
    url: 'https://github.com/WorldHealthOrganization/smart-anc/blob/main/input/cql/ANCConfig.cql',
    certainty: S,
    ...unsigned,
  },
  /** Section 2, danger signs: "BP >= 140 or >= 90 repeated + … [S] (ANCDT17)". */
  'who-anc-dt17': {
    name: 'WHO SMART Guidelines, antenatal care, decision table 17',
    url: 'https://github.com/WorldHealthOrganization/smart-anc/blob/main/input/cql/ANCDT17.cql',
    certainty: S,
    ...unsigned,
  },
  /** Section 2: "75 g glucose irrespective of last meal, 2-h plasma >= 140 mg/dL [S2]". */
  'mohfw-gdm': { name: 'MoHFW guideline on glucose in pregnancy (DIPSI)', certainty: S2, ...unsigned },
  /** Section 5, BMI for Asian Indians, and blood pressure "(India)": neither names a document. */
  'indian-practice': { name: 'Indian practice', certainty: K, ...unsigned },
  /** Section 5: ">=180/110-120 urgent". At 120 both agree. */
  'urgent-pressure': { name: 'General medical knowledge; sources disagree', certainty: DISPUTED, ...unsigned },
} as const satisfies Record<string, Source>;

export type SourceId = keyof typeof SOURCES;
export const SourceId = z.enum(Object.keys(SOURCES) as [SourceId, ...SourceId[]]);
