import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'react-router';

import { useSharedWords } from '../i18n/shared-words.ts';
import { Icon } from './icon.tsx';

type Said = { readonly text: string; readonly undo?: (() => void) | undefined; readonly at: number; readonly focused: Element | null };
type Status = { readonly say: (text: string, options?: { undo?: () => void }) => void; readonly clear: () => void };

const StatusContext = createContext<Status>({ say: () => undefined, clear: () => undefined });

/** `say('Saved', { undo })`: what just happened, spoken once, shown until it is closed or the next thing happens. */
export const useStatus = () => use(StatusContext);

/** What was said just before a screen changed belongs to the new screen as well. */
const KEPT_ACROSS_SCREENS = 1_500;

export function StatusProvider({ children }: { children: ReactNode }) {
  const t = useSharedWords();
  const [said, setSaid] = useState<Said>();
  const { pathname } = useLocation();
  const latest = useRef(said);
  latest.current = said;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is what clears the line
  useEffect(() => {
    if (latest.current && Date.now() - latest.current.at > KEPT_ACROSS_SCREENS) setSaid(undefined);
  }, [pathname]);
  const say = useCallback<Status['say']>(
    (text, { undo } = {}) => setSaid({ text, undo, at: Date.now(), focused: document.activeElement }),
    [],
  );
  const clear = useCallback(() => setSaid(undefined), []);
  /** The line takes its buttons away with it: the focus goes back to where it was, or to the page. */
  const leave = () => {
    const before = said?.focused;
    const back = before instanceof HTMLElement && before.isConnected ? before : document.getElementById('main');
    clear();
    back?.focus();
  };
  return (
    <StatusContext value={useMemo(() => ({ say, clear }), [say, clear])}>
      {children}
      <div className="status-line">
        <div className={said ? '' : 'hidden!'}>
          <p role="status">{said?.text}</p>
          {said?.undo && (
            <button
              type="button"
              className="undo"
              onClick={() => {
                leave();
                said.undo?.();
              }}
            >
              {t('status.undo')}
            </button>
          )}
          <button type="button" aria-label={t('status.close')} onClick={leave}>
            <Icon name="x" />
          </button>
        </div>
      </div>
    </StatusContext>
  );
}
