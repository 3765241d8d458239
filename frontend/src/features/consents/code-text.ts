/** A code as it is typed: capital letters and digits, without what stands between them. */
export const plainCode = (typed: string): string => typed.replace(/[\s-]/g, '').toUpperCase();

/** Ten letters and digits of those that cannot be taken for others. */
export const isWholeCode = (typed: string): boolean => /^[A-HJ-NP-Z2-9]{10}$/.test(plainCode(typed));

/** `ABCDE-FGHJK`, to be read aloud. */
export const groupedCode = (code: string): string => `${plainCode(code).slice(0, 5)}-${plainCode(code).slice(5)}`;
