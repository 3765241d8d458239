import type { Translation } from '../../shared/i18n/words.ts';
import type english from './inbox.en.ts';

export default {
  title: 'सूचनाएँ',
  lead: 'आरोग्य ने आपको जो बताया। सब यहाँ है, जो कहीं और भेजा गया वह भी।',
  settings: 'मुझे कैसे बताएँ',
  'read-all': 'सब पढ़ा हुआ करें',
  'read-all.done': 'सब पढ़ा हुआ हो गया',
  new: 'नई',
  'read.of': 'पढ़ा हुआ करें: {title}',
  'empty.title': 'अभी यहाँ कुछ नहीं है',
  'empty.text': 'दवा की याद और मुलाक़ातों की ख़बर यहाँ आती है।',
  'empty.action': 'आपको कैसे बताएँ?',
  sent: 'भेजा गया: {how}',
  'sent.one': '{channel} ({state})',
  'channel.push': 'अलर्ट',
  'channel.whatsapp': 'व्हाट्सऐप',
  'channel.sms': 'एसएमएस',
  'channel.email': 'ईमेल',
  'state.accepted': 'रास्ते में',
  'state.delivered': 'पहुँचा',
  'state.failed': 'नहीं पहुँचा',
  'state.bounced': 'नहीं पहुँचा',
  'state.complained': 'आपने इसे स्पैम कहा',
} satisfies Translation<typeof english>;
