import type { Marker } from '../marker.ts';
import { adults } from './adult-range.ts';
import { multiplies } from './delta-limits.ts';

const hormone = { kind: 'quantity', category: 'thyroid', specimen: 'blood' } as const;

/** In pregnancy ranges go by trimester and Indian laboratories differ [?]: only the laboratory's own is used. */
export const thyroid: readonly Marker[] = [
  {
    ...hormone,
    id: 'tsh',
    loinc: { code: '3016-3', checked: 'L', also: ['11580-8'] },
    name: { en: 'Thyroid control hormone (TSH)', hi: 'थायरॉइड नियंत्रण हार्मोन (TSH)' },
    short: 'TSH',
    printedAs: [
      'TSH',
      'Thyroid stimulating hormone',
      'TSH ultrasensitive',
      'Ultrasensitive TSH',
      'TSH 3rd generation',
      'Thyrotropin',
      'TSH (ultrasensitive)',
    ],
    unit: 'm[IU]/L',
    decimals: 2,
    units: { 'u[IU]/mL': { per: [1, 1], decimals: 2 } },
    ranges: [adults({ from: '0.5', to: '4' })],
    plausible: { possible: { from: '0', to: '1500' }, usual: { from: '0', to: '100' } },
    deltas: multiplies('kept-steady', [14, '10']),
  },
  {
    ...hormone,
    id: 'free-t4',
    loinc: { code: '3024-7', checked: 'L' },
    name: { en: 'Free thyroid hormone T4', hi: 'फ़्री थायरॉइड हार्मोन T4' },
    short: 'FT4',
    printedAs: ['FT4', 'Free T4', 'Free thyroxine', 'Thyroxine free', 'T4 free', 'F T4'],
    unit: 'ng/dL',
    decimals: 2,
    // 776.87 g/mol.
    units: { 'pmol/L': { per: [77687, 1000000], decimals: 1 }, 'pg/mL': { per: [1, 10], decimals: 1 } },
    ranges: [adults({ from: '0.8', to: '1.8' })],
    plausible: { possible: { from: '0', to: '30' }, usual: { from: '0.2', to: '6' } },
    deltas: multiplies('kept-steady', [14, '4']),
  },
  {
    ...hormone,
    id: 'free-t3',
    loinc: { code: '3051-0', checked: 'L' },
    name: { en: 'Free thyroid hormone T3', hi: 'फ़्री थायरॉइड हार्मोन T3' },
    short: 'FT3',
    printedAs: ['FT3', 'Free T3', 'Free triiodothyronine', 'Triiodothyronine free', 'T3 free', 'F T3'],
    unit: 'pg/mL',
    decimals: 2,
    // 650.97 g/mol.
    units: { 'pmol/L': { per: [65097, 100000], decimals: 1 }, 'ng/dL': { per: [10, 1], decimals: 3 } },
    ranges: [adults({ from: '2.3', to: '4.2' })],
    plausible: { possible: { from: '0', to: '60' }, usual: { from: '1', to: '15' } },
    deltas: multiplies('kept-steady', [14, '4']),
  },
  {
    ...hormone,
    id: 't4',
    loinc: { code: '3026-2', checked: 'L' },
    name: { en: 'Thyroid hormone T4', hi: 'थायरॉइड हार्मोन T4' },
    short: 'T4',
    printedAs: ['T4', 'Total T4', 'Thyroxine', 'T4 total', 'Total thyroxine', 'Thyroxine total', 'Thyroxine (T4)', 'TT4'],
    unit: 'ug/dL',
    decimals: 2,
    // 776.87 g/mol.
    units: { 'nmol/L': { per: [77687, 1000000], decimals: 0 } },
    ranges: [adults({ from: '5', to: '12' })],
    plausible: { possible: { from: '0', to: '60' }, usual: { from: '1', to: '25' } },
    deltas: multiplies('kept-steady', [14, '4']),
  },
  {
    ...hormone,
    id: 't3',
    loinc: { code: '3053-6', checked: 'L' },
    name: { en: 'Thyroid hormone T3', hi: 'थायरॉइड हार्मोन T3' },
    short: 'T3',
    printedAs: [
      'T3',
      'Total T3',
      'Triiodothyronine',
      'T3 total',
      'Total triiodothyronine',
      'Triiodothyronine total',
      'Triiodothyronine (T3)',
      'TT3',
    ],
    unit: 'ng/dL',
    decimals: 0,
    // 650.97 g/mol.
    units: { 'nmol/L': { per: [65097, 1000], decimals: 2 }, 'ng/mL': { per: [100, 1], decimals: 2 } },
    ranges: [adults({ from: '80', to: '180' })],
    plausible: { possible: { from: '1', to: '2000' }, usual: { from: '30', to: '500' } },
    deltas: multiplies('kept-steady', [14, '4']),
  },
];
