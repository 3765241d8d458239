import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useMutation } from '../../shared/api/query.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { BackLink } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import { bodyOfFile, MOST_CHARACTERS, type NotAFile } from './import-body.ts';
import { useResultWords } from './observations-words.ts';

/** `/record/results/import`: values from a CSV or FHIR file. */
export default function ImportFileScreen() {
  const t = useResultWords();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<NotAFile>();
  const start = useMutation('POST /observation-imports', {
    onSuccess: ({ importId }) => navigate(`/record/results/imports/${encodeURIComponent(importId)}`),
  });
  const take = async (file: File) => {
    setWrong(undefined);
    start.reset();
    // Anything larger is refused unread: a text has at least one byte a letter, at most four.
    const body = file.size > 4 * MOST_CHARACTERS ? 'too-large' : bodyOfFile(file.name, await file.text());
    if (typeof body === 'string') setWrong(body);
    else start.mutate({ body });
  };
  return (
    <Page title={t('import.title')}>
      <p>{t('import.lead')}</p>
      <Button icon="plus" busy={start.isPending} onClick={() => input.current?.click()}>
        {t('import.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.json,text/csv,application/json,application/fhir+json"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void take(file);
        }}
      />
      {wrong && (
        <div role="alert">
          <Note kind="warn">
            {wrong === 'too-large'
              ? t('import.too-large', { size: MOST_CHARACTERS / 1_000 })
              : wrong === 'not-json'
                ? t('import.not-json', { brace: '{' })
                : t('import.empty')}
          </Note>
        </div>
      )}
      {start.failure && (
        <ErrorNotice failure={start.failure}>
          {/* The rule names the row or the column. */}
          <ul>
            {start.failure.problems.map(({ field, rule }) => (
              <li key={`${field} ${rule}`}>{rule}</li>
            ))}
          </ul>
        </ErrorNotice>
      )}
      <p>
        <BackLink to="/record">{t('back')}</BackLink>
      </p>
    </Page>
  );
}
