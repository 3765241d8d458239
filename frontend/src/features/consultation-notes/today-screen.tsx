import { useEffect, useState } from 'react';
import { Link } from 'react-router';

import { places } from '../../app/places.ts';
import { call } from '../../shared/api/client.ts';
import { useForget, useQuery } from '../../shared/api/query.ts';
import { useSession } from '../../shared/auth/session.ts';
import { vault } from '../../shared/auth/vault.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { ButtonLink, IconButton } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Chevron, Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card, Empty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { TodayAppointments } from '../appointments/desk-today.tsx';
import { DeskTop } from './desk-top.tsx';
import { type KeptDraft, keptDrafts } from './kept-drafts.ts';
import { NoteRow } from './note-row.tsx';
import { type ChosenPatient, NO_ONE } from './rough-draft.ts';
import { useDeskWords } from './words.ts';

type Unfinished = {
  readonly draftId: string;
  readonly text: string;
  readonly patient: ChosenPatient;
  readonly at: number;
  readonly here: boolean;
};

/** Drafts of the server and of this device as one list; what is only here says so. */
const useUnfinished = () => {
  const { accountId = '' } = useSession();
  const stored = useQuery('GET /rough-drafts', {}, { staleTime: 0 });
  const [kept, setKept] = useState<readonly KeptDraft[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what this device holds is read again with every answer of the server
  useEffect(() => {
    void keptDrafts(accountId, vault())
      .list()
      .then(setKept)
      .catch(() => undefined);
  }, [accountId, stored.data]);
  const own = kept.filter(({ unsaved }) => unsaved);
  const drafts: Unfinished[] = [
    ...own.map(({ draftId, fields, changedAt }) => ({ draftId, text: fields.text, patient: fields.patient, at: changedAt, here: true })),
    ...(stored.data ?? [])
      .filter(({ draftId }) => !own.some((draft) => draft.draftId === draftId))
      .map(({ draftId, text, patientId, walkIn, savedAt }) => ({
        draftId,
        text,
        patient:
          patientId !== undefined
            ? ({ kind: 'known', patientId } as const)
            : walkIn?.name !== undefined
              ? ({ kind: 'walk-in', name: walkIn.name, age: '', sex: '', email: '' } as const)
              : NO_ONE,
        at: Date.parse(savedAt),
        here: false,
      })),
  ].sort((left, right) => right.at - left.at);
  const drop = (draftId: string): void => setKept((known) => known.filter((draft) => draft.draftId !== draftId));
  return { drafts, stored, accountId, drop };
};

function PatientName({ patient }: { patient: ChosenPatient }) {
  const t = useDeskWords();
  const patientId = patient.kind === 'known' ? patient.patientId : '';
  const found = useQuery(
    'GET /patients/{patientId}',
    { params: { patientId } },
    { enabled: patientId !== '' && patient.kind === 'known' && patient.name === undefined },
  );
  const name = patient.kind === 'none' ? '' : (patient.name ?? found.data?.name ?? '');
  return name === '' ? t('draft.no-patient') : name;
}

function DraftRow({ draft, onErase }: { draft: Unfinished; onErase: () => void }) {
  const t = useDeskWords();
  const { dateTime } = useFormat();
  return (
    <li className="flex items-center">
      <Link to={`/desk/notes/new?draft=${draft.draftId}`} className="row-link min-w-0 flex-1">
        <Icon name="pencil" className="text-ink-2" />
        <span className="min-w-0">
          <span className="block font-semibold">
            <PatientName patient={draft.patient} />
          </span>
          <span className="block truncate text-sm text-ink-2">{draft.text.trim() === '' ? t('draft.no-text') : draft.text}</span>
          <span className="block text-sm text-ink-3">
            {dateTime(draft.at)}
            {draft.here && ` · ${t('saved.here')}`}
          </span>
        </span>
      </Link>
      <IconButton icon="trash" label={t('draft.erase')} className="mr-2" onClick={onErase} />
    </li>
  );
}

/** What the rail leads to and the bottom bar of a phone has no room for. */
function MorePlaces() {
  const t = useSharedWords();
  return (
    <ul className="card overflow-hidden desk:hidden">
      {places.desk
        .filter(({ railOnly }) => railOnly)
        .map(({ to, icon, word }) => (
          <li key={to} className="border-line not-first:border-t">
            <Link to={to} className="row-link font-semibold">
              <Icon name={icon} size={24} className="text-brand" />
              {t(word)}
              <Chevron />
            </Link>
          </li>
        ))}
    </ul>
  );
}

export function TodayScreen() {
  const t = useDeskWords();
  const { say } = useStatus();
  const forget = useForget();
  const { drafts, stored, accountId, drop } = useUnfinished();
  const open = useQuery('GET /consultation-notes', { query: { as: 'doctor', status: 'open', limit: '50' } }, { staleTime: 0 });
  const recent = useQuery('GET /consultation-notes', { query: { as: 'doctor', status: 'signed', limit: '5' } });
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const shownDrafts = drafts.filter(({ draftId }) => !hidden.includes(draftId));
  const interrupted = open.data?.filter(({ status }) => status === 'interrupted') ?? [];
  const toSign = open.data?.filter(({ status }) => status !== 'interrupted') ?? [];
  const loading = open.isPending || recent.isPending || stored.isPending;
  const failure = open.error ?? recent.error ?? stored.error;
  const nothing = !loading && !failure && shownDrafts.length + (open.data?.length ?? 0) + (recent.data?.length ?? 0) === 0;

  // Thrown away for good only when [Undo] is past: until then it is merely not shown.
  const erase = (draftId: string): void => {
    setHidden((ids) => [...ids, draftId]);
    const timer = setTimeout(() => {
      void keptDrafts(accountId, vault())
        .remove(draftId)
        .then(() => call('DELETE /rough-drafts/{draftId}', { params: { draftId } }))
        .catch(() => undefined)
        .then(() => {
          drop(draftId);
          return forget('GET /rough-drafts');
        });
    }, 8_000);
    say(t('draft.erased'), {
      undo: () => {
        clearTimeout(timer);
        setHidden((ids) => ids.filter((id) => id !== draftId));
      },
    });
  };

  const retry = (): void => {
    for (const query of [open, recent, stored]) if (query.error) void query.refetch();
  };

  return (
    <>
      <DeskTop>{null}</DeskTop>
      <Page
        title={t('today.title')}
        wide
        end={
          <ButtonLink kind="secondary" to="/desk/notes/new" icon="plus">
            {t('find.new-note')}
          </ButtonLink>
        }
      >
        <TodayAppointments />
        {failure && <ErrorNotice failure={failure} onRetry={retry} />}
        {loading && !failure && <Skeleton cards={3} />}
        {nothing && (
          <Empty icon="notes" title={t('today.empty')}>
            <p>{t('today.empty.text')}</p>
          </Empty>
        )}
        {interrupted.length > 0 && (
          <Card title={t('today.interrupted')}>
            <ul className="row-list">
              {interrupted.map((note) => (
                <NoteRow key={note.noteId} note={note} />
              ))}
            </ul>
          </Card>
        )}
        {toSign.length > 0 && (
          <Card title={t('today.to-sign')}>
            <ul className="row-list">
              {toSign.map((note) => (
                <NoteRow key={note.noteId} note={note} />
              ))}
            </ul>
          </Card>
        )}
        {shownDrafts.length > 0 && (
          <Card title={t('today.unfinished')}>
            <ul className="row-list">
              {shownDrafts.map((draft) => (
                <DraftRow key={draft.draftId} draft={draft} onErase={() => erase(draft.draftId)} />
              ))}
            </ul>
          </Card>
        )}
        {recent.data !== undefined && recent.data.length > 0 && (
          <Card
            title={t('today.recent')}
            end={
              <Link to="/desk/notes" className="link">
                {t('today.all-notes')}
              </Link>
            }
          >
            <ul className="row-list">
              {recent.data.map((note) => (
                <NoteRow key={note.noteId} note={note} />
              ))}
            </ul>
          </Card>
        )}
        <MorePlaces />
      </Page>
    </>
  );
}
