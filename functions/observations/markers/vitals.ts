import type { Marker, QuantityMarker } from '../marker.ts';
import { adults } from './adult-range.ts';

const vital = { kind: 'quantity', category: 'vitals', specimen: 'body', deltas: [] } satisfies Partial<QuantityMarker>;
const pressure = { ...vital, unit: 'mm[Hg]', decimals: 0, units: {} };
const perMinute = { ...vital, unit: '/min', decimals: 0, units: {} };

export const vitals: readonly Marker[] = [
  {
    ...pressure,
    id: 'systolic',
    loinc: { code: '8480-6', checked: 'W' },
    name: { en: 'Blood pressure, upper number', hi: 'बीपी, ऊपर का नंबर' },
    short: 'BP sys',
    printedAs: ['Systolic', 'Systolic BP', 'Systolic blood pressure', 'SBP', 'BP systolic'],
    ranges: [
      { pregnant: true, bounds: { below: '140' }, source: 'who-anc-dt17' },
      adults(
        { below: '120' },
        {
          source: 'indian-practice',
          bands: [
            { degree: 'little-above', bounds: { from: '120', below: '140' } },
            { degree: 'far-above', bounds: { from: '140' } },
          ],
        },
      ),
    ],
    plausible: { possible: { from: '30', to: '350' }, usual: { from: '70', to: '230' } },
  },
  {
    ...pressure,
    id: 'diastolic',
    loinc: { code: '8462-4', checked: 'W' },
    name: { en: 'Blood pressure, lower number', hi: 'बीपी, नीचे का नंबर' },
    short: 'BP dia',
    printedAs: ['Diastolic', 'Diastolic BP', 'Diastolic blood pressure', 'DBP', 'BP diastolic'],
    ranges: [
      { pregnant: true, bounds: { below: '90' }, source: 'who-anc-dt17' },
      adults(
        { below: '80' },
        {
          source: 'indian-practice',
          bands: [
            { degree: 'little-above', bounds: { from: '80', below: '90' } },
            { degree: 'far-above', bounds: { from: '90' } },
          ],
        },
      ),
    ],
    plausible: { possible: { from: '10', to: '250' }, usual: { from: '40', to: '140' } },
  },
  {
    ...perMinute,
    id: 'pulse',
    loinc: { code: '8867-4', checked: 'k' },
    name: { en: 'Pulse', hi: 'नब्ज़' },
    short: 'Pulse',
    printedAs: ['Pulse', 'Heart rate', 'HR', 'Pulse rate', 'PR'],
    ranges: [adults({ from: '60', to: '100' }, { source: 'general' })],
    plausible: { possible: { from: '10', to: '350' }, usual: { from: '35', to: '200' } },
  },
  {
    ...perMinute,
    id: 'breathing-rate',
    loinc: { code: '9279-1', checked: 'k' },
    name: { en: 'Breaths in a minute', hi: 'एक मिनट में साँसें' },
    short: 'RR',
    printedAs: ['RR', 'Respiratory rate', 'Respiration rate', 'Breathing rate', 'Resp rate'],
    ranges: [adults({ from: '12', to: '20' }, { source: 'general' })],
    plausible: { possible: { from: '3', to: '120' }, usual: { from: '8', to: '60' } },
  },
  {
    ...vital,
    id: 'oxygen',
    loinc: { code: '59408-5', checked: 'k' },
    name: { en: 'Oxygen in blood (SpO2)', hi: 'ख़ून में ऑक्सीजन (SpO2)' },
    short: 'SpO2',
    printedAs: ['SpO2', 'Oxygen saturation', 'O2 saturation', 'SpO2 at room air', 'Pulse oximetry', 'O2 sat'],
    unit: '%',
    decimals: 0,
    units: {},
    ranges: [adults({ from: '95' }, { source: 'general' })],
    plausible: { possible: { from: '20', to: '100' }, usual: { from: '85', to: '100' } },
  },
  {
    ...vital,
    id: 'temperature',
    loinc: { code: '8310-5', checked: 'W' },
    name: { en: 'Body temperature', hi: 'शरीर का तापमान' },
    short: 'Temp',
    printedAs: ['Temperature', 'Body temp'],
    unit: 'Cel',
    decimals: 1,
    units: { '[degF]': { per: [5, 9], plus: [-160, 9], decimals: 1 } },
    ranges: [adults({ from: '36.1', to: '37.2' }, { source: 'general' })],
    plausible: { possible: { from: '20', to: '46' }, usual: { from: '34', to: '42' } },
  },
  {
    ...perMinute,
    id: 'fetal-heart-rate',
    loinc: { code: '55283-6', checked: 'W' },
    name: { en: 'Heartbeat of the unborn baby', hi: 'पेट में बच्चे की धड़कन' },
    short: 'FHR',
    printedAs: ['FHR', 'Fetal heart rate', 'Foetal heart rate', 'FHS', 'Fetal heart sound'],
    ranges: [{ pregnant: true, bounds: { from: '110', to: '160' }, source: 'general' }],
    plausible: { possible: { from: '30', to: '300' }, usual: { from: '90', to: '200' } },
  },
];
