import { type ReactNode, useEffect, useRef } from 'react';

import { Icon } from './icon.tsx';

let firstPage = true;

/**
 * One screen: its name goes to the tab's title and, when the person comes from another screen, the heading
 * takes the focus, so that a screen reader says where they are.
 */
export function Page({
  title,
  heading = title,
  eyebrow,
  end,
  wide = false,
  children,
}: {
  title: string;
  heading?: ReactNode;
  eyebrow?: ReactNode;
  end?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  const element = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => {
    if (!firstPage) element.current?.focus({ preventScroll: true });
    firstPage = false;
  }, []);
  return (
    <div className={`shell-main ${wide ? 'shell-main-wide' : ''} space-y-4`}>
      <div className="flex flex-wrap items-center gap-3">
        <div className="mr-auto min-w-0">
          {eyebrow && <div className="text-sm text-ink-2">{eyebrow}</div>}
          <h1 ref={element} tabIndex={-1}>
            {heading}
          </h1>
        </div>
        {end}
      </div>
      {children}
    </div>
  );
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Arogya`;
  }, [title]);
}

/** A list's way on to more of it. */
export function Chevron() {
  return <Icon name="chevron-right" className="ml-auto text-ink-3" />;
}
