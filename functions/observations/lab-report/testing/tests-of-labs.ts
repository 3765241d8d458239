/**
 * Tests as Indian laboratories print them, from what such reports look like, on purpose not from the catalogue's aliases: the
 * corpus is to find names and units that the catalogue lacks.
 */
export type Form = {
  readonly unit: string;
  /** UCUM; null for a test that the catalogue does not hold. */
  readonly ucum: string | null;
  readonly decimals: number;
  readonly low?: number;
  readonly high?: number;
  readonly male?: readonly [number, number];
  readonly female?: readonly [number, number];
  /** Values are drawn from here. */
  readonly spread: readonly [number, number];
  /** Digits are grouped as 1,50,000. */
  readonly grouped?: true;
};

export type Grades = { readonly normal: string; readonly low?: string; readonly high?: string; readonly others: readonly string[] };

export type LabTest = {
  /** LOINC; null for what the catalogue does not hold and must not be taken for anything else. */
  readonly code: string | null;
  readonly names: readonly string[];
  readonly forms: readonly Form[];
  readonly methods?: readonly string[];
  readonly grades?: Grades;
  /** Findings instead of a number: as printed, and the catalogue's code. */
  readonly findings?: readonly (readonly [printed: string, code: string])[];
};

export type Panel = { readonly headings: readonly string[]; readonly tests: readonly LabTest[] };

const form = (unit: string, ucum: string | null, decimals: number, limits: Partial<Form>, spread: readonly [number, number]): Form => ({
  unit,
  ucum,
  decimals,
  spread,
  ...limits,
});
const same = (
  units: readonly string[],
  ucum: string | null,
  decimals: number,
  limits: Partial<Form>,
  spread: readonly [number, number],
): Form[] => units.map((unit) => form(unit, ucum, decimals, limits, spread));
const none = (names: readonly string[], unit: string, decimals: number, low: number, high: number): LabTest => ({
  code: null,
  names,
  forms: [form(unit, null, decimals, { low, high }, [low * 0.8, high * 1.2])],
});

const share = (code: string, names: readonly string[], low: number, high: number, spread: readonly [number, number]): LabTest => ({
  code,
  names,
  forms: [form('%', '%', 0, { low, high }, spread), form('%', '%', 1, { low, high }, spread)],
  methods: ['Flow Cytometry', 'Microscopy', 'VCS Technology'],
});

