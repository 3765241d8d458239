import type { Marker } from '../marker.ts';
import { adults, men, women } from './adult-range.ts';
import { REACTION } from './coded-values.ts';

const blood = { kind: 'quantity', category: 'inflammation', specimen: 'blood' } as const;
const infection = { kind: 'coded', category: 'inflammation', specimen: 'blood', values: REACTION } as const;

export const inflammation: readonly Marker[] = [
  {
    ...blood,
    id: 'esr',
    loinc: { code: '4537-7', checked: 'L' },
    name: { en: 'Settling speed of blood (ESR)', hi: 'ख़ून बैठने की रफ़्तार (ESR)' },
    short: 'ESR',
    printedAs: ['ESR', 'Erythrocyte sedimentation rate', 'ESR Westergren', 'ESR 1st hour', 'ESR (1 hour)', 'Sedimentation rate'],
    unit: 'mm/h',
    decimals: 0,
    units: {},
    unitSpellings: { mm: 'mm/h' },
    ranges: [women({ from: '0', to: '20' }), men({ from: '0', to: '15' })],
    plausible: { possible: { from: '0', to: '250' }, usual: { from: '0', to: '140' } },
    deltas: [],
  },
  {
    ...blood,
    id: 'crp',
    loinc: { code: '1988-5', checked: 'L' },
    name: { en: 'C-reactive protein (CRP)', hi: 'सी-रिएक्टिव प्रोटीन (CRP)' },
    short: 'CRP',
    printedAs: ['CRP', 'C reactive protein', 'C-reactive protein', 'CRP quantitative', 'C reactive protein quantitative'],
    unit: 'mg/L',
    decimals: 1,
    // The registry behind our codes lists CRP per dL: a tenth of the litre.
    units: { 'mg/dL': { per: [10, 1], decimals: 2 }, 'ug/mL': { per: [1, 1], decimals: 1 } },
    ranges: [adults({ to: '8' })],
    plausible: { possible: { from: '0', to: '1500' }, usual: { from: '0', to: '300' } },
    deltas: [],
  },
  {
    ...blood,
    id: 'hs-crp',
    loinc: { code: '30522-7', checked: 'L' },
    name: { en: 'Sensitive CRP (hs-CRP)', hi: 'संवेदनशील CRP (hs-CRP)' },
    short: 'hs-CRP',
    printedAs: [
      'hs-CRP',
      'High sensitivity CRP',
      'High sensitivity C reactive protein',
      'CRP high sensitivity',
      'hsCRP',
      'hs C reactive protein',
    ],
    unit: 'mg/L',
    decimals: 2,
    units: { 'mg/dL': { per: [10, 1], decimals: 3 }, 'ug/mL': { per: [1, 1], decimals: 2 } },
    ranges: [
      adults(
        { below: '1' },
        {
          bands: [
            { degree: 'little-above', bounds: { from: '1', to: '3' } },
            { degree: 'far-above', bounds: { above: '3' } },
          ],
        },
      ),
    ],
    plausible: { possible: { from: '0', to: '1000' }, usual: { from: '0', to: '30' } },
    deltas: [],
  },
  {
    ...infection,
    id: 'hbsag',
    loinc: { code: '5196-1', checked: 'k' },
    name: { en: 'Hepatitis B test (HBsAg)', hi: 'हेपेटाइटिस बी की जाँच (HBsAg)' },
    short: 'HBsAg',
    printedAs: ['HBsAg', 'Hepatitis B surface antigen', 'HBsAg rapid', 'Australia antigen', 'HBs Ag'],
  },
  {
    ...infection,
    id: 'hiv',
    loinc: { code: '31201-7', checked: 'k' },
    name: { en: 'HIV test', hi: 'एचआईवी की जाँच' },
    short: 'HIV',
    printedAs: [
      'HIV',
      'HIV I and II',
      'HIV 1 and 2 antibodies',
      'HIV 1 & 2',
      'HIV I & II antibodies',
      'HIV antibody',
      'Anti HIV',
      'HIV 1 and 2',
      'HIV I & II',
    ],
  },
  {
    ...infection,
    id: 'rpr',
    loinc: { code: '20507-0', checked: 'k' },
    name: { en: 'Syphilis test (RPR)', hi: 'सिफलिस की जाँच (RPR)' },
    short: 'RPR',
    printedAs: ['RPR', 'Rapid plasma reagin', 'RPR test'],
  },
  {
    ...infection,
    id: 'vdrl',
    loinc: { code: '5292-8', checked: 'k' },
    name: { en: 'Syphilis test (VDRL)', hi: 'सिफलिस की जाँच (VDRL)' },
    short: 'VDRL',
    printedAs: ['VDRL', 'VDRL test', 'VDRL slide test'],
  },
];
