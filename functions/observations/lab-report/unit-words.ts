const ATOMS = new Set(
  (
    'g gm gms gram grams mg mgs mcg ug µg μg ng pg fg kg kgs l lt ltr litre dl ml ul µl μl cl fl cumm cu.mm cmm mm3 mm³ mm cm ' +
    'mol mmol umol µmol μmol mcmol nmol pmol meq meqs iu u miu uiu µiu μiu mciu mu µu μu uu ku au eu units unit ' +
    '% percent sec secs second seconds s min mins minute minutes hr hrs hour hours h 1hr 1sthr 1st first end of at the in x ' +
    'cell cells count counts thou thousand thousands lakh lakhs lac lacs mill mil million millions k hpf lpf hpf. field ratio index inr fraction ' +
    'm2 m² sqm 1.73 1.73m2 1.73m² 1.73sqm mmhg bpm beats breaths creat creatinine cr s/co coi titre fahrenheit celsius °c °f deg'
  ).split(' '),
);
const POWER = /^(?:x|×|\*)?10(?:[\^*~]?\s*\d{1,2}|[³⁶⁹¹²⁵]+|e\d{1,2})$/i;

/** Words that name a unit only beside a stroke or a power: alone they are flags, articles or letters. */
const NEVER_ALONE = new Set('h l s x k u at in of the end first 1st field count counts cell creat creatinine cr m g'.split(' '));

/** Whether a text is written as a unit is; which one it is depends on the marker. */
export const looksLikeUnit = (text: string): boolean => {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^[([]|[)\]]$/g, '')
    .replace(/\b1\.73\s*(m2|m²|sq\.?\s*m|m\^2)\b\.?/g, '1.73m2')
    .replace(/\bcu\.?\s*mm\.?/g, 'cumm')
    .replace(/\b10\s*[\^~*]\s*(?=\d)/g, '10^')
    .replace(/\b10\s*([³⁶⁹⁵]|¹²)/g, '10$1')
    .replace(/[×x]\s*(?=10)/g, '');
  const words = bare
    .split(/[\s/]+|(?<=\d)(?=cells\b)/)
    .map((word) => (/\d/.test(word) ? word : word.replace(/[.,;]+$/, '')))
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > 8) return false;
  if (words.every((word) => NEVER_ALONE.has(word)) && !bare.includes('/')) return false;
  return words.every((word) => {
    const plain = word.replace(/[.,;]+$/, '');
    return (
      ATOMS.has(plain) ||
      POWER.test(plain) ||
      /^(?:m|mc|u|µ|n)?g(?:m|ms)?%$/.test(plain) ||
      /^10[369]$/.test(plain) ||
      plain === '1' ||
      plain === '1hr'
    );
  });
};
