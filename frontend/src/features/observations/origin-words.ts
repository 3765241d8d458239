import type { Observation } from '../../../../functions/observations/contract.ts';
import { useResultWords } from './observations-words.ts';

/** The file that a value was read or typed off, if it was. */
export const fileOfValue = ({ provenance }: Pick<Observation, 'provenance'>): string | undefined =>
  provenance.kind === 'hand' || provenance.kind === 'lab-report' ? provenance.documentId : undefined;

/** Says where a value came from; `fileName` is the name of its file, where the reader may know it. */
export function useOriginWords() {
  const t = useResultWords();
  return ({ provenance }: Pick<Observation, 'provenance'>, fileName: string | undefined): string => {
    switch (provenance.kind) {
      case 'hand': {
        const name = fileName ?? t('from.a-file');
        if (provenance.documentId === undefined) return t('from.hand');
        return provenance.page === undefined ? t('from.hand-file', { name }) : t('from.hand-page', { name, page: provenance.page });
      }
      case 'csv':
        return t('from.csv', { name: provenance.fileName, row: provenance.row });
      case 'lab-report':
        return t('from.lab-report', { name: fileName ?? t('from.a-report'), page: provenance.page });
      default:
        return t(`from.${provenance.kind}`);
    }
  };
}
