import { type FocusEvent, useEffect, useRef } from 'react';

/**
 * Gives the focus to `instead` when what had it goes away: a button that has done its work is replaced by the next one.
 * Spread the answer on the element around.
 */
export const useLostFocus = (instead: () => HTMLElement | null | undefined) => {
  const focused = useRef<Element>(undefined);
  useEffect(() => {
    if (focused.current === undefined || focused.current.isConnected) return;
    focused.current = undefined;
    instead()?.focus();
  });
  return {
    onFocus: ({ target }: FocusEvent): void => {
      focused.current = target;
    },
    onBlur: ({ target }: FocusEvent): void => {
      if (target.isConnected) focused.current = undefined;
    },
  };
};