export const BLOOD_COUNT: Panel = {
  headings: ['COMPLETE BLOOD COUNT (CBC)', 'HAEMATOLOGY', 'Complete Haemogram', 'CBC WITH ESR', 'HAEMATOLOGY - CBC'],
  tests: [
    {
      code: '718-7',
      names: ['Haemoglobin (Hb)', 'Hemoglobin', 'HAEMOGLOBIN', 'Haemoglobin, Hb', 'Hb', 'HGB', 'Haemoglobin (HB)', 'Hemoglobin (Hb)'],
      forms: same(['g/dL', 'gm/dl', 'gm%', 'g/dl', 'gms%'], 'g/dL', 1, { male: [13, 17], female: [12, 15] }, [8.2, 17.9]),
      methods: ['SLS-Hemoglobin Method', 'Photometry', 'Cyanmethemoglobin', 'Spectrophotometry'],
    },
    {
      code: '789-8',
      names: ['RBC Count', 'Total RBC Count', 'R.B.C. Count', 'Red Blood Cell Count', 'Erythrocyte Count', 'RBC'],
      forms: [
        ...same(
          ['million/cumm', 'mill/mm3', 'millions/cumm', '10^6/µL', 'x10^6/uL', 'mil/µL'],
          '10*6/uL',
          2,
          { male: [4.5, 5.5], female: [3.8, 4.8] },
          [3.1, 6.2],
        ),
        ...same(['10^12/L', 'x10^12/L'], '10*12/L', 2, { male: [4.5, 5.5], female: [3.8, 4.8] }, [3.1, 6.2]),
      ],
      methods: ['Electrical Impedance', 'Impedance', 'HF & EI'],
    },
    {
      code: '4544-3',
      names: [
        'Packed Cell Volume (PCV)',
        'PCV',
        'Hematocrit (HCT)',
        'Haematocrit',
        'P.C.V.',
        'HCT',
        'Packed Cell Volume',
        'Hematocrit (PCV)',
      ],
      forms: same(['%'], '%', 1, { male: [40, 50], female: [36, 46] }, [27, 54]),
      methods: ['Calculated', 'CPH Detection', 'RBC pulse height detection'],
    },
    {
      code: '787-2',
      names: ['MCV', 'Mean Corpuscular Volume (MCV)', 'M.C.V.', 'Mean Corpuscular Volume', 'Mean Cell Volume (MCV)'],
      forms: same(['fL', 'fl', 'fL.'], 'fL', 1, { low: 83, high: 101 }, [66, 109]),
      methods: ['Calculated', 'Derived from RBC Histogram'],
    },
    {
      code: '785-6',
      names: ['MCH', 'Mean Corpuscular Haemoglobin (MCH)', 'M.C.H.', 'Mean Corpuscular Hemoglobin', 'Mean Cell Haemoglobin (MCH)'],
      forms: same(['pg', 'Pg', 'pg.'], 'pg', 1, { low: 27, high: 32 }, [21, 35]),
      methods: ['Calculated'],
    },
    {
      code: '786-4',
      names: [
        'MCHC',
        'Mean Corpuscular Haemoglobin Concentration (MCHC)',
        'M.C.H.C.',
        'Mean Corpuscular Hb Conc. (MCHC)',
        'Mean Cell Haemoglobin Concentration',
      ],
      forms: same(['g/dL', 'gm/dl', '%'], 'g/dL', 1, { low: 31.5, high: 34.5 }, [29, 36]),
      methods: ['Calculated'],
    },
    {
      code: '788-0',
      names: ['RDW-CV', 'RDW', 'Red Cell Distribution Width (RDW)', 'R.D.W. - CV', 'Red Cell Distribution Width - CV', 'RDW (CV)'],
      forms: same(['%'], '%', 1, { low: 11.6, high: 14 }, [11, 18]),
      methods: ['Calculated', 'Electrical Impedance'],
    },
    none(['RDW-SD', 'Red Cell Distribution Width - SD'], 'fL', 1, 39, 46),
    {
      code: '6690-2',
      names: [
        'Total Leucocyte Count (TLC)',
        'TLC',
        'WBC Count',
        'Total Leukocyte Count',
        'Total WBC Count',
        'W.B.C. Count',
        'Total Leucocytes Count',
        'White Blood Cell Count (WBC)',
      ],
      forms: [
        ...same(['/cumm', 'cells/cumm', '/cu.mm', 'cells/µL', '/µL', 'cells/cu mm'], '/uL', 0, { low: 4000, high: 10000 }, [2900, 15800]),
        ...same(['10^3/µL', 'thou/mm3', 'x10^3/uL', 'X 10³ / µL', '10^3/cmm'], '10*3/uL', 2, { low: 4, high: 10 }, [2.9, 15.8]),
        ...same(['10^9/L', 'x10^9/L'], '10*9/L', 1, { low: 4, high: 10 }, [2.9, 15.8]),
      ],
      methods: ['Impedance', 'Flow Cytometry', 'HF & FC'],
    },
    share(
      '770-8',
      ['Neutrophils', 'Neutrophil', 'Segmented Neutrophils', 'NEUTROPHILS', 'Polymorphs', 'Neutrophils (%)'],
      40,
      80,
      [32, 86],
    ),
    share('736-9', ['Lymphocytes', 'Lymphocyte', 'LYMPHOCYTES', 'Lymphocytes (%)'], 20, 40, [9, 52]),
    share('5905-5', ['Monocytes', 'Monocyte', 'MONOCYTES', 'Monocytes (%)'], 2, 10, [1, 12]),
    share('713-8', ['Eosinophils', 'Eosinophil', 'EOSINOPHILS', 'Eosinophils (%)'], 1, 6, [0.5, 11]),
    share('706-2', ['Basophils', 'Basophil', 'BASOPHILS', 'Basophils (%)'], 0, 2, [0, 1.4]),
    {
      code: '751-8',
      names: ['Absolute Neutrophil Count', 'Absolute Neutrophil Count (ANC)', 'Neutrophils - Absolute Count', 'Absolute Neutrophils'],
      forms: [
        ...same(['10^3/µL', 'thou/mm3'], '10*3/uL', 2, { low: 2, high: 7 }, [1.4, 9.8]),
        ...same(['/cumm', 'cells/cumm'], '/uL', 0, { low: 2000, high: 7000 }, [1400, 9800]),
      ],
    },
    {
      code: '731-0',
      names: ['Absolute Lymphocyte Count', 'Absolute Lymphocyte Count (ALC)', 'Absolute Lymphocytes'],
      forms: [
        ...same(['10^3/µL', 'thou/mm3'], '10*3/uL', 2, { low: 1, high: 3 }, [0.7, 4.2]),
        ...same(['/cumm'], '/uL', 0, { low: 1000, high: 3000 }, [700, 4200]),
      ],
    },
    none(['Absolute Monocyte Count', 'Absolute Monocyte Count (AMC)'], '10^3/µL', 2, 0.2, 1),
    {
      code: '711-2',
      names: ['Absolute Eosinophil Count', 'Absolute Eosinophil Count (AEC)', 'AEC'],
      forms: [
        ...same(['10^3/µL', 'thou/mm3'], '10*3/uL', 2, { low: 0.02, high: 0.5 }, [0.02, 0.8]),
        ...same(['/cumm', 'cells/cumm'], '/uL', 0, { low: 20, high: 500 }, [30, 820]),
      ],
    },
    {
      code: '777-3',
      names: ['Platelet Count', 'PLATELET COUNT', 'Platelets', 'Platelet Count (PLT)', 'Total Platelet Count', 'Platelets Count'],
      forms: [
        ...same(['10^3/µL', 'thou/mm3', 'x10^3/uL'], '10*3/uL', 0, { low: 150, high: 410 }, [78, 452]),
        ...same(['10^9/L'], '10*9/L', 0, { low: 150, high: 410 }, [78, 452]),
        ...same(['lakhs/cumm', 'Lakh/cumm', 'lakhs/cu.mm', 'Lac/cumm'], '10*5/uL', 2, { low: 1.5, high: 4.1 }, [0.78, 4.52]),
        { ...form('/cumm', '/uL', 0, { low: 150000, high: 410000 }, [78000, 452000]), grouped: true },
        { ...form('/µL', '/uL', 0, { low: 150000, high: 410000 }, [78000, 452000]), grouped: true },
      ],
      methods: ['Electrical Impedance', 'Impedance', 'Optical'],
    },
    {
      code: '32623-1',
      names: ['MPV', 'Mean Platelet Volume (MPV)', 'Mean Platelet Volume', 'M.P.V.'],
      forms: same(['fL', 'fl'], 'fL', 1, { low: 6.5, high: 12 }, [6, 13.4]),
    },
    none(['PDW', 'Platelet Distribution Width (PDW)'], 'fL', 1, 9, 17),
    none(['P-LCR'], '%', 1, 13, 43),
    none(['Mentzer Index'], '', 1, 13, 30),
    {
      code: '4537-7',
      names: ['ESR', 'ESR (Erythrocyte Sedimentation Rate)', 'Erythrocyte Sedimentation Rate (ESR)', 'E.S.R.', 'ESR - Westergren'],
      forms: same(['mm/hr', 'mm/1st hr', 'mm/h', 'mm / 1st hour', 'mm 1st hr'], 'mm/h', 0, { male: [0, 15], female: [0, 20] }, [2, 68]),
      methods: ['Modified Westergren', 'Westergren', 'Capillary Photometry'],
    },
  ],
};

