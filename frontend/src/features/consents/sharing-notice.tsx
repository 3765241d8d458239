import type { CallInput } from '../../shared/api/client.ts';
import { useConsentWords } from './consents-words.ts';

/** The version of the words below, kept with each grant: other words are another version (DPDP Rules 2025, rule 3). */
export const SHARING_NOTICE: CallInput<'POST /consents'>['body']['notice'] = 'sharing-1';

/** What is shared, what for, how to stop, to whom to complain; read before anything is shared. */
export function SharingNotice() {
  const t = useConsentWords();
  return (
    <section className="rounded-md bg-sunken p-4 text-sm" aria-labelledby="sharing-notice">
      <p id="sharing-notice" className="font-semibold">
        {t('notice.title')}
      </p>
      <ul className="list-disc space-y-1 pl-5">
        <li>{t('notice.what')}</li>
        <li>{t('notice.stop')}</li>
        <li>{t('notice.complain')}</li>
      </ul>
    </section>
  );
}
