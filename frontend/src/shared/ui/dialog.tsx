import { type ReactNode, useEffect, useId, useRef } from 'react';

import { useSharedWords } from '../i18n/shared-words.ts';
import { IconButton } from './button.tsx';

/**
 * The browser's own dialog: focus goes in and comes back to where it was, Esc closes, the page behind is inert.
 * Give `onClose` nothing to make one that must be answered.
 */
export function Dialog({
  open,
  onClose,
  title,
  children,
  actions,
  wide = false,
}: {
  open: boolean;
  onClose?: (() => void) | undefined;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
}) {
  const t = useSharedWords();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={`sheet ${wide ? 'sheet-wide' : ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      {open && (
        <>
          <div className="flex items-start gap-2">
            <h2 id={titleId} className="mr-auto">
              {title}
            </h2>
            {onClose && <IconButton icon="x" label={t('dialog.close')} className="-mt-2 -mr-2" onClick={onClose} />}
          </div>
          <div className="mt-2 space-y-4">{children}</div>
          {actions && <div className="mt-5 flex flex-wrap gap-3">{actions}</div>}
        </>
      )}
    </dialog>
  );
}
