import { Link } from 'react-router';

import { useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { useOnline } from '../../shared/ui/net-bar.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import type { NoteDesk } from './use-note-desk.ts';
import { useDeskWords } from './words.ts';

/** What the doctor should know about how this note came to be and where it stands. */
export function NoteNotices({ desk, amending, reads }: { desk: NoteDesk; amending: boolean; reads: boolean }) {
  const t = useDeskWords();
  const online = useOnline();
  const { dateTime } = useFormat();
  const { mode, note, live, editorState } = desk;
  const notices = live.note.notices;
  const composed = note?.writing.writtenBy === 'arogya' || notices.includes('composed-without-ai');
  const declined = note?.writing.end === 'guardrail' || notices.includes('guardrail');
  const waiting = (mode === 'writing' || mode === 'asking') && live.connection?.is === 'reconnecting';
  const unsent = editorState.saving === 'waiting' && editorState.pending.length > 0 && mode === 'draft';
  const { refused } = editorState;

  return (
    <div className="notices">
      {desk.refused && (
        <ErrorNotice failure={desk.refused}>
          {desk.refused.problems.length > 0 && (
            <ul className="list-disc pl-5">
              {desk.refused.problems.map(({ field, rule }) => (
                <li key={`${field} ${rule}`}>
                  {field.replace(/^body\./, '')}: {rule}
                </li>
              ))}
            </ul>
          )}
          <p>{t('write.kept')}</p>
        </ErrorNotice>
      )}
      {live.connection?.is === 'failed' && desk.hasLive && <ErrorNotice failure={live.connection.failure} onRetry={desk.readAgain} />}
      {mode === 'asking' && !waiting && <p className="text-ink-2">{t('live.asking')}</p>}
      {waiting && (
        <Note title={t(mode === 'asking' ? 'live.waiting' : online ? 'live.reconnecting' : 'live.offline')}>
          <p>{t(mode === 'asking' ? 'live.asking.kept' : 'live.goes-on')}</p>
        </Note>
      )}
      {notices.includes('retrying') && mode === 'writing' && !composed && (
        <Note title={t('notice.retrying')}>
          <p>{t('notice.retrying.text')}</p>
        </Note>
      )}
      {composed && !declined && mode !== 'signed' && (
        <Note kind="warn" title={t('notice.composed')}>
          <p>{t('notice.composed.text')}</p>
        </Note>
      )}
      {notices.includes('part-composed') && mode !== 'signed' && (
        <Note title={t('notice.part-composed')}>
          <p>{t('notice.part-composed.text')}</p>
        </Note>
      )}
      {declined && mode !== 'signed' && (
        <Note kind="warn" title={t('notice.guardrail')}>
          <p>{t('notice.guardrail.text')}</p>
        </Note>
      )}
      {mode === 'interrupted' && (
        <Note kind="warn" title={t('interrupted.title')}>
          <p>{t('interrupted.text')}</p>
          <Button icon="refresh" onClick={desk.goOn}>
            {t('interrupted.continue')}
          </Button>
        </Note>
      )}
      {mode === 'replaced' && (
        <Note title={t('replaced.title')}>
          <p>
            {t('replaced.text')}{' '}
            <Link to={`/desk/notes?patient=${encodeURIComponent(note?.patient.patientId ?? '')}`} className="link">
              {t('replaced.link')}
            </Link>
          </p>
        </Note>
      )}
      {mode === 'signed' && note?.signedAt !== undefined && !amending && (
        <Note kind="ok" title={t('signed.title', { name: note.versions.at(-1)?.signedBy.name ?? note.doctor.name })}>
          <p>
            {t('sheet.registration', { number: note.versions.at(-1)?.signedBy.registrationNumber ?? note.doctor.registrationNumber })} ·{' '}
            {dateTime(note.signedAt)}
          </p>
          {reads && <p>{t('signed.text', { name: note.patient.name })}</p>}
        </Note>
      )}
      {unsent && (
        <Note title={t('unsent.title', { count: editorState.pending.length })}>
          <p>{t('unsent.text')}</p>
        </Note>
      )}
      {refused && !('text' in refused.change) && <ErrorNotice failure={refused.failure} onRetry={desk.readAgain} />}
    </div>
  );
}
