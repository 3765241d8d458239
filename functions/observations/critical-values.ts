import type { CalendarDate } from '../shared/values.ts';
import { isWithin, stretch } from './bounds.ts';
import { mayAlert, type Source } from './certainty.ts';
import type { Bounds, ForWhom, MarkerWords } from './marker.ts';
import { holdsFor, type Person } from './reference-range.ts';
import { SOURCES, type SourceId } from './sources.ts';
import { type Result, stretchOf } from './status.ts';

/** What to do, where a source is certain. 112 is the one number for all emergencies (FACTS.md 9). */
export type NextStep = 'call-doctor-today' | 'call-112';

/** A level at which somebody must act. In the marker's storage unit. */
export type CriticalLimit = ForWhom & { marker: string; bounds: Bounds; step: NextStep; source: SourceId; words?: MarkerWords };

/**
 * The rule needs a second reading and a sign of danger before it is an emergency: a single reading cannot tell, so the words
 * give both. Signs as in WHO's decision table 17.
 */
const pressureInPregnancy: MarkerWords = {
  en: 'Call your doctor today. Sit for 5 minutes and measure again. Is it high again? Do you also have a bad headache, blurred sight, vomiting, dizziness or upper belly pain? Then call 112 now.',
  hi: 'आज ही डॉक्टर को फ़ोन करें। 5 मिनट बैठें और फिर नापें। क्या फिर भी ज़्यादा है? साथ में तेज़ सिरदर्द, धुंधला दिखना, उल्टी, चक्कर या ऊपरी पेट में दर्द है? तो अभी 112 पर फ़ोन करें।',
};

const NEWBORN: ForWhom = { age: { before: { count: 28, unit: 'day' } } };
const PREGNANT: ForWhom = { pregnant: true };

/**
 * From FACTS.md 2 and 5. All but the first two are marked [K] or [?]: they are listed with their source and stay silent until
 * a clinician signs them (certainty.ts).
 */
export const CRITICAL_LIMITS: readonly CriticalLimit[] = [
  {
    marker: 'systolic',
    ...PREGNANT,
    bounds: { from: '140' },
    step: 'call-doctor-today',
    source: 'who-anc-dt17',
    words: pressureInPregnancy,
  },
  {
    marker: 'diastolic',
    ...PREGNANT,
    bounds: { from: '90' },
    step: 'call-doctor-today',
    source: 'who-anc-dt17',
    words: pressureInPregnancy,
  },
  { marker: 'systolic', ...PREGNANT, bounds: { from: '160' }, step: 'call-112', source: 'general' },
  { marker: 'diastolic', ...PREGNANT, bounds: { from: '110' }, step: 'call-112', source: 'general' },
  { marker: 'systolic', bounds: { from: '180' }, step: 'call-doctor-today', source: 'urgent-pressure' },
  { marker: 'diastolic', bounds: { from: '120' }, step: 'call-doctor-today', source: 'urgent-pressure' },
  { marker: 'oxygen', bounds: { below: '90' }, step: 'call-112', source: 'general' },
  { marker: 'haemoglobin', bounds: { below: '7' }, step: 'call-doctor-today', source: 'general' },
  { marker: 'platelets', bounds: { below: '20' }, step: 'call-doctor-today', source: 'general' },
  { marker: 'sodium', bounds: { below: '120' }, step: 'call-doctor-today', source: 'general' },
  { marker: 'sodium', bounds: { above: '160' }, step: 'call-doctor-today', source: 'general' },
  { marker: 'potassium', bounds: { below: '2.8' }, step: 'call-doctor-today', source: 'general' },
  { marker: 'potassium', bounds: { above: '6.2' }, step: 'call-doctor-today', source: 'general' },
  { marker: 'temperature', ...NEWBORN, bounds: { below: '35.5' }, step: 'call-112', source: 'general' },
  { marker: 'temperature', ...NEWBORN, bounds: { from: '37.5' }, step: 'call-112', source: 'general' },
  { marker: 'breathing-rate', ...NEWBORN, bounds: { from: '60' }, step: 'call-112', source: 'general' },
];

const STEP_WORDS: Record<NextStep, MarkerWords> = {
  'call-doctor-today': {
    en: 'Call your doctor today about this result. If you feel very unwell, call 112 now.',
    hi: 'इस नतीजे के बारे में आज ही डॉक्टर को फ़ोन करें। तबीयत बहुत ख़राब लगे तो अभी 112 पर फ़ोन करें।',
  },
  'call-112': { en: 'Call 112 now. Say this result.', hi: 'अभी 112 पर फ़ोन करें। यह नतीजा बताएँ।' },
};

export type CriticalValue = { limit: CriticalLimit; source: Source; alert: boolean; words?: MarkerWords };

/**
 * The limits that a result passes as a whole, those that may alert first. One that may not has no words: it is shown with its
 * source and tells nobody what to do.
 */
export const criticalValuesOf = (
  marker: string,
  result: Result,
  { person, sampledOn }: { person: Person; sampledOn: CalendarDate },
): CriticalValue[] =>
  CRITICAL_LIMITS.filter(
    (limit) => limit.marker === marker && holdsFor(limit, person, sampledOn) && isWithin(stretchOf(result), stretch(limit.bounds)),
  )
    .map((limit) => {
      const source = SOURCES[limit.source];
      return mayAlert(source)
        ? { limit, source, alert: true, words: limit.words ?? STEP_WORDS[limit.step] }
        : { limit, source, alert: false };
    })
    .sort((one, other) => Number(other.alert) - Number(one.alert));
