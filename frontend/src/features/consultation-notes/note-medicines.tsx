import { useQuery } from '../../shared/api/query.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Card } from '../../shared/ui/surfaces.tsx';
import { reminderLink } from '../reminders/note-link.ts';
import { useVisitWords } from './visits-words.ts';

/** The medicines that a signed note tells its patient to take, each in the doctor's words and a tap away from its reminder. */
export default function NoteMedicines({ noteId }: { noteId: string }) {
  const t = useVisitWords();
  const medicines = useQuery('GET /consultation-notes/{noteId}/medicines', { params: { noteId } });
  if (medicines.error && !medicines.data)
    return (
      <Card title={t('medicines.title')} className="no-print">
        <ErrorNotice failure={medicines.error} onRetry={() => medicines.refetch()} />
      </Card>
    );
  if (!medicines.data || medicines.data.length === 0) return null;
  return (
    <Card title={t('medicines.title')} className="no-print">
      <p className="hint -mt-2 mb-3">{t('medicines.hint')}</p>
      <ul className="divide-y divide-line" aria-label={t('medicines.title')}>
        {medicines.data.map((named) => (
          <li key={`${named.sentenceId} ${named.medicine}`} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-56 space-y-1">
              <p className="font-semibold" lang={named.language}>
                {[named.medicine, named.strength].filter(Boolean).join(' ')}
              </p>
              <blockquote className="border-l-4 border-line pl-3 text-ink-2" lang={named.language}>
                <q>{named.words}</q>
              </blockquote>
            </div>
            <ButtonLink
              kind="secondary"
              icon="bell"
              to={reminderLink(noteId, named)}
              aria-label={t('medicines.remind-of', { medicine: named.medicine })}
            >
              {t('medicines.remind')}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
