/**
 * The specialties that people look for most, with the spellings that doctors use for them at registration, the usual one
 * first. The directory compares words without case and punctuation, so that `General Medicine` is `General medicine`.
 */
const spellings = {
  'general-medicine': ['General medicine', 'Internal medicine', 'General physician', 'Family medicine'],
  paediatrics: ['Paediatrics', 'Pediatrics'],
  gynaecology: ['Gynaecology', 'Obstetrics and gynaecology', 'Gynecology', 'Obstetrics and gynecology'],
  dermatology: ['Dermatology'],
  cardiology: ['Cardiology'],
  orthopaedics: ['Orthopaedics', 'Orthopedics'],
  ophthalmology: ['Ophthalmology'],
  ent: ['Ear, nose and throat', 'ENT', 'Otorhinolaryngology'],
  dentistry: ['Dentistry', 'Dental surgery'],
  psychiatry: ['Psychiatry'],
  endocrinology: ['Endocrinology', 'Diabetology'],
  neurology: ['Neurology'],
  respiratory: ['Respiratory medicine', 'Pulmonology', 'Chest medicine'],
  gastroenterology: ['Gastroenterology'],
  urology: ['Urology'],
} as const;

export type SpecialtyWord = keyof typeof spellings;

const plain = (words: string) =>
  words
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-');
const wordBySpelling = new Map(
  (Object.keys(spellings) as SpecialtyWord[]).flatMap((word) => spellings[word].map((spelling) => [plain(spelling), word] as const)),
);

/** Which of the common specialties a doctor's own words name, if one. */
export const specialtyWord = (specialty: string): SpecialtyWord | undefined => wordBySpelling.get(plain(specialty));

/**
 * The specialties to choose from, each in the spelling to ask the directory for: as the chosen one or a listed doctor
 * spells it, else the usual spelling. Rare ones that were seen come last.
 */
export const specialtyChoices = (seen: readonly string[], chosen: string): string[] => {
  const spelled = [chosen, ...seen].filter((text) => text !== '');
  const common = (Object.keys(spellings) as SpecialtyWord[]).map(
    (word) => spelled.find((text) => specialtyWord(text) === word) ?? spellings[word][0],
  );
  const rare = seen.filter((text) => specialtyWord(text) === undefined);
  return [...common, ...new Map(rare.map((text) => [plain(text), text])).values()];
};
