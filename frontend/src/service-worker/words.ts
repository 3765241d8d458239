/** In one file, because a worker that is woken up by a push has no time to fetch another. */
export const words = {
  en: {
    take: 'I took it',
    snooze: 'In 10 minutes',
    unknown: { title: 'Something new in Arogya', body: 'Tap to see it.' },
    'not-reached': { title: 'Your answer did not reach us', body: 'Tap to open the list and answer there.' },
    answered: { title: 'This was answered before', body: 'Tap to see the list.' },
    'too-late': { title: 'This can no longer be answered here', body: 'Tap to open the list and answer there.' },
  },
  hi: {
    take: 'दवा ले ली',
    snooze: '10 मिनट बाद',
    unknown: { title: 'आरोग्य में कुछ नया है', body: 'देखने के लिए दबाएँ।' },
    'not-reached': { title: 'आपका जवाब हम तक नहीं पहुँचा', body: 'सूची खोलकर वहाँ जवाब देने के लिए दबाएँ।' },
    answered: { title: 'इसका जवाब पहले दिया जा चुका है', body: 'सूची देखने के लिए दबाएँ।' },
    'too-late': { title: 'इसका जवाब अब यहाँ नहीं दिया जा सकता', body: 'सूची खोलकर वहाँ जवाब देने के लिए दबाएँ।' },
  },
} as const;