export const GLUCOSE: Panel = {
  headings: ['BIOCHEMISTRY', 'DIABETES PROFILE', 'CLINICAL BIOCHEMISTRY', 'Diabetes Monitoring'],
  tests: [
    {
      code: '1558-6',
      names: [
        'Glucose Fasting',
        'Glucose, Fasting',
        'Fasting Blood Sugar (FBS)',
        'Blood Sugar Fasting',
        'Glucose - Fasting (Plasma)',
        'Plasma Glucose Fasting',
        'FBS',
        'Fasting Blood Glucose',
        'Glucose, Fasting, Plasma',
        'Blood Glucose (Fasting)',
      ],
      forms: [
        ...same(['mg/dL', 'mg/dl', 'mg%'], 'mg/dL', 0, { low: 70, high: 99 }, [62, 218]),
        form('mmol/L', 'mmol/L', 2, { low: 3.9, high: 5.5 }, [3.5, 12]),
      ],
      methods: ['Hexokinase', 'GOD-POD', 'GOD-PAP', 'Hexokinase UV'],
      grades: {
        normal: 'Normal: 70 - 99',
        low: '70',
        high: '99',
        others: ['Impaired fasting glucose: 100 - 125', 'Diabetes mellitus: >= 126'],
      },
    },
    {
      code: '1521-4',
      names: [
        'Glucose Post Prandial',
        'Glucose, PP',
        'Post Prandial Blood Sugar (PPBS)',
        'Blood Sugar PP',
        'PPBS',
        'Glucose - Post Prandial',
        'Blood Sugar Post Prandial',
        'Plasma Glucose PP',
      ],
      forms: same(['mg/dL', 'mg/dl', 'mg%'], 'mg/dL', 0, { low: 70, high: 140 }, [84, 284]),
      methods: ['Hexokinase', 'GOD-POD'],
    },
    {
      code: '4548-4',
      names: [
        'HbA1c',
        'HbA1c (Glycosylated Haemoglobin)',
        'Glycosylated Hemoglobin (HbA1c)',
        'Glycated Haemoglobin (HbA1c)',
        'Hb A1c',
        'HBA1C',
        'Glycosylated Hb (HbA1c)',
        'Glycosylated Haemoglobin',
      ],
      forms: same(['%', '%'], '%', 1, { high: 5.7 }, [4.6, 11.8]),
      methods: ['HPLC', 'Ion Exchange HPLC', 'Immunoturbidimetry'],
      grades: { normal: 'Non diabetic: < 5.7', high: '5.7', others: ['Prediabetes: 5.7 - 6.4', 'Diabetes: >= 6.5'] },
    },
    none(
      ['Estimated Average Glucose (eAG)', 'Mean Plasma Glucose', 'Average Blood Glucose (ABG)', 'Estimated average glucose'],
      'mg/dL',
      0,
      90,
      120,
    ),
  ],
};

const lipid = (
  code: string,
  names: readonly string[],
  limits: Partial<Form>,
  spread: readonly [number, number],
  methods: readonly string[],
  grades?: Grades,
): LabTest => ({
  code,
  names,
  forms: same(['mg/dL', 'mg/dl', 'mg/dL'], 'mg/dL', 0, limits, spread),
  methods,
  ...(grades && { grades }),
});

