import type { SignedVersion } from '../../../../functions/consultation-notes/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { differenceOf } from './difference.ts';
import { useDeskWords } from './words.ts';

type Change = SignedVersion['changes'][number];

/** What was and what is, word by word; said as well as coloured. */
export function Difference({ change }: { change: Pick<Change, 'before' | 'after'> }) {
  const t = useDeskWords();
  const { before, after } = change;
  if (before === undefined) return <ins>{after}</ins>;
  if (after === undefined) return <del>{before}</del>;
  return (
    <>
      {differenceOf(before, after).map(({ kind, text }, index) => {
        const key = `${index}-${kind}`;
        if (kind === 'same') return <span key={key}>{text}</span>;
        return kind === 'added' ? (
          <ins key={key}>
            <span className="sr">{t('difference.added')} </span>
            {text}
          </ins>
        ) : (
          <del key={key}>
            <span className="sr">{t('difference.taken-out')} </span>
            {text}
          </del>
        );
      })}
    </>
  );
}

/** The signed versions, newest first, each with what it changed and its link in the chain. */
export function Versions({ versions }: { versions: readonly SignedVersion[] }) {
  const t = useDeskWords();
  const { dateTime } = useFormat();
  return (
    <section aria-label={t('versions.title')} className="versions">
      <h3 className="section-head">{t('versions.title')}</h3>
      <ol>
        {versions.toReversed().map(({ version, signedAt, signedBy, reason, changes, hash, previousHash }) => (
          <li key={version}>
            <p className="font-semibold">{t('versions.one', { version, when: dateTime(signedAt), name: signedBy.name })}</p>
            {reason !== undefined && <p>{t('versions.reason', { reason })}</p>}
            {changes.length > 0 && (
              <ul className="difference">
                {changes.map((change) => (
                  <li key={change.sentenceId}>
                    <span className="text-sm text-ink-2">
                      {t(change.section === 'letter' ? 'sheet.letter' : `section.${change.section}`)}
                    </span>{' '}
                    <Difference change={change} />
                  </li>
                ))}
              </ul>
            )}
            <details className="text-sm text-ink-2">
              <summary>{t('versions.hash')}</summary>
              <p>{t('versions.hash.text')}</p>
              <code className="break-all select-all">{hash}</code>
              {version > 1 && (
                <p>
                  {t('versions.hash.previous')} <code className="break-all select-all">{previousHash}</code>
                </p>
              )}
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}
