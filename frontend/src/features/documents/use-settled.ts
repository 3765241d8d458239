import { useEffect, useState } from 'react';

/** A text some moments after it last changed, so that not every letter asks the server (milliseconds). */
export const useSettled = (text: string, pause = 400): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text, pause]);
  return settled;
};