export const LIPIDS: Panel = {
  headings: ['LIPID PROFILE', 'LIPID PROFILE, SERUM', 'Lipid Profile - Basic', 'LIPID PROFILE (FASTING)'],
  tests: [
    lipid(
      '2093-3',
      [
        'Total Cholesterol',
        'Cholesterol Total',
        'Cholesterol, Total',
        'Serum Cholesterol',
        'Cholesterol - Total',
        'CHOLESTEROL',
        'Cholesterol (Total)',
      ],
      { high: 200 },
      [118, 282],
      ['CHOD-POD', 'CHOD-PAP', 'Enzymatic'],
      {
        normal: 'Desirable: < 200',
        high: '200',
        others: ['Borderline High: 200 - 239', 'High: >= 240'],
      },
    ),
    lipid(
      '2571-8',
      ['Triglycerides', 'Triglyceride', 'Serum Triglycerides', 'TRIGLYCERIDES', 'Triglycerides (TG)'],
      { high: 150 },
      [58, 342],
      ['GPO-POD', 'GPO-PAP', 'Enzymatic, end point'],
      {
        normal: 'Normal: < 150',
        high: '150',
        others: ['Borderline High: 150 - 199', 'High: 200 - 499', 'Very High: >= 500'],
      },
    ),
    lipid(
      '2085-9',
      [
        'HDL Cholesterol',
        'HDL Cholesterol - Direct',
        'HDL - Cholesterol',
        'Cholesterol - HDL',
        'HDL Cholesterol (Direct)',
        'HDL-C',
        'H.D.L. Cholesterol',
        'HDL',
      ],
      { low: 40, high: 60 },
      [26, 78],
      ['Direct', 'Enzymatic selective protection', 'Immunoinhibition'],
    ),
    lipid(
      '13457-7',
      [
        'LDL Cholesterol',
        'LDL Cholesterol (Calculated)',
        'Cholesterol - LDL',
        'LDL Cholesterol - Direct',
        'L.D.L. Cholesterol',
        'LDL',
        'LDL-C',
      ],
      { high: 100 },
      [48, 196],
      ['Calculated', 'Direct measure', 'Homogeneous enzymatic'],
      {
        normal: 'Optimal: < 100',
        high: '100',
        others: ['Near optimal: 100 - 129', 'Borderline High: 130 - 159', 'High: 160 - 189', 'Very High: >= 190'],
      },
    ),
    lipid(
      '13458-5',
      ['VLDL Cholesterol', 'VLDL', 'Cholesterol - VLDL', 'V.L.D.L. Cholesterol', 'VLDL Cholesterol (Calculated)'],
      { high: 30 },
      [11, 58],
      ['Calculated'],
    ),
    lipid(
      '43396-1',
      ['Non HDL Cholesterol', 'Non-HDL Cholesterol', 'NON-HDL CHOLESTEROL', 'Non - HDL Cholesterol'],
      { high: 130 },
      [76, 222],
      ['Calculated'],
    ),
    {
      code: '9830-1',
      names: [
        'Total Cholesterol / HDL Ratio',
        'TC/HDL Cholesterol Ratio',
        'Cholesterol/HDL Ratio',
        'CHOL/HDL RATIO',
        'Total Cholesterol/HDL Cholesterol Ratio',
      ],
      forms: [
        { ...form('', '{ratio}', 1, { low: 3.5, high: 5 }, [2.4, 6.8]) },
        { ...form('Ratio', '{ratio}', 1, { low: 3.5, high: 5 }, [2.4, 6.8]) },
      ],
      methods: ['Calculated'],
    },
    none(['LDL / HDL Ratio', 'LDL/HDL Cholesterol Ratio', 'LDL : HDL Ratio', 'LDL/HDL'], '', 1, 1.5, 3.5),
    none(['HDL / LDL Ratio'], 'Ratio', 2, 0.4, 0.9),
    none(['TG/HDL Ratio', 'Triglycerides / HDL Ratio'], 'Ratio', 1, 1, 3.1),
  ],
};

