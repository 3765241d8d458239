import { useParams } from 'react-router';
import { useLanguage } from '../../shared/i18n/language.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { BackLink } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Skeleton } from '../../shared/ui/surfaces.tsx';
import { MarkerView } from './marker-view.tsx';
import { useResultWords } from './observations-words.ts';
import { Sources } from './sources.tsx';
import { infoOf, useMarkers } from './use-markers.ts';
import { ValueActions } from './value-actions.tsx';

/** `/record/results/:code`: all right? which way? */
export default function ResultScreen() {
  const t = useResultWords();
  const { language } = useLanguage();
  const { code = '' } = useParams();
  const markers = useMarkers();
  const info = infoOf(markers.data, code);
  return (
    <Page
      key={code}
      title={info?.name[language] ?? t('title')}
      wide
      end={
        <div className="flex flex-wrap gap-3">
          <ButtonLink to="/doctors" icon="stethoscope">
            {t('ask-doctor')}
          </ButtonLink>
          <ButtonLink kind="secondary" to={`/record/results/add?code=${code}`} icon="plus">
            {t('add-value')}
          </ButtonLink>
        </div>
      }
    >
      {markers.error && !markers.data && <ErrorNotice failure={markers.error} onRetry={() => markers.refetch()} />}
      {markers.isPending ? (
        <Skeleton cards={2} lines={4} />
      ) : (
        <MarkerView code={code} info={info} actions={(value) => info && <ValueActions value={value} info={info} />} />
      )}
      <Sources />
      <BackLink to="/record">{t('back')}</BackLink>
    </Page>
  );
}
