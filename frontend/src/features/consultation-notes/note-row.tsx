import { Link } from 'react-router';

import type { NoteSummary } from '../../../../functions/consultation-notes/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Chevron } from '../../shared/ui/page.tsx';
import { Tag } from '../../shared/ui/surfaces.tsx';
import { useDeskWords } from './words.ts';

const tagKinds = { writing: 'info', interrupted: 'warn', draft: 'plain', signed: 'ok', replaced: 'plain' } as const;

export function StatusTag({ status, version }: { status: NoteSummary['status']; version?: number | undefined }) {
  const t = useDeskWords();
  return (
    <Tag kind={tagKinds[status]}>{version !== undefined && version > 1 ? t('status.amended', { version }) : t(`status.${status}`)}</Tag>
  );
}

/** One note of a list. */
export function NoteRow({ note, withPatient = true }: { note: NoteSummary; withPatient?: boolean }) {
  const t = useDeskWords();
  const { date } = useFormat();
  const visit = `${date(note.visitDate)} · ${t(`visit.${note.visitType}`)}`;
  return (
    <li>
      <Link to={`/desk/notes/${encodeURIComponent(note.noteId)}`} className="row-link">
        <span className="min-w-0">
          <span className="block font-semibold">{withPatient ? note.patient.name : visit}</span>
          {withPatient && <span className="block text-sm text-ink-2">{visit}</span>}
        </span>
        <span className="ml-auto flex flex-none items-center gap-3">
          <StatusTag status={note.status} version={note.version} />
          <Chevron />
        </span>
      </Link>
    </li>
  );
}
