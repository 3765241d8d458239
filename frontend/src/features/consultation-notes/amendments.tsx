import type { SignedVersion } from '../../../../functions/consultation-notes/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Note } from '../../shared/ui/surfaces.tsx';
import { useVisitWords } from './visits-words.ts';

/** What a doctor changed after signing, newest first: when, why, and the words before and now. */
export function Amendments({ versions }: { versions: readonly SignedVersion[] }) {
  const t = useVisitWords();
  const { dateTime } = useFormat();
  const amended = versions.filter(({ version }) => version > 1).toReversed();
  return (
    <Note title={t('changes.title', { count: amended.length })}>
      <ul className="space-y-3">
        {amended.map((version) => (
          <li key={version.version}>
            <p className="text-sm text-ink-2">{dateTime(version.signedAt)}</p>
            {version.reason && <p>{t('changes.reason', { reason: version.reason })}</p>}
            <details className="mt-1">
              <summary className="link py-3">{t('changes.show')}</summary>
              <ul className="mt-2 space-y-3">
                {version.changes.map((change) => (
                  <li key={change.sentenceId} className="rounded-md bg-surface p-3">
                    <p className="text-sm font-semibold text-ink-2">{t(`section.${change.section}`)}</p>
                    {change.before !== undefined && (
                      <p className="mt-1">
                        <span className="text-sm font-semibold">
                          {t(change.after === undefined ? 'changes.removed' : 'changes.before')}:{' '}
                        </span>
                        <del>{change.before}</del>
                      </p>
                    )}
                    {change.after !== undefined && (
                      <p className="mt-1">
                        <span className="text-sm font-semibold">
                          {t(change.before === undefined ? 'changes.added' : 'changes.after')}:{' '}
                        </span>
                        <ins className="no-underline">{change.after}</ins>
                      </p>
                    )}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </Note>
  );
}

/** The chain of seals, for whoever wants to check it. */
export function Seals({ versions }: { versions: readonly SignedVersion[] }) {
  const t = useVisitWords();
  return (
    <details className="no-print mt-3">
      <summary className="link py-3 text-sm">{t('seal.title')}</summary>
      <p className="mt-1 text-sm text-ink-2">{t('seal.text')}</p>
      <ol className="mt-2 space-y-2 text-sm">
        {versions.map((version) => (
          <li key={version.version}>
            {t('version.number', { number: version.version })}: <code className="break-all select-all">{version.hash}</code>
          </li>
        ))}
      </ol>
    </details>
  );
}
