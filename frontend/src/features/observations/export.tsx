import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';

import { call, callWithMeta } from '../../shared/api/client.ts';
import { ApiFailure } from '../../shared/api/failure.ts';
import { useQuery } from '../../shared/api/query.ts';
import { indianDay } from '../../shared/i18n/dates.ts';
import { saveFile } from '../../shared/save-file.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { BackLink } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card, Note } from '../../shared/ui/surfaces.tsx';
import { type ExportFormat, fileOf, gathering } from './export-file.ts';
import { useResultWords } from './observations-words.ts';
import { Sources } from './sources.tsx';

/** As many as one page of the API may hold. */
const PER_PAGE = '100';

/** `/record/export`: take the values along. */
export default function ExportScreen() {
  const t = useResultWords();
  const dashboard = useQuery('GET /dashboard', { query: {} });
  return (
    <Page title={t('export.title')}>
      <p className="text-ink-2">{t('export.lead')}</p>
      {dashboard.data?.values === 0 && <Note>{t('export.nothing')}</Note>}
      <Card title={t('export.doctor')}>
        <SavingRow text={t('export.summary.text')} verb={t('export.summary')} primary save={saveSummary} />
      </Card>
      <Card title={t('export.all')}>
        <ul className="-my-4 divide-y divide-line">
          {(['csv', 'fhir', 'json'] as const).map((format) => (
            <li key={format} className="py-4">
              <ExportRow format={format} />
            </li>
          ))}
        </ul>
      </Card>
      <p className="text-ink-2">{t('export.files')}</p>
      <p className="flex flex-wrap gap-x-6">
        <Link to="/record/files" className="link inline-flex items-center gap-2 py-3">
          <Icon name="report-medical" />
          {t('record.files')}
        </Link>
        <BackLink to="/record">{t('back')}</BackLink>
      </p>
      <Sources open />
    </Page>
  );
}

const saveSummary = async (signal: AbortSignal): Promise<void> => {
  const { fileName, contentType, base64 } = await call('GET /me/health-summary', {}, { signal });
  saveFile(
    fileName,
    Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
    contentType,
  );
};

function ExportRow({ format }: { format: ExportFormat }) {
  const t = useResultWords();
  const [pages, setPages] = useState(0);
  const begun = useRef<ReturnType<typeof gathering>>(undefined);
  const signal = useRef<AbortSignal>(undefined);
  const save = async (stop: AbortSignal) => {
    signal.current = stop;
    begun.current ??= gathering(
      (cursor) =>
        callWithMeta(
          'GET /me/export',
          { query: { format, limit: PER_PAGE, ...(cursor !== undefined && { cursor }) } },
          { signal: signal.current },
        ),
      setPages,
    );
    const file = fileOf(format, await begun.current.go(), indianDay());
    // The next export is of what is there by then.
    begun.current = undefined;
    setPages(0);
    saveFile(file.name, file.text, file.type);
  };
  return (
    <SavingRow
      title={t(`export.${format}.title`)}
      text={t(`export.${format}.text`)}
      verb={t(`export.${format}`)}
      save={save}
      progress={pages > 0 && t('export.part', { count: pages })}
    />
  );
}

/** One file to be made: what it is for, the button, how far it is, what went wrong. */
function SavingRow({
  title,
  text,
  verb,
  primary = false,
  progress,
  save,
}: {
  title?: string;
  text: string;
  verb: string;
  primary?: boolean;
  progress?: ReactNode;
  save: (signal: AbortSignal) => Promise<void>;
}) {
  const t = useResultWords();
  const { say } = useStatus();
  const [state, setState] = useState<{ busy: boolean; failure?: ApiFailure }>({ busy: false });
  const leaving = useRef<AbortController>(undefined);
  useEffect(() => () => leaving.current?.abort(), []);
  const run = async () => {
    leaving.current = new AbortController();
    const { signal } = leaving.current;
    setState({ busy: true });
    try {
      await save(signal);
      setState({ busy: false });
      say(t('export.saved'));
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof ApiFailure ? error : new ApiFailure({ status: 0, code: 'unreadable-reply', message: String(error) });
      setState({ busy: false, failure });
    }
  };
  return (
    <div className="space-y-3">
      <div>
        {title && <h3 className="font-semibold">{title}</h3>}
        <p className="text-ink-2">{text}</p>
      </div>
      <Button
        kind={primary ? 'primary' : 'secondary'}
        icon={primary ? 'printer' : 'arrow-down'}
        busy={state.busy}
        onClick={() => void run()}
      >
        {verb}
      </Button>
      {state.busy && progress && (
        <p role="status" className="text-sm text-ink-2">
          {progress}
        </p>
      )}
      {state.failure && <ErrorNotice failure={state.failure} onRetry={() => void run()} />}
    </div>
  );
}
