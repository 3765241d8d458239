import { lazy, Suspense } from 'react';
import { Link, useParams } from 'react-router';

import { usePages, useQuery } from '../../shared/api/query.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { Page, usePageTitle } from '../../shared/ui/page.tsx';
import { PatientBanner } from '../../shared/ui/patient-banner.tsx';
import { Card, Empty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { DeskTop } from './desk-top.tsx';
import { NoteRow } from './note-row.tsx';
import { usePatientFacts } from './patient-facts.ts';
import { useDeskWords } from './words.ts';

const PatientFiles = lazy(() => import('../consents/patient-files.tsx'));

/** One person in the doctor's care: allergies first, then what was written. */
export function PatientScreen() {
  const t = useDeskWords();
  const facts = usePatientFacts();
  const { patientId = '' } = useParams();
  const patient = useQuery('GET /patients/{patientId}', { params: { patientId } });
  const notes = usePages('GET /consultation-notes', { query: { as: 'doctor', patientId } });
  const name = patient.data?.name ?? t('patients.one');
  usePageTitle(name);
  const newNote = `/desk/notes/new?patient=${encodeURIComponent(patientId)}`;
  return (
    <>
      <DeskTop>
        <span aria-hidden="true">/</span>
        <Link to="/desk/patients" className="link">
          {t('patients.title')}
        </Link>
      </DeskTop>
      <Page
        title={name}
        wide
        end={
          patient.data && (
            <ButtonLink to={newNote} icon="plus">
              {t('find.new-note')}
            </ButtonLink>
          )
        }
      >
        {patient.error && (
          <ErrorNotice failure={patient.error} onRetry={patient.error.code === 'not-found' ? undefined : patient.refetch} />
        )}
        {patient.isPending && !patient.error && <Skeleton cards={2} />}
        {patient.data && (
          <>
            <PatientBanner
              heading="p"
              name={patient.data.name}
              facts={facts(patient.data)}
              allergies={patient.data.allergies}
              more={[
                { label: t('patient.conditions'), value: patient.data.conditions.join(', ') || t('patient.none-told') },
                ...(patient.data.bloodGroup === undefined ? [] : [{ label: t('patient.blood-group'), value: patient.data.bloodGroup }]),
                ...(patient.data.allergies.length > 0 ? [] : [{ label: t('patient.allergies'), value: t('patient.none-told') }]),
                { label: t('patient.letters'), value: patient.data.hasEmail ? t('patient.by-email') : t('patient.on-paper') },
              ]}
            />
            {!patient.data.walkIn && (
              <Card title={t('patient.files')}>
                <Suspense fallback={<Skeleton lines={3} />}>
                  <PatientFiles key={patientId} patientId={patientId} name={patient.data.name} emergency />
                </Suspense>
              </Card>
            )}
            <Card title={t('notes.title')}>
              {notes.error && <ErrorNotice failure={notes.error} onRetry={notes.refetch} />}
              {notes.isPending && !notes.error && <Skeleton lines={4} />}
              {notes.items?.length === 0 && <Empty icon="notes" title={t('patient.no-notes')} />}
              {notes.items !== undefined && notes.items.length > 0 && (
                <ul className="row-list">
                  {notes.items.map((note) => (
                    <NoteRow key={note.noteId} note={note} withPatient={false} />
                  ))}
                </ul>
              )}
              <ShowMore of={notes} className="mt-4" />
            </Card>
          </>
        )}
      </Page>
    </>
  );
}
