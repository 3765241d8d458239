import type { Translation } from '../shared/i18n/words.ts';
import type english from './home.en.ts';

export default {
  title: 'होम',
  'newest.title': 'सबसे नई चिट्ठी',
  'newest.read': 'चिट्ठी पढ़ें',
  'newest.all': 'मेरी सब मुलाक़ातें',
  'empty.title': 'आपकी मुलाक़ातें यहाँ आएँगी',
  'empty.text': 'डॉक्टर से समय लें। मुलाक़ात के बाद डॉक्टर की चिट्ठी यहाँ आएगी।',
  'next.title': 'अब यह करें',
  'next.date-of-birth': 'जन्म की तारीख़ जोड़ें',
  'next.date-of-birth.why': 'दवा की ख़ुराक उम्र पर निर्भर है।',
  'next.allergies': 'अपनी एलर्जी जोड़ें',
  'next.allergies.why': 'डॉक्टर सबसे पहले यही देखते हैं।',
  'next.emergency-contacts': 'आपातकाल में किसे फ़ोन करें, यह जोड़ें',
  'next.emergency-contacts.why': 'ताकि अपनों तक ख़बर पहुँचे।',
  'next.email': 'ई-मेल पता जोड़ें',
  'next.email.why': 'डॉक्टर चिट्ठी भेज सकेंगे।',
  'need.title': 'आपको क्या चाहिए?',
  'need.book': 'डॉक्टर से समय लें',
  'need.visits': 'मेरी मुलाक़ातें',
  'need.record': 'मेरी रिपोर्ट और फ़ाइलें',
  'need.code': 'डॉक्टर को अपना कोड दिखाएँ',
  'need.seen-by': 'मेरा रिकॉर्ड किसने देखा',
  'need.desk': 'डॉक्टर का काम',
} satisfies Translation<typeof english>;
