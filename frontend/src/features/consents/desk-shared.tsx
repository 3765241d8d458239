import { DeskTop } from '../consultation-notes/desk-top.tsx';
import { useConsentWords } from './consents-words.ts';
import SharedWithMe from './shared-with-me.tsx';

/** `/desk/shared`: records that patients let the doctor read, and codes that they show. */
export default function DeskShared() {
  const t = useConsentWords();
  return (
    <>
      <DeskTop>
        <span aria-hidden="true">/</span>
        <span>{t('with-me.title')}</span>
      </DeskTop>
      <SharedWithMe base="/desk/shared" />
    </>
  );
}