export const KIDNEY: Panel = {
  headings: ['KIDNEY FUNCTION TEST (KFT)', 'RENAL FUNCTION TEST', 'RENAL PROFILE', 'KFT WITH ELECTROLYTES, SERUM'],
  tests: [
    {
      code: '3091-6',
      names: ['Urea', 'Blood Urea', 'Serum Urea', 'Urea, Serum', 'UREA'],
      forms: same(['mg/dL', 'mg/dl', 'mg%'], 'mg/dL', 1, { low: 17, high: 43 }, [12, 78]),
      methods: ['Urease UV', 'Urease-GLDH'],
    },
    {
      code: '3094-0',
      names: ['Blood Urea Nitrogen (BUN)', 'BUN', 'Blood Urea Nitrogen', 'Urea Nitrogen Blood', 'Urea Nitrogen (BUN)'],
      forms: same(['mg/dL', 'mg/dl'], 'mg/dL', 2, { low: 8, high: 20 }, [5.5, 36]),
      methods: ['Calculated', 'Kinetic UV'],
    },
    {
      code: '2160-0',
      names: [
        'Creatinine',
        'Serum Creatinine',
        'Creatinine, Serum',
        'S. Creatinine',
        'CREATININE - SERUM',
        'Creatinine (Serum)',
        'Sr. Creatinine',
      ],
      forms: [
        ...same(['mg/dL', 'mg/dl', 'mg%'], 'mg/dL', 2, { male: [0.7, 1.3], female: [0.6, 1.1] }, [0.42, 2.6]),
        form('µmol/L', 'umol/L', 0, { low: 53, high: 106 }, [38, 230]),
      ],
      methods: ['Modified Jaffe, Kinetic', "Jaffe's method", 'Enzymatic'],
    },
    none(['BUN / Creatinine Ratio', 'BUN/Creatinine', 'Bun/Sr.Creatinine Ratio'], 'Ratio', 1, 9, 23),
    none(['Urea / Creatinine Ratio', 'Urea/Sr.Creatinine Ratio'], '', 1, 20, 52),
    {
      code: '98979-8',
      names: ['eGFR', 'GFR, Estimated', 'Est. Glomerular Filtration Rate (eGFR)', 'eGFR (CKD-EPI)', 'Estimated GFR (eGFR)'],
      forms: same(['mL/min/1.73m2', 'mL/min/1.73 m2', 'ml/min/1.73m²', 'mL/min/1.73 sq.m'], 'mL/min/{1.73_m2}', 0, { low: 90 }, [32, 128]),
      methods: ['Calculated', 'CKD-EPI'],
    },
    {
      code: '3084-1',
      names: ['Uric Acid', 'Serum Uric Acid', 'Uric Acid, Serum', 'URIC ACID'],
      forms: same(['mg/dL', 'mg/dl'], 'mg/dL', 1, { male: [3.5, 7.2], female: [2.6, 6] }, [2.2, 9.4]),
      methods: ['Uricase', 'Uricase PAP'],
    },
    {
      code: '2951-2',
      names: ['Sodium', 'Serum Sodium', 'Sodium (Na+)', 'Sodium, Serum', 'S. Sodium'],
      forms: [
        ...same(['mmol/L'], 'mmol/L', 0, { low: 136, high: 146 }, [126, 151]),
        ...same(['mEq/L', 'meq/l'], 'meq/L', 0, { low: 136, high: 146 }, [126, 151]),
      ],
      methods: ['Indirect ISE', 'ISE', 'ISE, direct'],
    },
    {
      code: '2823-3',
      names: ['Potassium', 'Serum Potassium', 'Potassium (K+)', 'Potassium, Serum', 'S. Potassium'],
      forms: [
        ...same(['mmol/L'], 'mmol/L', 1, { low: 3.5, high: 5.1 }, [2.9, 6]),
        ...same(['mEq/L', 'meq/l'], 'meq/L', 1, { low: 3.5, high: 5.1 }, [2.9, 6]),
      ],
      methods: ['Indirect ISE', 'ISE'],
    },
    {
      code: '2075-0',
      names: ['Chloride', 'Serum Chloride', 'Chloride (Cl-)', 'Chlorides', 'S. Chloride'],
      forms: [
        ...same(['mmol/L'], 'mmol/L', 0, { low: 101, high: 109 }, [94, 114]),
        ...same(['mEq/L'], 'meq/L', 0, { low: 101, high: 109 }, [94, 114]),
      ],
      methods: ['Indirect ISE', 'ISE'],
    },
    {
      code: '17861-6',
      names: ['Calcium', 'Serum Calcium', 'Calcium, Total', 'Calcium Total', 'Total Calcium'],
      forms: same(['mg/dL', 'mg/dl'], 'mg/dL', 1, { low: 8.8, high: 10.6 }, [7.6, 11.4]),
      methods: ['Arsenazo III', 'OCPC'],
    },
    none(['Calcium Ionized', 'Ionised Calcium', 'Calcium (Ionized)'], 'mmol/L', 2, 1.1, 1.35),
    {
      code: '2777-1',
      names: ['Phosphorus', 'Phosphorus, Inorganic', 'Serum Phosphorus', 'Inorganic Phosphorus'],
      forms: same(['mg/dL', 'mg/dl'], 'mg/dL', 1, { low: 2.4, high: 4.4 }, [2, 5.4]),
      methods: ['Phosphomolybdate UV', 'Phosphomolybdate'],
    },
  ],
};

const enzyme = (code: string, names: readonly string[], limits: Partial<Form>, spread: readonly [number, number]): LabTest => ({
  code,
  names,
  forms: same(['U/L', 'IU/L', 'U/L'], 'U/L', 0, limits, spread),
  methods: ['IFCC without P5P', 'IFCC', 'Kinetic', 'UV with P5P', 'Enzymatic'],
});

