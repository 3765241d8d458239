import type { Marker, QuantityMarker } from '../marker.ts';
import { adults } from './adult-range.ts';
import { moves, multiplies } from './delta-limits.ts';

const measure = { kind: 'quantity', category: 'body', specimen: 'body' } satisfies Partial<QuantityMarker>;
const count = { ...measure, unit: '{#}', decimals: 0, units: {}, unitSpellings: { '': '{#}' }, ranges: [], deltas: [] };

/** The sex of an unborn child is never stored or shown (PC-PNDT Act): no marker here may hold it. */
export const body: readonly Marker[] = [
  {
    ...measure,
    id: 'weight',
    loinc: { code: '29463-7', checked: 'W' },
    name: { en: 'Weight', hi: 'वज़न' },
    short: 'Wt',
    printedAs: ['Weight', 'Body weight'],
    unit: 'kg',
    decimals: 1,
    // The pound is 0.45359237 kg by definition.
    units: { '[lb_av]': { per: [45359237, 100000000], decimals: 1 }, g: { per: [1, 1000], decimals: 0 } },
    ranges: [],
    plausible: { possible: { from: '0.2', to: '700' }, usual: { from: '2', to: '200' } },
    deltas: multiplies('body-changes-slowly', [7, '1.1'], [60, '1.25']),
  },
  {
    ...measure,
    id: 'height',
    loinc: { code: '8302-2', checked: 'W' },
    name: { en: 'Height', hi: 'लंबाई' },
    short: 'Ht',
    printedAs: ['Height', 'Body height', 'Stature', 'Length'],
    unit: 'cm',
    decimals: 0,
    // The inch is 2.54 cm by definition.
    units: {
      m: { per: [100, 1], decimals: 2 },
      '[in_i]': { per: [254, 100], decimals: 1 },
      '[ft_i]': { per: [3048, 100], decimals: 2 },
    },
    ranges: [],
    plausible: { possible: { from: '20', to: '280' }, usual: { from: '40', to: '210' } },
    // Babies grow 3 cm in a month.
    deltas: moves('body-changes-slowly', [30, '5'], [180, '15']),
  },
  {
    ...measure,
    id: 'bmi',
    loinc: { code: '39156-5', checked: 'W' },
    name: { en: 'Weight for height (BMI)', hi: 'लंबाई के हिसाब से वज़न (BMI)' },
    short: 'BMI',
    printedAs: ['BMI', 'Body mass index'],
    unit: 'kg/m2',
    decimals: 1,
    units: {},
    // The limits for Asian Indians; WHO's for all is 18.5-24.9.
    ranges: [
      adults(
        { from: '18.5', below: '23' },
        {
          source: 'indian-practice',
          bands: [
            { degree: 'little-above', bounds: { from: '23', below: '25' } },
            { degree: 'far-above', bounds: { from: '25' } },
          ],
        },
      ),
    ],
    plausible: { possible: { from: '5', to: '150' }, usual: { from: '11', to: '60' } },
    deltas: multiplies('body-changes-slowly', [7, '1.1'], [60, '1.25']),
  },
  {
    ...measure,
    id: 'fundal-height',
    loinc: { code: '11881-0', checked: 'W' },
    name: { en: 'Height of the womb', hi: 'बच्चेदानी की ऊँचाई' },
    short: 'SFH',
    printedAs: ['SFH', 'Fundal height', 'Symphysis fundal height'],
    unit: 'cm',
    decimals: 0,
    units: {},
    ranges: [],
    plausible: { possible: { from: '5', to: '60' }, usual: { from: '8', to: '45' } },
    deltas: moves('body-changes-slowly', [7, '5']),
  },
  {
    ...measure,
    id: 'gestational-age',
    loinc: { code: '18185-9', checked: 'W' },
    name: { en: 'Length of pregnancy', hi: 'गर्भावस्था का समय' },
    short: 'GA',
    printedAs: ['GA', 'Gestational age', 'Period of gestation', 'POG'],
    unit: 'd',
    decimals: 0,
    units: { wk: { per: [7, 1], decimals: 0 } },
    ranges: [],
    plausible: { possible: { from: '0', to: '330' }, usual: { from: '28', to: '301' } },
    deltas: [],
  },
  {
    ...count,
    id: 'gravida',
    loinc: { code: '11996-6', checked: 'W' },
    name: { en: 'Pregnancies so far', hi: 'अब तक कितनी बार गर्भ ठहरा' },
    short: 'G',
    printedAs: ['Gravida', 'Gravidity'],
    plausible: { possible: { from: '0', to: '30' }, usual: { from: '0', to: '12' } },
  },
  {
    ...count,
    id: 'parity',
    loinc: { code: '11977-6', checked: 'k' },
    name: { en: 'Births so far', hi: 'अब तक कितने जन्म' },
    short: 'P',
    printedAs: ['Parity', 'Para'],
    plausible: { possible: { from: '0', to: '25' }, usual: { from: '0', to: '10' } },
  },
];
