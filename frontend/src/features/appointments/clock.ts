import { useEffect, useState } from 'react';

/** The time now, in milliseconds since 1970, looked at anew every `milliseconds` and when the page is looked at again. */
export const useNow = (milliseconds: number): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const look = (): void => setNow(Date.now());
    const timer = setInterval(look, milliseconds);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [milliseconds]);
  return now;
};
