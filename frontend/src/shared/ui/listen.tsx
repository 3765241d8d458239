import { useEffect, useState } from 'react';

import type { Language } from '../i18n/language.ts';
import { useSharedWords } from '../i18n/shared-words.ts';
import { Button } from './button.tsx';

const voiceFor = (language: Language) => speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language));

/** Reads a text aloud with the device's own voice; not shown where there is none for the language. */
export function Listen({ text, language, className = '' }: { text: string; language: Language; className?: string }) {
  const t = useSharedWords();
  const [possible, setPossible] = useState(false);
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => {
    if (!('speechSynthesis' in window)) return;
    const look = () => setPossible(voiceFor(language) !== undefined);
    look();
    speechSynthesis.addEventListener('voiceschanged', look);
    return () => {
      speechSynthesis.removeEventListener('voiceschanged', look);
      speechSynthesis.cancel();
    };
  }, [language]);
  if (!possible) return null;
  const toggle = () => {
    speechSynthesis.cancel();
    if (speaking) return setSpeaking(false);
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = `${language}-IN`;
    utterance.voice = voiceFor(language) ?? null;
    utterance.onend = () => setSpeaking(false);
    utterance.onerror = () => setSpeaking(false);
    speechSynthesis.speak(utterance);
    setSpeaking(true);
  };
  return (
    <Button kind="secondary" icon={speaking ? 'player-stop' : 'volume'} className={`no-print ${className}`} onClick={toggle}>
      {speaking ? t('listen.stop') : t('listen')}
    </Button>
  );
}
