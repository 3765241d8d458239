import { Suspense, useId, useMemo, useState, useSyncExternalStore } from 'react';
import { Link, Navigate, useParams, useSearchParams } from 'react-router';

import { useQuery } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page, usePageTitle } from '../../shared/ui/page.tsx';
import { PatientBanner } from '../../shared/ui/patient-banner.tsx';
import { Empty, Skeleton, Tag } from '../../shared/ui/surfaces.tsx';
import { appointmentPath } from '../appointments/desk-row.tsx';
import { VisitReason } from '../appointments/desk-way.tsx';
import { DeskTop } from './desk-top.tsx';
import { NoteSide } from './note-side.tsx';
import { countsOf, openFlags, sourceNumbers, spanKey } from './note-state.ts';
import { oneWish } from './one-wish.ts';
import { usePatientFacts } from './patient-facts.ts';
import type { DraftProblem } from './rough-draft.ts';
import { RoughPane } from './rough-pane.tsx';
import { type NewVisit, type NoteDesk, screenKeyOf, useNoteDesk } from './use-note-desk.ts';
import { fieldIds, VISIT_TYPES, VisitForm } from './visit-form.tsx';
import { useDeskWords } from './words.ts';

const wide = matchMedia('(min-width: 64rem)');
const onWide = (listener: () => void) => {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
};

/** /desk/notes/new and /desk/notes/:noteId are one screen: a note is born on the first and stays on it under its own id. */
export function NoteScreen() {
  const { noteId = 'new' } = useParams();
  const [params] = useSearchParams();
  const [freshId] = useState(() => crypto.randomUUID());
  const isNew = noteId === 'new';
  const draftId = params.get('draft') ?? undefined;
  const visit = useMemo<NewVisit>(() => {
    const date = params.get('date') ?? '';
    return {
      patientId: params.get('patient') ?? undefined,
      appointmentId: params.get('appointment') ?? undefined,
      visitType: VISIT_TYPES.find((type) => type === params.get('type')),
      visitDate: /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : undefined,
    };
  }, [params]);
  if (isNew && draftId === undefined) {
    const next = new URLSearchParams(params);
    next.set('draft', freshId);
    return <Navigate to={`/desk/notes/new?${next}`} replace />;
  }
  const key = screenKeyOf(isNew ? (draftId ?? freshId) : noteId);
  return (
    <NoteDeskScreen key={key} screenKey={key} noteId={isNew ? undefined : noteId} draftId={isNew ? draftId : undefined} visit={visit} />
  );
}

function VisitBanner({ desk, compact }: { desk: NoteDesk; compact: boolean }) {
  const t = useDeskWords();
  const facts = usePatientFacts();
  const { date, languageName } = useFormat();
  const { patientId, patientName, visitDate, visitType, letterLanguage } = desk.facts;
  const patient = useQuery('GET /patients/{patientId}', { params: { patientId: patientId ?? '' } }, { enabled: patientId !== undefined });
  const isForm = desk.mode === 'form';
  return (
    <PatientBanner
      compact={compact}
      heading={isForm ? 'p' : 'h1'}
      name={patient.data?.name ?? patientName}
      facts={patient.data ? facts(patient.data) : []}
      allergies={patient.data?.allergies ?? []}
      more={[
        ...(patient.data === undefined || patient.data.conditions.length === 0
          ? []
          : [{ label: t('patient.conditions'), value: patient.data.conditions.join(', ') }]),
        ...(patient.data?.allergies.length === 0 ? [{ label: t('patient.allergies'), value: t('patient.none-told') }] : []),
        ...(isForm
          ? []
          : [
              { label: t('visit.title'), value: `${date(visitDate)} · ${t(`visit.${visitType}`)}` },
              { label: t('visit.letter-in'), value: languageName(letterLanguage) },
            ]),
      ]}
    />
  );
}