export const LIVER: Panel = {
  headings: ['LIVER FUNCTION TEST (LFT)', 'LIVER FUNCTION TESTS', 'LIVER PROFILE', 'LFT, SERUM'],
  tests: [
    {
      code: '1975-2',
      names: ['Bilirubin Total', 'Bilirubin, Total', 'Total Bilirubin', 'Bilirubin - Total', 'Serum Bilirubin (Total)', 'BILIRUBIN TOTAL'],
      forms: same(['mg/dL', 'mg/dl', 'mg%'], 'mg/dL', 2, { low: 0.3, high: 1.2 }, [0.24, 3.1]),
      methods: ['Diazo', 'DPD', 'Diazotized sulfanilic acid', 'DCA'],
    },
    {
      code: '1968-7',
      names: [
        'Bilirubin Direct',
        'Bilirubin, Direct',
        'Direct Bilirubin',
        'Bilirubin - Direct',
        'Serum Bilirubin (Direct)',
        'Bilirubin Conjugated',
        'Bilirubin (Direct)',
      ],
      forms: same(['mg/dL', 'mg/dl', 'mg%'], 'mg/dL', 2, { high: 0.3 }, [0.06, 1.1]),
      methods: ['Diazo', 'DPD'],
    },
    {
      code: '1971-1',
      names: ['Bilirubin Indirect', 'Bilirubin, Indirect', 'Indirect Bilirubin', 'Bilirubin - Indirect', 'Serum Bilirubin (Indirect)'],
      forms: same(['mg/dL', 'mg/dl', 'mg%'], 'mg/dL', 2, { high: 1.1 }, [0.1, 1.9]),
      methods: ['Calculated'],
    },
    enzyme(
      '1920-8',
      ['SGOT (AST)', 'AST (SGOT)', 'SGOT', 'Aspartate Aminotransferase (AST/SGOT)', 'SGOT / AST', 'S.G.O.T.', 'AST'],
      { high: 40 },
      [12, 148],
    ),
    enzyme(
      '1742-6',
      [
        'SGPT (ALT)',
        'ALT (SGPT)',
        'SGPT',
        'Alanine Aminotransferase (ALT/SGPT)',
        'SGPT / ALT',
        'S.G.P.T.',
        'ALT',
        'Alanine Transaminase (SGPT)',
      ],
      { high: 41 },
      [9, 162],
    ),
    none(['SGOT / SGPT Ratio', 'AST/ALT Ratio', 'AST : ALT RATIO', 'SGOT/SGPT'], 'Ratio', 2, 0.7, 1.4),
    enzyme(
      '6768-6',
      ['Alkaline Phosphatase', 'Alkaline Phosphatase (ALP)', 'ALP', 'Alk. Phosphatase', 'Alkaline Phosphatase, Serum'],
      { low: 30, high: 120 },
      [28, 212],
    ),
    enzyme(
      '2324-2',
      [
        'GGT',
        'Gamma GT',
        'Gamma Glutamyl Transferase (GGT)',
        'GGTP (Gamma GT)',
        'Gamma-Glutamyl Transferase',
        'GGT (Gamma Glutamyl Transferase)',
      ],
      { high: 55 },
      [8, 140],
    ),
    {
      code: '2885-2',
      names: ['Total Protein', 'Protein, Total', 'Total Proteins', 'Protein Total', 'Serum Protein (Total)', 'Total Protein, Serum'],
      forms: same(['g/dL', 'gm/dl', 'g/dl', 'gm%'], 'g/dL', 2, { low: 6.6, high: 8.3 }, [5.6, 8.9]),
      methods: ['Biuret'],
    },
    {
      code: '1751-7',
      names: ['Albumin', 'Serum Albumin', 'Albumin, Serum', 'Albumin - Serum', 'ALBUMIN'],
      forms: same(['g/dL', 'gm/dl', 'g/dl', 'gm%'], 'g/dL', 2, { low: 3.5, high: 5.2 }, [2.7, 5.4]),
      methods: ['BCG', 'Bromocresol Green'],
    },
    {
      code: '10834-0',
      names: ['Globulin', 'Serum Globulin', 'Globulin (Calculated)', 'GLOBULIN'],
      forms: same(['g/dL', 'gm/dl', 'g/dl', 'gm%'], 'g/dL', 2, { low: 2.5, high: 3.4 }, [1.9, 4.1]),
      methods: ['Calculated'],
    },
    {
      code: '1759-0',
      names: ['A/G Ratio', 'A : G Ratio', 'Albumin/Globulin Ratio', 'Albumin : Globulin Ratio', 'A/G RATIO'],
      forms: [form('', '{ratio}', 2, { low: 0.9, high: 2 }, [0.8, 2.3]), form('Ratio', '{ratio}', 2, { low: 0.9, high: 2 }, [0.8, 2.3])],
      methods: ['Calculated'],
    },
  ],
};

export const THYROID: Panel = {
  headings: ['THYROID PROFILE', 'THYROID FUNCTION TEST (TFT)', 'THYROID PROFILE, TOTAL, SERUM', 'Thyroid Profile - I'],
  tests: [
    {
      code: '3053-6',
      names: [
        'T3, Total',
        'T3',
        'Total T3',
        'Triiodothyronine Total (T3)',
        'Total Triiodothyronine (T3)',
        'TRI-IODOTHYRONINE (T3)',
        'Tri Iodothyronine (T3 Total)',
      ],
      forms: same(['ng/dL', 'ng/dl'], 'ng/dL', 0, { low: 80, high: 200 }, [62, 228]),
      methods: ['CLIA', 'CMIA', 'ECLIA'],
    },
    {
      code: '3026-2',
      names: ['T4, Total', 'T4', 'Total T4', 'Thyroxine Total (T4)', 'Total Thyroxine (T4)', 'THYROXINE (T4)', 'Thyroxine (T4 Total)'],
      forms: same(['µg/dL', 'ug/dl', 'mcg/dL', 'μg/dL'], 'ug/dL', 2, { low: 4.5, high: 12.6 }, [3.6, 14.2]),
      methods: ['CLIA', 'CMIA', 'ECLIA'],
    },
    {
      code: '3051-0',
      names: ['Free T3', 'FT3', 'T3, Free', 'Free Triiodothyronine (FT3)', 'Free Tri-iodothyronine (FT3)'],
      forms: same(['pg/mL', 'pg/ml'], 'pg/mL', 2, { low: 2, high: 4.4 }, [1.6, 5.9]),
      methods: ['CLIA', 'CMIA', 'ECLIA'],
    },
    {
      code: '3024-7',
      names: ['Free T4', 'FT4', 'T4, Free', 'Free Thyroxine (FT4)'],
      forms: same(['ng/dL', 'ng/dl'], 'ng/dL', 2, { low: 0.8, high: 1.8 }, [0.6, 2.4]),
      methods: ['CLIA', 'CMIA', 'ECLIA'],
    },
    {
      code: '3016-3',
      names: [
        'TSH',
        'TSH - Ultrasensitive',
        'Thyroid Stimulating Hormone (TSH)',
        'TSH (Ultrasensitive)',
        'T.S.H.',
        'TSH, Ultrasensitive',
        'Thyroid Stimulating Hormone - Ultra Sensitive',
        'TSH (3rd Generation)',
      ],
      forms: [
        ...same(['µIU/mL', 'uIU/ml', 'μIU/mL', 'uIU/mL'], 'u[IU]/mL', 3, { low: 0.35, high: 4.94 }, [0.008, 18.6]),
        ...same(['mIU/L'], 'm[IU]/L', 3, { low: 0.35, high: 4.94 }, [0.008, 18.6]),
      ],
      methods: ['CLIA', 'CMIA', 'ECLIA', 'Chemiluminescence'],
    },
    none(['Anti TPO Antibody', 'Anti Thyroid Peroxidase Antibody', 'Thyroid Peroxidase (TPO) Antibody'], 'IU/mL', 1, 1, 35),
  ],
};

