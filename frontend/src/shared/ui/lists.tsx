import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { useSharedWords } from '../i18n/shared-words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

type Pages = { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => Promise<unknown> };

/** The next page of a list, while there is one. */
export function ShowMore({
  of: { hasNextPage, isFetchingNextPage, fetchNextPage },
  className,
  children,
}: {
  of: Pages;
  className?: string;
  children?: ReactNode;
}) {
  const t = useSharedWords();
  if (!hasNextPage) return null;
  return (
    <Button kind="secondary" className={className} busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {children ?? t('show-more')}
    </Button>
  );
}

/** From a page of a part to the part itself. */
export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="link inline-flex items-center gap-2 py-3">
      <Icon name="arrow-left" />
      {children}
    </Link>
  );
}
