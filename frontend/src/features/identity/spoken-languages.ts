/** Languages spoken most in India, each named in itself (Census of India 2011, by first language, and English). */
export const spokenLanguages = [
  { value: 'hi', label: 'हिन्दी', lang: 'hi' },
  { value: 'en', label: 'English', lang: 'en' },
  { value: 'bn', label: 'বাংলা', lang: 'bn' },
  { value: 'mr', label: 'मराठी', lang: 'mr' },
  { value: 'te', label: 'తెలుగు', lang: 'te' },
  { value: 'ta', label: 'தமிழ்', lang: 'ta' },
  { value: 'gu', label: 'ગુજરાતી', lang: 'gu' },
  { value: 'ur', label: 'اردو', lang: 'ur' },
  { value: 'kn', label: 'ಕನ್ನಡ', lang: 'kn' },
  { value: 'or', label: 'ଓଡ଼ିଆ', lang: 'or' },
  { value: 'ml', label: 'മലയാളം', lang: 'ml' },
  { value: 'pa', label: 'ਪੰਜਾਬੀ', lang: 'pa' },
] as const;

/** The name of a spoken language in itself, or its code. */
export const spokenName = (code: string): string => spokenLanguages.find(({ value }) => value === code)?.label ?? code;
