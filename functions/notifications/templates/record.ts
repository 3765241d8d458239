import type { About } from '../items.ts';
import { type Nothing, template } from './template.ts';

/** A doctor has looked without asking. Their own letter goes by e-mail from `consents`. */
export const emergencyAccess = template<{ readonly day: string; readonly clock: string }, { readonly doctor: string }>({
  topic: 'emergency',
  page: () => '/record/sharing',
  urgent: true,
  inbox: {
    title: { en: () => 'Your record was opened in an emergency', hi: () => 'आपका रिकॉर्ड आपातकाल में खोला गया' },
    body: {
      en: ({ doctor, day, clock }) =>
        `${doctor} opened it on ${day}, ${clock} without asking, and had to say why. See the reason, and end it if it is not right.`,
      hi: ({ doctor, day, clock }) => `${doctor}: ${day}, ${clock} को बिना पूछे खोला गया, कारण लिखकर। कारण देखें; ठीक न हो तो बंद करें।`,
    },
  },
  push: {
    plain: {
      title: { en: () => 'Your record was opened in an emergency', hi: () => 'आपका रिकॉर्ड आपातकाल में खोला गया' },
      body: {
        en: ({ day, clock }) => `${day}, ${clock}. Tap to see by whom and why.`,
        hi: ({ day, clock }) => `${day}, ${clock}। किसने और क्यों, देखने के लिए दबाएँ।`,
      },
    },
    detailed: {
      title: { en: () => 'Your record was opened in an emergency', hi: () => 'आपका रिकॉर्ड आपातकाल में खोला गया' },
      body: {
        en: ({ doctor, day, clock }) => `${doctor}, ${day}, ${clock}`,
        hi: ({ doctor, day, clock }) => `${doctor}, ${day}, ${clock}`,
      },
    },
  },
});

export const fileRejected = template<Nothing, { readonly file: string }>({
  topic: 'record',
  page: ({ documentId }: About) => (documentId ? `/record/files/${documentId}` : '/record/files'),
  inbox: {
    title: { en: () => 'A file could not be kept', hi: () => 'एक फ़ाइल नहीं रखी जा सकी' },
    body: {
      en: ({ file }) => `${file} did not pass our checks and was not kept. See why, then add it again.`,
      hi: ({ file }) => `${file} जाँच में ठीक नहीं निकली और नहीं रखी गई। कारण देखें, फिर दोबारा जोड़ें।`,
    },
  },
  push: {
    plain: {
      title: { en: () => 'A file could not be kept', hi: () => 'एक फ़ाइल नहीं रखी जा सकी' },
      body: { en: () => 'Tap to see why.', hi: () => 'कारण देखने के लिए दबाएँ।' },
    },
    detailed: {
      title: { en: () => 'A file could not be kept', hi: () => 'एक फ़ाइल नहीं रखी जा सकी' },
      body: { en: ({ file }) => file, hi: ({ file }) => file },
    },
  },
});