function NoteDeskScreen(props: { noteId: string | undefined; draftId: string | undefined; visit: NewVisit; screenKey: string }) {
  const t = useDeskWords();
  const desk = useNoteDesk(props);
  const { mode, note, draft, keeper, sentences } = desk;
  const isWide = useSyncExternalStore(onWide, () => wide.matches);
  const [tab, setTab] = useState<'rough' | 'note'>(props.noteId === undefined ? 'rough' : 'note');
  const [current, setCurrent] = useState<string>();
  const [hovered, setHovered] = useState<string>();
  const tabsId = useId();
  const [wish] = useState(() => oneWish());
  usePageTitle(mode === 'form' ? t('find.new-note') : t('note.of', { name: desk.facts.patientName }));

  if (desk.notMine || desk.stored.error?.code === 'not-found') {
    return (
      <>
        <DeskTop>{null}</DeskTop>
        <Page title={t('note.not-found')}>
          <Empty icon="notes" title={t('note.not-found')} action={<ButtonLink to="/desk/notes">{t('note.to-list')}</ButtonLink>}>
            <p>{t('note.not-found.text')}</p>
          </Empty>
        </Page>
      </>
    );
  }

  const litSentence = sentences.find(({ sentence }) => sentence.sentenceId === (hovered ?? current))?.sentence;
  const numbers = sourceNumbers(sentences);
  const lit = (litSentence?.sources ?? []).map((span) => ({ span, number: numbers.get(spanKey(span)) ?? 0 }));
  const litKey = lit.map(({ span, number }) => `${spanKey(span)}:${number}`).join();

  const begin = (): Promise<void> =>
    wish(async () => {
      const asked = await desk.ask();
      if (asked === true) setTab('note');
      if (typeof asked === 'boolean') return asked;
      const first = asked[0];
      setTab('rough');
      if (first) requestAnimationFrame(() => document.getElementById(fieldIds[first.field])?.focus());
      return false;
    });

  const errors: Partial<Record<DraftProblem['field'], string>> = Object.fromEntries(
    desk.problems.map(({ field, problem }) => [field, t(`problem.${problem}`)]),
  );
  const canWrite = mode === 'form' || mode === 'draft';
  const changed = mode === 'draft' && draft !== undefined && note !== undefined && draft.fields.text !== note.roughNotes;
  const roughText = (canWrite ? draft?.fields.text : undefined) ?? desk.sentRough ?? '';
  const toCheck = countsOf(sentences).toCheck;
  const firstFlag = sentences.find(({ sentence }) => openFlags(sentence).length > 0)?.sentence.sentenceId;
  const fields = draft?.fields;

  const action =
    mode === 'form' || changed ? (
      <Button shortcut="Ctrl Enter" onClick={begin}>
        {t(mode === 'form' ? 'write.action' : 'write.again')}
      </Button>
    ) : mode === 'asking' ? (
      <Button kind="secondary" onClick={desk.takeBack}>
        {t('write.change')}
      </Button>
    ) : null;

  const tabProps = (name: 'rough' | 'note') =>
    ({
      role: 'tab',
      id: `${tabsId}-${name}-tab`,
      'aria-selected': tab === name,
      'aria-controls': `${tabsId}-${name}`,
      tabIndex: tab === name ? 0 : -1,
      onClick: () => setTab(name),
      onKeyDown: (event: React.KeyboardEvent) => {
        if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
        const next = event.key === 'Home' ? 'rough' : event.key === 'End' ? 'note' : tab === 'rough' ? 'note' : 'rough';
        setTab(next);
        document.getElementById(`${tabsId}-${next}-tab`)?.focus();
      },
    }) as const;
  const panelProps = (name: 'rough' | 'note') => ({
    id: `${tabsId}-${name}`,
    ...(isWide ? {} : { role: 'tabpanel', 'aria-labelledby': `${tabsId}-${name}-tab`, hidden: tab !== name }),
  });

  return (
    <div className="desk-note">
      <DeskTop>
        <span aria-hidden="true">/</span>
        {mode === 'form' ? (
          <h1 className="desk-h1">{t('find.new-note')}</h1>
        ) : (
          <Link to="/desk/notes" className="link">
            {t('notes.title')}
          </Link>
        )}
        {desk.facts.appointmentId !== undefined && (
          <>
            <span aria-hidden="true">/</span>
            <Link to={appointmentPath(desk.facts.appointmentId)} className="link">
              {t('visit.appointment')}
            </Link>
          </>
        )}
        {note?.status === 'replaced' && <Tag>{t('status.replaced')}</Tag>}
      </DeskTop>
      <div className="desk-about no-print">
        {(mode !== 'form' || desk.facts.patientId !== undefined) && desk.facts.patientName + (desk.facts.patientId ?? '') !== '' && (
          <VisitBanner desk={desk} compact={!isWide} />
        )}
        {mode === 'form' && desk.facts.appointmentId !== undefined && (
          <Suspense fallback={null}>
            <VisitReason appointmentId={desk.facts.appointmentId} />
          </Suspense>
        )}
        {mode === 'form' && fields !== undefined && keeper !== undefined && (
          <VisitForm
            fields={fields}
            errors={errors}
            onMain={() => void begin()}
            onFields={(next) => {
              keeper.type(next);
              desk.setProblems(desk.problems.filter(({ field }) => field === 'text'));
            }}
          />
        )}
        {desk.stored.error && note === undefined && <ErrorNotice failure={desk.stored.error} onRetry={desk.stored.refetch} />}
      </div>
      {!isWide && (
        <div role="tablist" aria-label={t('tabs.title')} className="desk-tabs no-print">
          <button type="button" {...tabProps('rough')}>
            {t('tabs.rough')}
          </button>
          <button type="button" {...tabProps('note')}>
            {t('tabs.note')}
            {toCheck > 0 && (
              <span className="tab-count">
                {toCheck}
                <span className="sr"> {t('tabs.to-check')}</span>
              </span>
            )}
          </button>
        </div>
      )}
      <div className="desk-split">
        <section className="pane rough-pane no-print" {...panelProps('rough')}>
          {mode === 'loading' || (mode === 'form' && draft === undefined) ? (
            <div className="p-4">
              <Skeleton lines={5} />
            </div>
          ) : (
            <RoughPane
              text={roughText}
              sent={desk.sentRough}
              lit={lit}
              litKey={litKey}
              onText={
                canWrite && fields !== undefined && keeper !== undefined
                  ? (text) => {
                      keeper.type({ ...fields, text });
                      if (errors.text !== undefined) desk.setProblems(desk.problems.filter(({ field }) => field !== 'text'));
                    }
                  : undefined
              }
              error={errors.text}
              draft={canWrite && (mode === 'form' || changed) ? draft : undefined}
              onSettle={(choice) => keeper?.settle(choice)}
              onPutBack={desk.putBack}
              onMain={() => {
                if (mode === 'form' || changed) void begin();
              }}
              action={action}
            />
          )}
        </section>
        <NoteSide
          desk={desk}
          panelProps={panelProps('note')}
          current={current}
          onCurrent={setCurrent}
          onHover={setHovered}
          firstFlag={firstFlag}
          onShowSource={() => {
            setTab('rough');
            requestAnimationFrame(() => document.querySelector('.rough-layer mark')?.scrollIntoView({ block: 'center' }));
          }}
          onShowNote={() => setTab('note')}
          showBar={isWide || tab === 'note'}
        />
      </div>
    </div>
  );
}
