import { Link } from 'react-router';

import type { NoteSummary } from '../../../../functions/consultation-notes/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Chevron } from '../../shared/ui/page.tsx';
import { Tag } from '../../shared/ui/surfaces.tsx';
import { DateTile } from './date-tile.tsx';
import { useVisitWords } from './visits-words.ts';

/** One visit in a list: who, when, how. */
export function VisitRow({ note }: { note: NoteSummary }) {
  const t = useVisitWords();
  const { date } = useFormat();
  return (
    <Link to={`/visits/${encodeURIComponent(note.noteId)}`} className="row-link">
      <DateTile day={note.visitDate} />
      <span className="min-w-0">
        <span className="block font-semibold">{note.doctor.name}</span>
        <span className="block text-sm text-ink-2">{note.doctor.specialty}</span>
        <span className="block text-sm text-ink-2">
          {t('visit.where', { type: t(`type.${note.visitType}`), date: date(note.visitDate) })}
        </span>
        {(note.version ?? 1) > 1 && <Tag kind="info">{t('changed')}</Tag>}
      </span>
      <Chevron />
    </Link>
  );
}
