import { progressOf, SECTIONS } from './note-state.ts';
import type { NoteDesk } from './use-note-desk.ts';
import { useDeskWords } from './words.ts';

/** Which of the three parts is being written, and how far it is. */
export function Progress({ desk }: { desk: NoteDesk }) {
  const t = useDeskWords();
  const { live, writing, sentRough = '' } = desk;
  if (writing === undefined) return null;
  const lost = live.connection?.is === 'reconnecting';
  const part = SECTIONS.indexOf(writing) + 1;
  return (
    <span className="pane-end progress">
      <span>{lost ? t('live.reconnecting') : t(`live.${writing}`, { part })}</span>
      <span className="progress-bar" aria-hidden="true">
        <i style={{ width: `${Math.round(progressOf(live.note, sentRough.length) * 100)}%` }} />
      </span>
    </span>
  );
}
