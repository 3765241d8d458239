/** `500` or `499.50` as somebody types it, also `₹1,25,000`, in paise; nothing if it is no sum. */
export const paiseOf = (text: string): number | undefined => {
  const sum = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.replace(/[₹,\s]/g, ''));
  return sum === null ? undefined : Number(sum[1]) * 100 + Number((sum[2] ?? '').padEnd(2, '0'));
};

/** The same sum as it stands in a field: `500`, `499.50`. */
export const rupeesOf = (paise: number): string => (paise % 100 === 0 ? String(paise / 100) : (paise / 100).toFixed(2));
