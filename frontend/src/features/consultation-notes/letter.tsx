import type { Sentence } from '../../../../functions/consultation-notes/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useDeskWords } from './words.ts';

export type SheetFacts = {
  readonly patientName: string;
  readonly visitDate: string;
  readonly doctor: { readonly name: string; readonly registrationNumber: string };
  readonly signedAt: string | undefined;
  /** The words around the letter; not known before the note is loaded. */
  readonly letter: { readonly greeting: string; readonly closing: string } | undefined;
  readonly letterLanguage: string;
};

/** The letter as the patient gets it, or the whole note as it goes on paper. */
export function Sheet({ sentences, facts, whole = false }: { sentences: readonly Sentence[]; facts: SheetFacts; whole?: boolean }) {
  const t = useDeskWords();
  const { date, dateTime } = useFormat();
  const kept = sentences.filter(({ removed }) => removed !== true);
  const textOf = (section: Sentence['section']) => kept.filter((sentence) => sentence.section === section);
  const paragraphs = (section: Sentence['section']) =>
    textOf(section).map(({ sentenceId, text, language }) => (
      <p key={sentenceId} lang={language}>
        {text}
      </p>
    ));
  return (
    <article className="sheet-page">
      <header>
        <p className="text-lg font-semibold">{facts.patientName}</p>
        <p className="text-sm">{t('sheet.visit', { date: date(facts.visitDate) })}</p>
      </header>
      {whole && (
        <>
          <h3>{t('section.summary')}</h3>
          {paragraphs('summary')}
          <h3>{t('section.next-steps')}</h3>
          {paragraphs('next-steps')}
          <h3>{t('sheet.letter')}</h3>
        </>
      )}
      {textOf('letter').length === 0 ? (
        <p>{t('letter.empty')}</p>
      ) : (
        <>
          {facts.letter && <p lang={facts.letterLanguage}>{facts.letter.greeting}</p>}
          {paragraphs('letter')}
          {facts.letter && <p lang={facts.letterLanguage}>{facts.letter.closing}</p>}
        </>
      )}
      <footer>
        <p className="font-semibold">{facts.doctor.name}</p>
        <p className="text-sm">{t('sheet.registration', { number: facts.doctor.registrationNumber })}</p>
        <p className="text-sm">
          {facts.signedAt === undefined ? t('sheet.unsigned') : t('sheet.signed', { when: dateTime(facts.signedAt) })}
        </p>
      </footer>
    </article>
  );
}
