import { Icon } from '../../shared/ui/icon.tsx';
import { useResultWords } from './observations-words.ts';
import { type Reading, type Side, sideOf } from './reading.ts';

const kinds = { below: 'warn', above: 'warn', within: 'ok', unknown: 'plain' } as const;

/** ▲ above, ▼ below, ✓ in the range, ⓘ not compared: readable without colour. */
export function SideMark({ side }: { side: Side }) {
  if (side === 'within') return <Icon name="check" size={16} />;
  if (side === 'unknown') return <Icon name="info" size={16} />;
  return (
    <svg viewBox="0 0 16 16" width={16} height={16} className="flex-none" fill="currentColor" aria-hidden="true">
      <path d={side === 'above' ? 'M8 3l6 10H2z' : 'M8 13L2 3h12z'} />
    </svg>
  );
}

/** How a value stands: mark, words, colour. */
export function ReadingTag({ reading }: { reading: Reading }) {
  const t = useResultWords();
  const side = sideOf(reading);
  return (
    <span className={`tag tag-${kinds[side]}`}>
      <SideMark side={side} />
      {t(`reading.${reading}`)}
    </span>
  );
}
