import type { Marker } from '../marker.ts';
import { adults } from './adult-range.ts';
import { moves, multiplies } from './delta-limits.ts';
import { GLUCOSE } from './unit-forms.ts';

const sugar = { kind: 'quantity', category: 'glucose', specimen: 'blood', unit: 'mg/dL', decimals: 0, units: GLUCOSE } as const;

export const glucose: readonly Marker[] = [
  {
    ...sugar,
    id: 'fasting-glucose',
    loinc: { code: '1558-6', checked: 'L' },
    name: { en: 'Fasting sugar', hi: 'खाली पेट शुगर' },
    short: 'FBS',
    printedAs: [
      'FBS',
      'Fasting glucose',
      'Glucose fasting',
      'Fasting blood sugar',
      'Fasting blood glucose',
      'Fasting plasma glucose',
      'FPG',
      'FBG',
      'Blood sugar (F)',
      'Glucose (F)',
      'Sugar fasting',
    ],
    ranges: [
      // Written 70-99 and 100-125 for whole numbers: 99.5 belongs to the first and 125.5 to the second.
      adults(
        { from: '70', below: '100' },
        {
          bands: [
            { degree: 'little-above', bounds: { from: '100', below: '126' } },
            { degree: 'far-above', bounds: { from: '126' } },
          ],
        },
      ),
    ],
    plausible: { possible: { from: '5', to: '2500' }, usual: { from: '40', to: '400' } },
    deltas: multiplies('swings', [7, '4']),
  },
  {
    ...sugar,
    id: 'random-glucose',
    loinc: { code: '2345-7', checked: 'L' },
    name: { en: 'Random sugar', hi: 'किसी भी समय की शुगर' },
    short: 'RBS',
    printedAs: [
      'RBS',
      'Glucose',
      'Random glucose',
      'Glucose random',
      'Random blood sugar',
      'Random blood glucose',
      'Random plasma glucose',
      'Blood sugar',
      'Blood glucose',
      'Blood sugar (R)',
      'Glucose (R)',
      'GRBS',
    ],
    ranges: [adults({ below: '200' })],
    plausible: { possible: { from: '5', to: '2500' }, usual: { from: '40', to: '500' } },
    deltas: multiplies('swings', [1, '8']),
  },
  {
    ...sugar,
    id: 'glucose-after-meal',
    loinc: { code: '1521-4', checked: 'L' },
    name: { en: 'Sugar 2 hours after food', hi: 'खाने के 2 घंटे बाद शुगर' },
    short: 'PPBS',
    printedAs: [
      'PPBS',
      'Post prandial glucose',
      'Postprandial glucose',
      'Post prandial blood sugar',
      'Postprandial blood sugar',
      'Post prandial plasma glucose',
      'Glucose post prandial',
      'Glucose PP',
      'Blood sugar PP',
      'Blood sugar (PP)',
      'PPG',
      '2 hr PPBS',
      '2 hr post prandial glucose',
      '2 hr post prandial blood sugar',
      'Glucose PP 2 hr',
      'Blood sugar PP 2 hr',
      'PP sugar',
      'Post lunch blood sugar',
    ],
    ranges: [adults({ below: '140' })],
    plausible: { possible: { from: '5', to: '2500' }, usual: { from: '40', to: '500' } },
    deltas: multiplies('swings', [7, '5']),
  },
  {
    ...sugar,
    id: 'glucose-tolerance',
    loinc: { code: '20436-2', checked: 'k', also: ['1518-0'] },
    name: { en: 'Sugar 2 hours after glucose drink', hi: 'ग्लूकोज़ पीने के 2 घंटे बाद शुगर' },
    short: 'OGTT 2 h',
    printedAs: [
      'OGTT',
      'GTT 2 hours',
      'Glucose tolerance test 2 hours',
      'OGTT 75 g 2 hours',
      'DIPSI',
      'Glucose 2 hours after 75 g glucose',
    ],
    // DIPSI's 75 g are drunk at any time of day; the answer to >= 140 is the doctor's.
    ranges: [{ pregnant: true, bounds: { below: '140' }, source: 'mohfw-gdm' }, adults({ below: '140' }, { source: 'general' })],
    plausible: { possible: { from: '5', to: '2500' }, usual: { from: '40', to: '450' } },
    deltas: multiplies('swings', [7, '4']),
  },
  {
    ...sugar,
    id: 'hba1c',
    loinc: { code: '4548-4', checked: 'L', also: ['17856-6'] },
    name: { en: 'Three-month sugar (HbA1c)', hi: 'तीन महीने की शुगर (HbA1c)' },
    short: 'HbA1c',
    printedAs: [
      'HbA1c',
      'Glycosylated haemoglobin',
      'Glycosylated hemoglobin',
      'Glycated haemoglobin',
      'Glycated hemoglobin',
      'Glyco Hb',
      'Hb A1c',
      'A1c',
      'HbA1c (GHb)',
      'Glycosylated Hb',
    ],
    unit: '%',
    decimals: 1,
    // IFCC-NGSP master equation: NGSP = 0.09148 × IFCC + 2.152.
    units: { 'mmol/mol': { per: [9148, 100000], plus: [2152, 1000], decimals: 0 } },
    ranges: [
      adults(
        { below: '5.7' },
        {
          bands: [
            { degree: 'little-above', bounds: { from: '5.7', below: '6.5' } },
            // The registry behind our codes says > 6.5; the limit itself belongs to the upper band.
            { degree: 'far-above', bounds: { from: '6.5' } },
          ],
        },
      ),
    ],
    plausible: { possible: { from: '2', to: '25' }, usual: { from: '3.5', to: '16' } },
    deltas: moves('long-average', [30, '2'], [90, '5']),
  },
  {
    ...sugar,
    id: 'insulin',
    loinc: { code: '20448-7', checked: 'L' },
    name: { en: 'Insulin', hi: 'इंसुलिन' },
    short: 'Insulin',
    printedAs: ['Insulin', 'Fasting insulin', 'Insulin fasting', 'Serum insulin'],
    unit: 'u[IU]/mL',
    decimals: 1,
    // No pmol/L: laboratories disagree whether 1 mIU/L is 6.00 or 6.945 of them.
    units: { 'm[IU]/L': { per: [1, 1], decimals: 1 } },
    ranges: [adults({ from: '2.6', to: '24.9' })],
    plausible: { possible: { from: '0', to: '5000' }, usual: { from: '0.5', to: '200' } },
    deltas: [],
  },
];
