/**
 * Quick checks while a form is filled in, so that this screen needs no schema library. The API checks
 * everything again by the contract.
 */

/** `+919812345678` of `98123 45678` or of a number with its country code; nothing if it is neither. */
export function phoneOf(text: string): string | undefined {
  const digits = text.replace(/[\s().-]/g, '');
  const national = /^0?([6-9]\d{9})$/.exec(digits);
  if (national) return `+91${national[1]}`;
  const international = digits.replace(/^00/, '+');
  return /^\+[1-9]\d{7,14}$/.test(international) ? international : undefined;
}

/** A phone number as people read it: `+91 98123 45678`. */
export const phoneText = (phone: string): string => phone.replace(/^\+91(\d{5})(\d{5})$/, '+91 $1 $2');

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim());

export const isPincode = (text: string): boolean => /^[1-9]\d{5}$/.test(text.trim());
