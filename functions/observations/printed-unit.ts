import type { QuantityMarker } from './marker.ts';
import { unitsOf } from './units.ts';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Spellings of one part of a unit, on either side of the stroke. `103` is 10³: the text of a PDF often drops the raising. */
const PARTS: Record<string, string> = Object.fromEntries(
  Object.entries({
    ul: 'cumm cmm mm3 cubicmm cubicmillimeter cubicmillimetre mcl microl microlitre microliter',
    l: 'lt ltr litre liter',
    dl: '100ml decilitre deciliter dlt',
    ml: 'mlt millilitre milliliter',
    g: 'gm gms gram grams gr',
    mg: 'mgs mgm mgms milligram milligrams',
    ug: 'mcg mcgs ugm ugms microgram micrograms microg',
    ng: 'ngs ngm nanogram nanograms',
    pg: 'pgs pgm picogram picograms',
    umol: 'mcmol micromol micromole micromoles umols',
    mmol: 'mmols millimol millimole millimoles',
    nmol: 'nanomol nanomole nmols',
    pmol: 'picomol picomole pmols',
    meq: 'meqs',
    u: 'iu unit units',
    miu: 'mu milliiu',
    uiu: 'uu mcu mciu microu microiu',
    fl: 'femtolitre femtoliter um3 cuum cumicron',
    '103': 'k thou thous thousand thousands',
    '105': 'lakh lakhs lac lacs',
    '106': 'm mil mill million millions',
    '': 'cell cells no nos count counts beats beat breaths breath',
    h: 'hr hrs hour hours 1h 1hr 1hour 1sthr 1sthour 1st',
    min: 'mins minute minutes',
    s: 'sec secs second seconds',
    cel: 'c degc celsius centigrade',
    degf: 'f fahrenheit',
    mmhg: 'mmofhg',
    kg: 'kgs kilogram kilograms kilo',
    lbav: 'lb lbs pound pounds',
    cm: 'cms centimeter centimetre',
    ini: 'in inch inches',
    fti: 'ft foot feet',
    wk: 'wks week weeks',
    d: 'day days',
    '1.73m2': '1.73sqm 1.73msq 1.73sqmt',
    m2: 'sqm msq',
    '%': 'percent percentage pc',
  }).flatMap(([part, spellings]) => spellings.split(' ').map((spelling) => [spelling, part])),
);

/** Whole units that do not come apart at a stroke. */
const WHOLE: Record<string, string> = {
  mmhr: 'mm/h',
  mmin1sthr: 'mm/h',
  mmin1sthour: 'mm/h',
  mmin1hr: 'mm/h',
  mmin1hour: 'mm/h',
  mmat1hr: 'mm/h',
  mm1sthr: 'mm/h',
  mm1sthour: 'mm/h',
  mm1hr: 'mm/h',
  bpm: '/min',
};

const partKey = (part: string): string => {
  const bare = part
    // `mg/g creatinine`: of what the second mass is, the marker says already.
    .replace(/^(gm?|mg|mmol)(?:of)?cr(?:eat(?:inine)?)?$/, '$1')
    .replace(/(?<=.)cells?$/, '')
    .replace(/^(?:x?10|10x)([3569]|12)$/, '10$1');
  return Object.hasOwn(PARTS, bare) ? (PARTS[bare] as string) : bare;
};

/** One spelling for all that mean the same: `x 10³ / µL`, `10^3/uL`, `thou/cu.mm` and `K/cmm` are `103/ul`. */
const unitKey = (printed: string): string => {
  const text = printed
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(SUPERSCRIPTS.indexOf(digit)))
    .normalize('NFKC')
    .toLowerCase()
    .replace(/μ/g, 'u')
    .replace(/[×✕]/g, 'x')
    .replace(/\bper\b/g, '/')
    .replace(/(?<=10)\s*e\s*(?=\d)/g, '')
    .replace(/\.(?!\d)|(?<!\d)\./g, '')
    .replace(/[\s*^~'’°()[\]{}_,-]/g, '');
  if (Object.hasOwn(WHOLE, text)) return WHOLE[text] as string;
  // `mg%` is per 100 ml, an old habit that has stayed on Indian forms.
  const perHundred = /^(m|u|mc|n)?(?:g|gm|gms)%$/.exec(text);
  if (perHundred) return `${perHundred[1] === 'mc' ? 'u' : (perHundred[1] ?? '')}g/dl`;
  const key = text.split('/').map(partKey).join('/');
  // Platelets are printed as so many `lakhs`, and nobody means any other volume.
  if (key === '105') return '105/ul';
  // Cells are printed as so many `cumm` or `cu.mm`: in one, as no marker is a volume that small.
  return key === 'ul' ? '/ul' : key;
};

/**
 * The UCUM unit of a marker that a report prints, or undefined: a unit that the marker does not know, or none at all, is asked
 * for and never guessed from the size of the number.
 */
export const printedUnit = (
  printed: string,
  marker: Pick<QuantityMarker, 'unit' | 'units' | 'unitSpellings' | 'decimals'>,
): string | undefined => {
  const key = unitKey(printed);
  const own = Object.entries(marker.unitSpellings ?? {}).find(([spelling]) => unitKey(spelling) === key);
  return own?.[1] ?? unitsOf(marker).find((unit) => unitKey(unit) === key);
};

/** UCUM as people read it; what is not here is written as UCUM writes it. */
const TEXTS: Record<string, string> = {
  '10*9/L': '×10⁹/L',
  '10*12/L': '×10¹²/L',
  '10*3/uL': '×10³/µL',
  '10*6/uL': 'million/µL',
  '10*5/uL': 'lakh/µL',
  '/uL': '/µL',
  'ug/dL': 'µg/dL',
  'ug/L': 'µg/L',
  'ug/mg': 'µg/mg',
  'umol/L': 'µmol/L',
  'm[IU]/L': 'mIU/L',
  'u[IU]/mL': 'µIU/mL',
  'ukat/L': 'µkat/L',
  'meq/L': 'mEq/L',
  'mL/min/{1.73_m2}': 'mL/min/1.73 m²',
  'mm[Hg]': 'mmHg',
  Cel: '°C',
  '[degF]': '°F',
  '[lb_av]': 'lb',
  '[in_i]': 'in',
  '[ft_i]': 'ft',
  'kg/m2': 'kg/m²',
  wk: 'weeks',
  d: 'days',
  'mm/h': 'mm/hour',
  '{INR}': '',
  '{ratio}': '',
  '{#}': '',
};

/** A UCUM unit as people read it; empty for a bare number. */
export const unitText = (unit: string): string => TEXTS[unit] ?? unit;