export const VITAMINS: Panel = {
  headings: ['VITAMIN PROFILE', 'IMMUNOASSAY', 'VITAMINS', 'ANAEMIA PROFILE', 'IRON STUDIES'],
  tests: [
    {
      code: '62292-8',
      names: [
        'Vitamin D (25-OH)',
        '25-OH Vitamin D (Total)',
        'Vitamin D, 25 Hydroxy',
        '25 Hydroxy (OH) Vitamin D',
        'Vitamin D Total',
        '25-Hydroxy Vitamin D',
        'Vitamin D 25 - Hydroxy',
        'Vit. D (25-OH)',
        'VITAMIN D TOTAL (25-OH)',
      ],
      forms: [
        ...same(['ng/mL', 'ng/ml'], 'ng/mL', 1, { low: 30, high: 100 }, [6.2, 84]),
        form('nmol/L', 'nmol/L', 1, { low: 75, high: 250 }, [16, 190]),
      ],
      methods: ['CLIA', 'CMIA', 'ECLIA'],
      grades: {
        normal: 'Sufficiency: 30 - 100',
        low: '30',
        high: '100',
        others: ['Deficiency: < 20', 'Insufficiency: 20 - 29', 'Toxicity: > 100'],
      },
    },
    {
      code: '2132-9',
      names: ['Vitamin B12', 'Vitamin B-12', 'Vitamin B12 (Cyanocobalamin)', 'Vit. B12', 'VITAMIN B12', 'Vitamin B 12'],
      forms: same(['pg/mL', 'pg/ml'], 'pg/mL', 0, { low: 211, high: 911 }, [118, 1040]),
      methods: ['CLIA', 'CMIA', 'ECLIA'],
    },
    {
      code: '2284-8',
      names: ['Folate', 'Folic Acid', 'Folic Acid, Serum', 'Serum Folate'],
      forms: same(['ng/mL', 'ng/ml'], 'ng/mL', 1, { low: 5.4, high: 20 }, [2.8, 20]),
      methods: ['CLIA', 'CMIA'],
    },
    {
      code: '2276-4',
      names: ['Ferritin', 'Serum Ferritin', 'Ferritin, Serum', 'FERRITIN'],
      forms: same(['ng/mL', 'ng/ml'], 'ng/mL', 1, { male: [22, 322], female: [10, 291] }, [4.8, 412]),
      methods: ['CLIA', 'CMIA'],
    },
    {
      code: '2498-4',
      names: ['Iron', 'Serum Iron', 'Iron, Serum', 'IRON'],
      forms: same(['µg/dL', 'ug/dl', 'mcg/dL'], 'ug/dL', 0, { low: 65, high: 175 }, [21, 204]),
      methods: ['Ferrozine', 'TPTZ'],
    },
    {
      code: '2500-7',
      names: ['TIBC', 'Total Iron Binding Capacity (TIBC)', 'Total Iron Binding Capacity', 'Iron Binding Capacity - Total (TIBC)'],
      forms: same(['µg/dL', 'ug/dl', 'mcg/dL'], 'ug/dL', 0, { low: 250, high: 425 }, [212, 470]),
      methods: ['Calculated', 'Spectrophotometry'],
    },
    none(['UIBC', 'Unsaturated Iron Binding Capacity (UIBC)'], 'µg/dL', 0, 150, 336),
    {
      code: '2502-3',
      names: [
        'Transferrin Saturation',
        '% Transferrin Saturation',
        'Transferrin Saturation (%)',
        '% Saturation',
        'Transferrin Saturation Index',
      ],
      forms: same(['%'], '%', 1, { low: 20, high: 50 }, [6, 56]),
      methods: ['Calculated'],
    },
  ],
};

