import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { MarkerInfo } from '../../../../functions/observations/contract.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { useForget, useMutation } from '../../shared/api/query.ts';
import { useDraft } from '../../shared/drafts.ts';
import { indianDay } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice, ErrorSummary } from '../../shared/ui/errors.tsx';
import { BackLink } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card, Skeleton } from '../../shared/ui/surfaces.tsx';
import { acceptedOf, doubtsIn } from './doubts.ts';
import { useResultWords } from './observations-words.ts';
import { ReportFile } from './report-file.tsx';
import { SecondLook } from './second-look.tsx';
import { infoOf, useMarkers } from './use-markers.ts';
import { fieldIdOf, ValueFields } from './value-fields.tsx';
import { type Draft, emptyDraft, type Field, fieldsOf, type Problems, problemsOf, refusedFields } from './value-form.ts';

/** `/record/results/add?code&file`: a value by hand, perhaps read off one of the files. */
export default function AddValueScreen() {
  const t = useResultWords();
  const [params] = useSearchParams();
  const markers = useMarkers();
  const documentId = params.get('file') ?? undefined;
  return (
    <Page title={t('add.title')} wide={documentId !== undefined}>
      {markers.error && !markers.data && <ErrorNotice failure={markers.error} onRetry={() => markers.refetch()} />}
      {markers.isPending && <Skeleton cards={1} lines={4} />}
      <div className={documentId === undefined ? '' : 'grid items-start gap-4 desk:grid-cols-2'}>
        {documentId !== undefined && (
          <div className="space-y-2">
            <p>{t('add.file')}</p>
            <ReportFile documentId={documentId} />
          </div>
        )}
        {markers.data && <AddForm markers={markers.data} code={params.get('code') ?? ''} documentId={documentId} />}
      </div>
      <BackLink to="/record">{t('back')}</BackLink>
    </Page>
  );
}

const fresh = (markers: readonly MarkerInfo[], code: string): Draft => {
  const info = infoOf(markers, code);
  const [only] = info?.units ?? [];
  return { ...emptyDraft(indianDay()), code: info?.code ?? '', unit: info?.units.length === 1 ? (only?.unit ?? '') : '' };
};

const FORM = 'value';
const NONE: Problems = {};

function AddForm({ markers, code, documentId }: { markers: readonly MarkerInfo[]; code: string; documentId: string | undefined }) {
  const t = useResultWords();
  const shared = useSharedWords();
  const { say } = useStatus();
  const navigate = useNavigate();
  const forget = useForget();
  const empty = fresh(markers, code);
  const { value: draft, set, discard, kept } = useDraft(`result ${code} ${documentId ?? ''}`, empty);
  const [problems, setProblems] = useState(NONE);
  const [summary, setSummary] = useState<readonly { fieldId: string; text: string }[]>([]);
  const show = (found: Problems) => {
    setProblems(found);
    setSummary(
      (Object.entries(found) as [Field, NonNullable<Problems[Field]>][]).map(([field, problem]) => ({
        fieldId: fieldIdOf(FORM, field),
        text: t(`problem.${problem}`),
      })),
    );
  };
  const create = useMutation('POST /observations', {
    onSuccess: async (stored) => {
      say(t('saved', { count: 1 }));
      void forget('GET /dashboard', 'GET /observations');
      // Beside a report the next value follows, of the same day and laboratory.
      if (documentId === undefined) {
        discard(empty);
        navigate(`/record/results/${stored[0]?.code ?? ''}`);
      } else set({ ...empty, day: draft.day, source: draft.source });
    },
    onError: (failure) => show(refusedFields(failure.problems).get(0) ?? NONE),
  });
  const doubts = doubtsIn(create.failure);
  const send = (accepted?: ReturnType<typeof acceptedOf>) => {
    const info = infoOf(markers, draft.code);
    const found = problemsOf(draft, info, indianDay());
    show(found);
    if (!info || Object.keys(found).length > 0) return;
    create.mutate({
      body: {
        observations: [fieldsOf(draft, info)],
        ...(documentId !== undefined && { provenance: { kind: 'hand' as const, documentId } }),
        ...(accepted && { accepted }),
      },
    });
  };
  const isToldAtFields = isFailure(create.failure, 'invalid-request') && Object.keys(problems).length > 0;
  return (
    <Card>
      <form
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {kept && <p className="hint">{shared('draft.kept')}</p>}
        <ErrorSummary problems={summary} />
        <ValueFields
          form={FORM}
          draft={draft}
          problems={problems}
          markers={markers}
          onChange={(next) => {
            set(next);
            // A doubt is about what was sent, not about what stands there now.
            if (create.failure) create.reset();
          }}
        />
        {doubts.length > 0 ? (
          <SecondLook
            doubts={doubts}
            codes={[draft.code]}
            markers={markers}
            busy={create.isPending}
            onAccept={() => send(acceptedOf(doubts))}
            onChange={() => {
              create.reset();
              document.getElementById(fieldIdOf(FORM, 'value'))?.focus();
            }}
          />
        ) : (
          <>
            {create.failure && !isToldAtFields && <ErrorNotice failure={create.failure} />}
            <Button type="submit" busy={create.isPending}>
              {t('save')}
            </Button>
          </>
        )}
      </form>
    </Card>
  );
}
