import { lazy, Suspense } from 'react';

import type { Note, PatientNote, Section } from '../../../../functions/consultation-notes/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Listen } from '../../shared/ui/listen.tsx';
import { Card, Tag } from '../../shared/ui/surfaces.tsx';
import { Amendments, Seals } from './amendments.tsx';
import { useVisitWords } from './visits-words.ts';

/** Read after the letter, and by patients only. */
const NoteMedicines = lazy(() => import('./note-medicines.tsx'));

type ReadNote = Note | PatientNote;

/** Sentences of one section as they stand; a doctor's view holds those that were taken out, too. */
const sentencesOf = (note: ReadNote, section: Section) =>
  note.sentences.filter((sentence) => sentence.section === section && !('removed' in sentence && sentence.removed));

/** A signed note: the letter, then the record, then how it was signed. */
export function VisitContent({ note }: { note: ReadNote }) {
  const t = useVisitWords();
  const shared = useSharedWords();
  const letter = sentencesOf(note, 'letter');
  return (
    <>
      <p className="print-only">
        {shared('banner.patient')}: <b>{note.patient.name}</b>
      </p>
      {note.versions.length > 1 && <Amendments versions={note.versions} />}
      <Card
        title={t('letter.title')}
        end={
          letter.length > 0 && (
            <Listen
              text={[note.letter.greeting, ...letter.map(({ text }) => text), note.letter.closing].join(' ')}
              language={note.letterLanguage}
            />
          )
        }
      >
        {letter.length === 0 ? (
          <p className="text-ink-2">{t('letter.none')}</p>
        ) : (
          <div className="max-w-prose space-y-2">
            <p lang={note.letterLanguage}>{note.letter.greeting}</p>
            {letter.map((sentence) => (
              <p key={sentence.sentenceId} lang={sentence.language}>
                {sentence.text}
              </p>
            ))}
            <p lang={note.letterLanguage}>{note.letter.closing}</p>
          </div>
        )}
      </Card>
      <Card title={t('record.title')}>
        <p className="hint no-print -mt-2 mb-3">{t('record.hint')}</p>
        {(['summary', 'next-steps'] as const).map((section) => {
          const sentences = sentencesOf(note, section);
          if (sentences.length === 0) return null;
          return (
            <section key={section} className="mt-4 first-of-type:mt-0">
              <h3 className="font-semibold text-ink-2">{t(`section.${section}`)}</h3>
              <ul className="mt-1 max-w-prose list-disc space-y-1 pl-5">
                {sentences.map((sentence) => (
                  <li key={sentence.sentenceId} lang={sentence.language}>
                    {sentence.text}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </Card>
      {!('roughNotes' in note) && (
        <Suspense fallback={null}>
          <NoteMedicines noteId={note.noteId} />
        </Suspense>
      )}
      <Signature note={note} />
    </>
  );
}

function Signature({ note }: { note: ReadNote }) {
  const t = useVisitWords();
  const { dateTime } = useFormat();
  const last = note.versions.at(-1);
  if (!last) return null;
  return (
    <Card>
      <div className="space-y-1">
        <Tag kind="ok" icon="signature">
          {t('signed.by', { doctor: last.signedBy.name })}
        </Tag>
        <p>{t('signed.number', { number: last.signedBy.registrationNumber })}</p>
        <p className="text-ink-2">{t('signed.at', { when: dateTime(last.signedAt) })}</p>
        {last.version > 1 && <p className="text-ink-2">{t('version.number', { number: last.version })}</p>}
      </div>
      <Seals versions={note.versions} />
    </Card>
  );
}
