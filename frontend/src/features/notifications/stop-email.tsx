import { useParams } from 'react-router';

import { useMutation } from '../../shared/api/query.ts';
import { dictionary, useWords } from '../../shared/i18n/words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Card, Note } from '../../shared/ui/surfaces.tsx';

const words = dictionary({ en: () => import('./stop-email.en.ts'), hi: () => import('./stop-email.hi.ts') });

/**
 * `/stop-email/:token`, from the end of a letter and without signing in. By a button and not by opening it: programs that
 * look into mail open every link.
 */
export default function StopEmail() {
  const t = useWords(words);
  const { token = '' } = useParams();
  const stop = useMutation('POST /email-stops/{token}');
  const isGone = stop.failure?.code === 'not-found';
  const settings = (
    <ButtonLink to="/me/notifications" kind="secondary">
      {t('settings')}
    </ButtonLink>
  );
  return (
    <Page title={t('title')}>
      <Card className="space-y-3">
        {!stop.isSuccess && !isGone && (
          <>
            <p>{t('text')}</p>
            <p className="text-ink-2">{t('rest')}</p>
            <Button busy={stop.isPending} onClick={() => stop.mutate({ params: { token } })}>
              {t('action')}
            </Button>
          </>
        )}
        <div role="status">
          {stop.isSuccess && (
            <Note kind="ok" title={t('done')}>
              <p>{t('again')}</p>
            </Note>
          )}
          {isGone && <Note kind="warn">{t('not-found')}</Note>}
        </div>
        {(stop.isSuccess || isGone) && settings}
        {stop.failure && !isGone && <ErrorNotice failure={stop.failure} />}
      </Card>
    </Page>
  );
}
