import type { ScreenLanguage } from '../identity/contract.ts';
import type { StoredPayment } from '../payments/items.ts';

/** `₹1,25,000`, with paise only where there are some. */
const rupees = (paise: number): string =>
  `₹${(paise / 100).toLocaleString('en-IN', paise % 100 === 0 ? {} : { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

/** Razorpay's time for a refund at normal speed: 5 to 7 working days until the bank shows it. */
const words: Readonly<
  Record<
    ScreenLanguage,
    { some: (back: string, paid: string) => string; all: (back: string) => string; none: string; on: string; gone: string }
  >
> = {
  en: {
    all: (back) => `You get back all that you paid: ${back}.`,
    some: (back, paid) => `You get back ${back} of the ${paid} that you paid.`,
    none: 'By the terms of this booking, nothing is paid back this late.',
    on: 'It goes back the way you paid. Your bank may need 5 to 7 working days.',
    gone: 'It has been sent back the way you paid.',
  },
  hi: {
    all: (back) => `आपके पूरे पैसे वापस मिलेंगे: ${back}।`,
    some: (back, paid) => `आपके दिए ${paid} में से ${back} वापस मिलेंगे।`,
    none: 'इस बुकिंग की शर्तों के अनुसार, इतनी देर से रद्द करने पर पैसे वापस नहीं होते।',
    on: 'पैसे उसी रास्ते लौटेंगे जिससे आए थे। बैंक को 5 से 7 कामकाजी दिन लग सकते हैं।',
    gone: 'पैसे उसी रास्ते लौटा दिए गए हैं जिससे आए थे।',
  },
};

/** What of a cancelled appointment's money comes back, for its patient; nothing to say if nothing was paid. */
export const refundSentence = (paid: StoredPayment | undefined, language: ScreenLanguage): string | undefined => {
  if (!paid || paid.capturedPaise === 0) return undefined;
  const back = paid.refundedPaise + paid.refundDuePaise;
  const { all, some, none, on, gone } = words[language];
  if (back === 0) return none;
  const amount = back >= paid.capturedPaise ? all(rupees(back)) : some(rupees(back), rupees(paid.capturedPaise));
  return `${amount} ${paid.refundDuePaise > 0 ? on : gone}`;
};
