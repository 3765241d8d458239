import type { Translation } from '../../shared/i18n/words.ts';
import type english from './earnings.en.ts';

export default {
  title: 'कमाई',
  month: 'महीना',
  'month.earlier': 'पिछला महीना',
  'month.later': 'अगला महीना',
  print: 'छापें',
  'of-doctor': '{name}, {month}',
  appointments: 'अपॉइंटमेंट',
  paid: 'मरीज़ों ने दिए',
  refunded: 'लौटाए गए',
  due: 'लौटाए जा रहे हैं',
  net: 'आपके',
  'net.hint': 'जो दिए गए, उनमें से जो लौटाए गए और लौटाने हैं, वे घटाकर। मुलाक़ात के दिन के हिसाब से।',
  'days.title': 'दिन के हिसाब से',
  'days.day': 'दिन',
  'days.count': 'मुलाक़ातें',
  'days.sum': 'कुल',
  empty: '{month} में कोई अपॉइंटमेंट नहीं है',
  'empty.text': 'इस महीने की मुलाक़ातों के लिए मरीज़ जो पैसे देंगे, वे यहाँ दिखेंगे।',
} satisfies Translation<typeof english>;
