import { type ButtonHTMLAttributes, type ReactNode, useId } from 'react';
import { Link, type LinkProps } from 'react-router';

import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

type Kind = 'primary' | 'secondary' | 'quiet';

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
  kind?: Kind;
  icon?: IconName;
  /** Working: the button keeps its width and takes no second press. */
  busy?: boolean;
  /** Why it cannot be used now. Shown below, unless `reasonId` names an element that says it already. */
  locked?: string | false | undefined;
  reasonId?: string;
  /** What a press on the locked button does: lead to what is missing. */
  onLocked?: () => void;
  /** Printed on the button at a desk: `Ctrl Enter`. */
  shortcut?: string;
};

/** A verb. Never `disabled`, so that it can be reached and can say why it is locked. */
export function Button({
  kind = 'primary',
  icon,
  busy = false,
  locked,
  reasonId,
  onLocked,
  shortcut,
  children,
  className = '',
  onClick,
  type = 'button',
  ...rest
}: Props) {
  const ownReason = useId();
  const describedBy = locked ? (reasonId ?? ownReason) : rest['aria-describedby'];
  const button = (
    <button
      {...rest}
      type={type}
      className={`btn btn-${kind} ${className}`}
      aria-disabled={busy || Boolean(locked) || undefined}
      aria-busy={busy || undefined}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (busy || locked) {
          event.preventDefault();
          if (locked) onLocked?.();
          return;
        }
        onClick?.(event);
      }}
    >
      <span className="btn-label">
        {icon && <Icon name={icon} />}
        <span>{children}</span>
        {shortcut && (
          <span aria-hidden="true">
            <kbd data-keys={shortcut} />
          </span>
        )}
      </span>
      {busy && <span className="spin" aria-hidden="true" />}
    </button>
  );
  if (!locked || reasonId) return button;
  return (
    <span className="inline-flex flex-col gap-1">
      {button}
      <span id={ownReason} className="hint">
        {locked}
      </span>
    </span>
  );
}

/** A way to another screen that looks like a button. */
export function ButtonLink({
  kind = 'primary',
  icon,
  children,
  className = '',
  ...rest
}: LinkProps & { kind?: Kind; icon?: IconName; children: ReactNode }) {
  return (
    <Link {...rest} className={`btn btn-${kind} ${className}`}>
      <span className="btn-label">
        {icon && <Icon name={icon} />}
        <span>{children}</span>
      </span>
    </Link>
  );
}

/** An icon alone, with its name for those who do not see it. */
export function IconButton({
  icon,
  label,
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { icon: IconName; label: string }) {
  return (
    <button type="button" {...rest} className={`icon-btn ${className}`} aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}
