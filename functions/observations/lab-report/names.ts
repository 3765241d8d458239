import type { Marker } from '../marker.ts';
import { looksLikeUnit } from './unit-words.ts';

/** Spellings that mean one word, on both sides of every comparison. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/ha?emato/g, 'hemato'],
  [/ha?emo/g, 'hemo'],
  [/leuco/g, 'leuko'],
  [/ised\b/g, 'ized'],
  [/\bcholest(?:rol|eral|erole?)\b/g, 'cholesterol'],
  [/\btr[iy]gl[iy]cer[ai]des?\b/g, 'triglyceride'],
  [/\bcreatinin\b/g, 'creatinine'],
  [/\bvit\b/g, 'vitamin'],
  [/\bpost[\s-]*(?:prandial|prandal)\b/g, 'postprandial'],
  [/(?<=\d)\s*(?:hrs?|hours?)\b/g, ' hour'],
  [/\bb[\s-]+12\b/g, 'b12'],
  [/\b(hb|hgb)[\s-]*a[\s-]*1[\s-]*c\b/g, 'hba1c'],
  [/\bglycos[iy]l?ated\b/g, 'glycosylated'],
  [/\bnon[\s-]+(?=hdl)/g, 'non '],
  [/\bconc?\b/g, 'concentration'],
  [/\best\b/g, 'estimated'],
  [/\bgrouping\b/g, 'group'],
  [/\bgamma[\s-]*gt\b/g, 'ggt'],
  [/\bgamma[\s-]*glutamyl[\s-]*transferase\b/g, 'gamma glutamyl transferase'],
  [/\b25[\s-]*(?:\(?oh\)?|hydroxy)(?![a-z])/g, '25oh'],
  [/\b(?:in)?direct[\s-]+ise\b/g, 'ise'],
  [/γ/g, 'gamma'],
];

/** `/` is kept: Cholesterol/HDL is another quantity than HDL cholesterol. */
const tokensOf = (name: string): string[] => {
  const plain = name
    .toLowerCase()
    .replace(/(?<=\b[a-z])\.(?=[a-z]\b)/g, '')
    .replace(/['’`*#†‡]+/g, '')
    // The charge of an ion: `Na+`, `Ca++`, `HCO3-`.
    .replace(/(?<=[a-z\d])[+]+(?=\s|\)|$)|(?<=\d)-(?=\s|\)|$)/g, '')
    .replace(/%/g, ' pct ')
    // `Chol : HDL Ratio` divides as a stroke does: which of the two stands first matters.
    .replace(/(?<=[a-z)])\s*:\s*(?=[a-z].*\bratio\b)/g, ' / ')
    .replace(/&/g, ' and ');
  const spelled = SPELLINGS.reduce((text, [spelling, word]) => text.replace(spelling, word), plain);
  return (spelled.match(/[a-z0-9]+|\//g) ?? []).map((word) => (word.length > 3 && /[^sui]s$/.test(word) ? word.slice(0, -1) : word));
};

/** Words that say of what, how or that something was measured, and never what. */
const NEUTRAL = new Set(
  (
    'serum plasma blood s sr level value estimation test value whole edta fluoride venous sample specimen patient quantitative automated auto analyser analyzer method ' +
    'methodology by calculated calc measured derived pct result the of in and using technique assay ' +
    'jaffe kinetic enzymatic enzyme colorimetric colorimetry colourimetric photometric photometry spectrophotometry spectrophotometric turbidimetry turbidimetric nephelometry ' +
    'immunoturbidimetry immunoturbidimetric hexokinase god pod godpod gpo pap chod cod uricase urease gldh uv ifcc pnpp biuret bcg bcp diazo arsenazo iii cresolphthalein ' +
    'hplc clia eclia elisa cmia fia elfa ise chemiluminescence chemiluminescent immunoassay immunofluorescence electrochemiluminescence impedance flow cytometry coulter electrical ' +
    'westergren modified capillary sls cyanmeth cyanmethhemoglobin microscopy microscopic laser scatter dhss opt ferrozine tptz nitro ultrasensitive ultra sensitive 3rd 4th generation gen third ' +
    'idms traceable creatininase homogeneous selective inhibition precipitation peg vitros dry chemistry'
  ).split(' '),
);

/** Words that make another quantity of a name. Those of the catalogue's own names are added to them. */
const TELLING =
  'free ionized ionised ionic direct indirect conjugated unconjugated total ratio index absolute urine urinary 24 hour hr spot csf fluid stool pleural ascitic antibody anti ab igg igm iga non ' +
  'eag abg corrected adjusted active reverse bound binding capacity saturation fasting pp f r random post pre lunch mean average estimated reticulocyte nucleated band immature variant fraction ' +
  'isoenzyme mb clearance intact pro precursor target control sd cv native mid follow repeat 1st 2nd half one 30 60 90 120 min minute challenge am pm morning evening clotting bleeding';

const reduced = (tokens: readonly string[]): string[] => tokens.filter((token) => !NEUTRAL.has(token));
const inOneWord = (tokens: readonly string[]): string => `=${tokens.join('')}`;
const inAnyOrder = (tokens: readonly string[]): string => tokens.toSorted().join(' ');

type Part = { readonly text: string; readonly joined: 'start' | 'aside' | 'slash' };

/** `Bilirubin, Direct (Diazo)` in its parts; a slash is kept apart because it may divide one quantity by another. */
const partsOf = (name: string): Part[] => {
  const parts: Part[] = [];
  let joined: Part['joined'] = 'start';
  for (const piece of name.split(/(\s+[-–—]\s+|[-–—]\s+(?=[(])|[()[\]{},;:]|\/)/)) {
    if (/^(?:\s*[-–—]\s*|[()[\]{},;:]|\/)$/.test(piece)) {
      joined = piece === '/' ? 'slash' : 'aside';
    } else if (piece.trim() !== '') {
      parts.push({ text: piece.trim(), joined: parts.length === 0 ? 'start' : joined });
      joined = 'aside';
    }
  }
  return parts;
};

/** What a printed name may mean. `saysMore`: it has words that we do not know beside those of the marker. */
export type NameMatch = { readonly markers: readonly Marker[]; readonly saysMore: boolean };

export type Names = {
  readonly find: (printed: string) => NameMatch | undefined;
  /** Whether a text has a word that names a marker or tells one from another. */
  readonly isTelling: (text: string) => boolean;
};

const withoutNumbering = (name: string): string =>
  name.replace(/^\s*(?:\(?\d{1,2}[.)]|\(?[a-z][.)](?=\s)|[•▪●*#-])\s*/i, '').replace(/[\s.:;=_*-]+$/, '');

/** The number of a row, where no head tells that it is one. */
const ROW_NUMBER = /^\d{1,3}\s+(?=\p{L})/u;

/** Some labs print the flag right behind the name. */
const TRAILING_FLAG = /\s+(?:HH?|LL?|\*+)$/;

/** A unit that stands behind the name: `Creatinine (mg/dL)`. */
export const unitInName = (name: string): { name: string; unit?: string } => {
  const match = /^(.*?)[([]([^()[\]]+)[)\]]\s*$|^(.*\S)\s+in\s+(\S+)$/.exec(name);
  const unit = match?.[2] ?? match?.[4];
  return match && unit !== undefined && looksLikeUnit(unit) ? { name: (match[1] ?? match[3] ?? '').trim(), unit: unit.trim() } : { name };
};

/**
 * Names by the catalogue's aliases: all words must fit, in any order; what stands in brackets or after a comma may be left out
 * only if it is a method or another name of the same marker. Nothing is matched by likeness: HDL and LDL are one letter apart.
 */
export const namesOf = (catalogue: readonly Marker[]): Names => {
  const index = new Map<string, Set<Marker>>();
  const telling = new Set(TELLING.split(' '));
  const add = (key: string, marker: Marker) => {
    const known = index.get(key);
    if (known) known.add(marker);
    else index.set(key, new Set([marker]));
  };
  for (const marker of catalogue) {
    for (const alias of [marker.name.en, marker.short, ...marker.printedAs]) {
      const tokens = tokensOf(alias);
      // G and P on a report are marks of other things than pregnancies and births.
      if (marker.category === 'body' && alias.length === 1) continue;
      for (const token of tokens) if (!NEUTRAL.has(token)) telling.add(token);
      for (const form of [tokens, reduced(tokens)]) {
        if (form.length === 0) continue;
        add(inOneWord(form), marker);
        if (!form.includes('/')) add(inAnyOrder(form), marker);
      }
    }
  }
  const lookUp = (tokens: readonly string[]): ReadonlySet<Marker> | undefined =>
    tokens.length === 0 ? undefined : (index.get(inOneWord(tokens)) ?? (tokens.includes('/') ? undefined : index.get(inAnyOrder(tokens))));
  const found = (tokens: readonly string[]): ReadonlySet<Marker> | undefined => lookUp(tokens) ?? lookUp(reduced(tokens));
  const isTelling = (text: string) => tokensOf(text).some((token) => telling.has(token));

  /** Whether a part that is left out changes nothing: undefined if it may. */
  const leftOut = (part: Part, markers: ReadonlySet<Marker>): 'says-nothing' | 'says-more' | undefined => {
    const tokens = tokensOf(part.text);
    const same = found(tokens);
    if (same && [...same].some((marker) => markers.has(marker))) return 'says-nothing';
    if (part.joined === 'slash') return undefined;
    if (reduced(tokens).length === 0) return 'says-nothing';
    return same || tokens.some((token) => telling.has(token) || /^\d+$/.test(token)) ? undefined : 'says-more';
  };

  const find = (printed: string): NameMatch | undefined => {
    const name = withoutNumbering(printed);
    return (
      findName(name) ??
      (TRAILING_FLAG.test(name) ? findName(name.replace(TRAILING_FLAG, '')) : undefined) ??
      (ROW_NUMBER.test(name) ? findName(name.replace(ROW_NUMBER, '')) : undefined)
    );
  };
  const findName = (name: string): NameMatch | undefined => {
    // `LDL /` is the half of a ratio.
    if (/^\/|\/$/.test(name)) return undefined;
    const whole = found(tokensOf(name));
    if (whole) return { markers: [...whole], saysMore: false };
    const parts = partsOf(name).slice(0, 5);
    let best: (NameMatch & { readonly taken: number }) | undefined;
    for (let choice = 1; choice < 2 ** parts.length; choice += 1) {
      const taken = parts.filter((_, at) => (choice & (1 << at)) !== 0);
      const left = parts.filter((_, at) => (choice & (1 << at)) === 0);
      // Two sides of a stroke are never read together, and the first words of a name are its core.
      if (
        taken.some(({ joined }, at) => joined === 'slash' && at > 0) ||
        (!taken.includes(parts[0] as Part) && reduced(tokensOf(parts[0]?.text ?? '')).length > 0)
      )
        continue;
      const markers = found(taken.flatMap(({ text }) => tokensOf(text)));
      if (!markers) continue;
      const rest = left.map((part) => leftOut(part, markers));
      if (rest.includes(undefined)) continue;
      const saysMore = rest.includes('says-more');
      if (!best || taken.length > best.taken) best = { markers: [...markers], saysMore, taken: taken.length };
    }
    return best && { markers: best.markers, saysMore: best.saysMore };
  };
  return { find, isTelling };
};
