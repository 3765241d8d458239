import type { Translation } from '../../shared/i18n/words.ts';
import type english from './stop-email.en.ts';

export default {
  title: 'आरोग्य के ईमेल बंद करें',
  text: 'आप हमारी चिट्ठी से यहाँ आए हैं। इसके बाद आरोग्य से कोई ईमेल नहीं आएगा।',
  rest: 'अलर्ट, व्हाट्सऐप और एसएमएस वैसे ही रहते हैं। सूचनाओं में सब रहता है।',
  action: 'ईमेल बंद करें',
  done: 'हो गया। अब ईमेल नहीं आएगा।',
  again: 'साइन इन करके इसे फिर शुरू किया जा सकता है।',
  settings: 'आरोग्य मुझे कैसे बताए',
  'not-found': 'यह लिंक अब काम का नहीं है। साइन इन करके वहाँ बंद करें।',
} satisfies Translation<typeof english>;
