import type { MarkerCategory } from '../contract.ts';
import type { MarkerWords } from '../marker.ts';

export const CATEGORY_NAMES: Record<MarkerCategory, MarkerWords> = {
  'blood-count': { en: 'Blood count', hi: 'ख़ून की गिनती' },
  glucose: { en: 'Sugar', hi: 'शुगर' },
  lipids: { en: 'Fats in blood', hi: 'ख़ून में चर्बी' },
  kidney: { en: 'Kidneys, urine and salts', hi: 'गुर्दे, पेशाब और लवण' },
  liver: { en: 'Liver and digestion', hi: 'लिवर और पाचन' },
  thyroid: { en: 'Thyroid', hi: 'थायरॉइड' },
  'vitamins-iron': { en: 'Vitamins and iron', hi: 'विटामिन और आयरन' },
  inflammation: { en: 'Inflammation and infection', hi: 'सूजन और संक्रमण' },
  vitals: { en: 'BP, pulse, temperature', hi: 'बीपी, नब्ज़, तापमान' },
  body: { en: 'Body and pregnancy', hi: 'शरीर और गर्भावस्था' },
};
