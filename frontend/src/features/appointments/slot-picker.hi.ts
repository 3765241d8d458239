import type { Translation } from '../../shared/i18n/words.ts';
import type english from './slot-picker.en.ts';

export default {
  mode: 'डॉक्टर से कैसे मिलना है?',
  days: 'किस दिन?',
  'days.range': '{from} से {to} तक',
  'days.earlier': 'पहले के दिन',
  'days.later': 'आगे के दिन',
  'day.times': { one: '{count} समय', other: '{count} समय' },
  'day.none': 'ख़ाली नहीं',
  times: '{day} के समय',
  'part.morning': 'सुबह',
  'part.afternoon': 'दोपहर',
  'part.evening': 'शाम',
  'part.night': 'रात',
  'none.day': '{day} को कोई समय ख़ाली नहीं है।',
  'none.next': 'अगला दिन: {day}',
  'none.at-all': 'इसके बाद इन डॉक्टर का कोई समय ख़ाली नहीं है।',
  'none.other-mode': 'शायद मिलने के दूसरे तरीक़े में समय हो।',
  location: 'जगह: {location}',
} satisfies Translation<typeof english>;
