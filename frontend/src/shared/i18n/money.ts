/** `₹1,25,000` of 12,500,000 paise; paise only where there are some: `₹499.50`. */
export const rupeesText = (paise: number): string => {
  const sign = paise < 0 ? '−' : '';
  const rupees = Math.abs(paise) / 100;
  const digits = paise % 100 === 0 ? 0 : 2;
  return `${sign}₹${rupees.toLocaleString('en-IN', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
};
