import { usePages } from '../../shared/api/query.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';

const MOST_SHOWN = 99;

/** On the bell: how many notifications are new. Nothing while that is none, or unknown. */
export default function Unread() {
  const t = useSharedWords();
  const { data } = usePages('GET /notifications', { query: { limit: '1' } });
  const unread = data?.pages[0]?.meta.unread ?? 0;
  if (unread === 0) return null;
  return (
    <span className="absolute top-0.5 left-1/2 ml-1 min-w-5 rounded-full bg-brand px-1 text-center text-xs leading-5 font-semibold text-on-brand">
      <span aria-hidden="true">{unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}</span>
      <span className="sr"> {t('nav.unread', { count: unread })}</span>
    </span>
  );
}
