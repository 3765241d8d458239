import { type ReactNode, useEffect, useRef } from 'react';

import type { ApiFailure } from '../api/failure.ts';
import { useSharedWords } from '../i18n/shared-words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** The problems of a form, as links to their fields. Takes the focus each time `problems` is a new list. */
export function ErrorSummary({ problems }: { problems: readonly { readonly fieldId: string; readonly text: string }[] }) {
  const t = useSharedWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problems.length > 0) box.current?.focus();
  }, [problems]);
  if (problems.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1} role="alert" className="note-box note-danger">
      <Icon name="alert-triangle" />
      <div>
        <h2 className="text-base">{t('summary.title', { count: problems.length })}</h2>
        <ul>
          {problems.map(({ fieldId, text }) => (
            <li key={`${fieldId} ${text}`}>
              <a
                className="inline-block py-3 font-semibold text-danger underline underline-offset-3"
                href={`#${fieldId}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(fieldId)?.focus();
                }}
              >
                {text}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** What happened and what to do next, of a failure; where the data would be. */
export function useFailureText() {
  const t = useSharedWords();
  return (failure: ApiFailure): string => t(`error.${failure.code}`);
}

export function ErrorNotice({
  failure,
  onRetry,
  children,
}: {
  failure: ApiFailure;
  onRetry?: (() => unknown) | undefined;
  children?: ReactNode;
}) {
  const t = useSharedWords();
  const textOf = useFailureText();
  const offline = failure.code === 'network';
  return (
    <div role="alert" className={`note-box ${offline ? 'bg-sunken border-edge' : 'note-warn'}`}>
      <Icon name={offline ? 'wifi-off' : 'alert-triangle'} />
      <div className="space-y-2">
        <p>{textOf(failure)}</p>
        {children}
        {onRetry && (
          <Button kind="secondary" icon="refresh" onClick={() => onRetry()}>
            {t('try-again')}
          </Button>
        )}
        {failure.requestId && (
          <p className="text-sm text-ink-2">
            {t('request-id')} <code className="select-all break-all">{failure.requestId}</code>
          </p>
        )}
      </div>
    </div>
  );
}