export const OTHERS: Panel = {
  headings: ['SPECIAL BIOCHEMISTRY', 'INFLAMMATORY MARKERS', 'SEROLOGY', 'Coagulation & Others'],
  tests: [
    {
      code: '1988-5',
      names: ['CRP', 'C-Reactive Protein (CRP)', 'C Reactive Protein', 'CRP (Quantitative)', 'C-Reactive Protein, Quantitative'],
      forms: same(['mg/L', 'mg/l'], 'mg/L', 1, { high: 5 }, [0.4, 68]),
      methods: ['Immunoturbidimetry', 'Nephelometry'],
    },
    {
      code: '30522-7',
      names: ['hs-CRP', 'High Sensitivity CRP (hs-CRP)', 'C-Reactive Protein High Sensitivity', 'HS CRP'],
      forms: same(['mg/L'], 'mg/L', 2, { high: 1 }, [0.2, 9]),
      methods: ['Immunoturbidimetry'],
    },
    {
      code: '13965-9',
      names: ['Homocysteine', 'Homocysteine, Serum', 'Homocysteine (Plasma)'],
      forms: same(['µmol/L', 'umol/L'], 'umol/L', 1, { high: 15 }, [5.2, 38]),
      methods: ['CMIA'],
    },
    {
      code: '1798-8',
      names: ['Amylase', 'Serum Amylase', 'Amylase, Serum'],
      forms: same(['U/L', 'IU/L'], 'U/L', 0, { low: 28, high: 100 }, [21, 140]),
      methods: ['CNPG3', 'Enzymatic'],
    },
    none(['Lipase', 'Serum Lipase'], 'U/L', 0, 13, 60),
    {
      code: '20448-7',
      names: ['Insulin Fasting', 'Insulin, Fasting', 'Fasting Insulin', 'Serum Insulin (Fasting)'],
      forms: same(['µIU/mL', 'uIU/ml', 'μU/mL'], 'u[IU]/mL', 1, { low: 2.6, high: 24.9 }, [1.8, 42]),
      methods: ['CLIA', 'ECLIA'],
    },
    {
      code: '19123-9',
      names: ['Magnesium', 'Serum Magnesium', 'Magnesium, Serum'],
      forms: same(['mg/dL', 'mg/dl'], 'mg/dL', 2, { low: 1.8, high: 2.6 }, [1.3, 3]),
      methods: ['Xylidyl Blue'],
    },
    {
      code: '2857-1',
      names: ['PSA Total', 'Prostate Specific Antigen (PSA), Total', 'Total PSA', 'PSA (Prostate Specific Antigen)'],
      forms: same(['ng/mL', 'ng/ml'], 'ng/mL', 2, { high: 4 }, [0.2, 9.4]),
      methods: ['CLIA', 'CMIA'],
    },
    none(['Free PSA', 'PSA Free', 'Free PSA / Total PSA Ratio'], 'ng/mL', 2, 0.1, 0.9),
    {
      code: '5902-2',
      names: ['Prothrombin Time (PT)', 'Prothrombin Time', 'PT (Patient)', 'Prothrombin Time - Patient Value'],
      forms: same(['sec', 'seconds', 'Seconds', 'secs'], 's', 1, { low: 11, high: 13.5 }, [10.4, 28]),
    },
    none(['PT Control', 'Prothrombin Time - Control', 'Mean Normal Prothrombin Time'], 'sec', 1, 11, 13),
    {
      code: '6301-6',
      names: ['INR', 'PT-INR', 'International Normalised Ratio (INR)', 'INR (International Normalized Ratio)'],
      forms: [form('', '{INR}', 2, { low: 0.8, high: 1.2 }, [0.9, 3.4])],
    },
    none(['LDH', 'Lactate Dehydrogenase (LDH)'], 'U/L', 0, 120, 246),
    none(['CPK', 'Creatine Kinase (CPK)'], 'U/L', 0, 46, 171),
    none(['RA Factor', 'Rheumatoid Factor (RA)'], 'IU/mL', 1, 1, 14),
    none(['ASO Titre'], 'IU/mL', 0, 20, 200),
  ],
};

const REACTIONS = [
  ['Non Reactive', 'negative'],
  ['NON-REACTIVE', 'negative'],
  ['Negative', 'negative'],
  ['Reactive', 'positive'],
] as const;
const finding = (code: string | null, names: readonly string[], findings: LabTest['findings']): LabTest => ({
  code,
  names,
  forms: [],
  findings,
});

export const SEROLOGY: Panel = {
  headings: ['SEROLOGY', 'IMMUNOLOGY & SEROLOGY', 'Infection Screening'],
  tests: [
    finding('5196-1', ['HBsAg', 'HBsAg (Rapid)', 'Hepatitis B Surface Antigen (HBsAg)'], REACTIONS),
    finding('31201-7', ['HIV I & II', 'HIV 1 & 2 Antibodies', 'HIV I & II Antibodies'], REACTIONS),
    finding('5292-8', ['VDRL', 'VDRL Test'], REACTIONS),
    finding(null, ['Anti HCV', 'HCV Antibody', 'Dengue NS1 Antigen'], REACTIONS),
    finding(
      '882-1',
      ['Blood Group', 'Blood Group & Rh', 'Blood Grouping & Rh Typing'],
      [
        ['O Positive', 'o+'],
        ['B Positive', 'b+'],
        ['A Rh Positive', 'a+'],
        ['AB Negative', 'ab-'],
      ],
    ),
  ],
};

export const PANELS: readonly Panel[] = [BLOOD_COUNT, GLUCOSE, LIPIDS, KIDNEY, LIVER, THYROID, VITAMINS, OTHERS, SEROLOGY];

/** Numbers and findings of urine, which must never be taken for those of blood. */
export const URINE_ROWS: readonly (readonly [
  name: string,
  result: string,
  unit: string,
  range: string,
  code?: string,
  finding?: string,
])[] = [
  ['Colour', 'Pale Yellow', '', 'Pale Yellow'],
  ['Appearance', 'Clear', '', 'Clear'],
  ['Specific Gravity', '1.020', '', '1.005 - 1.030'],
  ['pH', '6.0', '', '4.6 - 8.0'],
  ['Protein', 'Nil', '', 'Nil', '20454-5', 'negative'],
  ['Glucose', 'Trace', '', 'Nil', '25428-4', 'trace'],
  ['Ketones', 'Absent', '', 'Absent'],
  ['Bilirubin', 'Negative', '', 'Negative'],
  ['Urobilinogen', 'Normal', '', 'Normal'],
  ['RBC', '0-1', '/hpf', '0 - 2'],
  ['Pus Cells', '2-4', '/hpf', '0 - 5'],
  ['Epithelial Cells', '1-2', '/hpf', '0 - 5'],
  ['Creatinine, Urine', '88.4', 'mg/dL', '39 - 259'],
  ['Sodium', '112', 'mmol/L', '40 - 220'],
];
