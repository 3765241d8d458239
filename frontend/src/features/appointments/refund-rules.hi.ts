import type { Translation } from '../../shared/i18n/words.ts';
import type english from './refund-rules.en.ts';

export default {
  'share.all': '{before} रद्द करें, तो पूरे पैसे वापस मिलेंगे।',
  'share.part': '{before} रद्द करें, तो {percent}% पैसे वापस मिलेंगे।',
  'share.none': 'उसके बाद पैसे वापस नहीं मिलेंगे।',
  'share.never': 'रद्द करने पर पैसे वापस नहीं मिलेंगे।',
  'before.start': 'शुरू होने से पहले',
  'before.hours': { one: 'कम से कम 1 घंटा पहले', other: 'कम से कम {count} घंटे पहले' },
  'before.days': { one: 'कम से कम 1 दिन पहले', other: 'कम से कम {count} दिन पहले' },
  doctor: 'डॉक्टर रद्द करें, तो पूरे पैसे वापस मिलेंगे।',
  'now.all': '{when} तक रद्द करें, तो पूरे पैसे वापस मिलेंगे।',
  'now.part': '{when} तक रद्द करें, तो {percent}% पैसे वापस मिलेंगे।',
  'now.none': 'अब रद्द करने पर पैसे वापस नहीं मिलेंगे।',
} satisfies Translation<typeof english>;
