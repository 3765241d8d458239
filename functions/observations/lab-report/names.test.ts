import { expect, test } from 'vitest';

import { MARKERS } from '../markers/catalogue.ts';
import { namesOf, unitInName } from './names.ts';

const names = namesOf(MARKERS);
const idsOf = (printed: string): string[] | undefined => names.find(printed)?.markers.map(({ id }) => id);

test.each([
  ['Haemoglobin (Hb)', 'haemoglobin'],
  ['HEMATOCRIT VALUE, HCT', 'haematocrit'],
  ['MEAN CELL HAEMOGLOBIN CON, MCHC', 'mchc'],
  ['M.C.H.', 'mch'],
  ['Serum Creatinine', 'creatinine'],
  ['Creatinine, Serum by Jaffe', 'creatinine'],
  ['S. Creatinine', 'creatinine'],
  ['Glucose - Fasting (Plasma)', 'fasting-glucose'],
  ['GLUCOSE, PP', 'glucose-after-meal'],
  ['Alanine Aminotransferase (ALT/SGPT)', 'alt'],
  ['SGPT / ALT', 'alt'],
  ['Cholesterol - HDL', 'hdl-cholesterol'],
  ['Bilirubin, Direct (Diazo)', 'bilirubin-direct'],
  ['TSH - Ultrasensitive', 'tsh'],
  ['T3, Free', 'free-t3'],
  ['25 Hydroxy (OH) Vitamin D', 'vitamin-d'],
  ['Vit. B12', 'vitamin-b12'],
  ['Blood Urea Nitrogen (BUN)', 'urea-nitrogen'],
  ['Blood Urea', 'urea'],
  ['Sodium (Indirect ISE)', 'sodium'],
  ['Total Cholesterol / HDL Ratio', 'cholesterol-hdl-ratio'],
  ['Non - HDL Cholesterol', 'non-hdl-cholesterol'],
  ['3. Uric Acid', 'uric-acid'],
  ['7 Uric Acid', 'uric-acid'],
  ['Lymphocyte-count', 'lymphocyte-count'],
  ['PLATELET COUNT H', 'platelets'],
  ['Transferrin Saturation Index', 'transferrin-saturation'],
  ['MEAN CORP.HEMO.CONC(MCHC)', 'mchc'],
  ['MEAN CORP.HEMO(MCH)', 'mch'],
  ['MEAN CORP.VOLUME(MCV)', 'mcv'],
  ['Phosphorous', 'phosphate'],
  ['Serum Phosphorous', 'phosphate'],
  ['Total RBC', 'red-cells'],
  ['TRBC', 'red-cells'],
  ['Free Triiodothyronine (T3, Free)', 'free-t3'],
  ['Triiodothyronine (T3)', 't3'],
  ['Thyroxine (T4, Free)', 'free-t4'],
  ['Thyroxine (T4, Total)', 't4'],
  ['2 Hr Post Prandial Glucose', 'glucose-after-meal'],
  ['2 hours Post-Prandial Plasma Glucose', 'glucose-after-meal'],
  ['Blood Glucose PP 2hrs', 'glucose-after-meal'],
  ['CHOL : HDL Ratio', 'cholesterol-hdl-ratio'],
  ['SERUM ALB/GLOBULIN RATIO', 'albumin-globulin-ratio'],
  ['A : G Ratio', 'albumin-globulin-ratio'],
  ['Urine Albumin / Creatinine Ratio', 'urine-albumin-creatinine'],
])('%j is %s', (printed, id) => {
  expect(idsOf(printed)).toEqual([id]);
});

test.each([
  'LDL / HDL Ratio',
  'LDL/HDL',
  'LDL /',
  'HDL / LDL Ratio',
  'BUN / Creatinine Ratio',
  'AST : ALT RATIO',
  'SGOT/SGPT',
  'Chol : HDL',
  'HDL : CHOL Ratio',
  'Globulin / Alb Ratio',
  '1 Hr Post Prandial Glucose',
  'Blood Glucose PP 1hr',
  'Transferrin',
  'Mean Corp',
  'Calcium (Ionized)',
  'Ionised Calcium',
  'Creatinine, Urine',
  'Creatinine Clearance',
  'Free PSA',
  'PT Control',
  'RDW-SD',
  'Mean Plasma Glucose',
  'Average Blood Glucose (ABG)',
  'Glucose (eAG)',
  'Haemoglobin (MCH)',
  'Bilirubin',
  'Total',
  'Blood Urea (BUN)',
  'Absolute Monocyte Count',
  'UIBC',
  'Anti TPO',
  '1,25 Dihydroxy Vitamin D',
  'Corrected Calcium',
  'Neutrophil Lymphocyte Ratio (NLR)',
])('%j is taken for no marker', (printed) => {
  expect(idsOf(printed)).toBeUndefined();
});

test('a bare name of cells may be their share or their number: the unit decides', () => {
  expect(idsOf('Neutrophils')?.sort()).toEqual(['neutrophil-count', 'neutrophils']);
});

test('words in brackets that we do not know are allowed and asked about', () => {
  expect(names.find('Total Cholesterol (CHO)')).toMatchObject({ saysMore: true });
  expect(names.find('Total Cholesterol (CHOD-POD)')).toMatchObject({ saysMore: false });
});

test.each([
  ['Creatinine (mg/dL)', 'Creatinine', 'mg/dL'],
  ['Haemoglobin (Hb) [g/dL]', 'Haemoglobin (Hb)', 'g/dL'],
  ['Haematocrit (%)', 'Haematocrit', '%'],
  ['WBC in 10^3/µL', 'WBC', '10^3/µL'],
  ['Haemoglobin (Hb)', 'Haemoglobin (Hb)', undefined],
])('the unit of %j stands behind the name', (printed, name, unit) => {
  expect(unitInName(printed)).toEqual(unit === undefined ? { name } : { name, unit });
});
