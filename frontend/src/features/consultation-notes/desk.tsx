import './desk.css';
import './note-panes.css';
import './note-text.css';
import './note-bar.css';

import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';

import { Skeleton } from '../../shared/ui/surfaces.tsx';
import { DeskKeys, DeskTop } from './desk-top.tsx';
import { NoteScreen } from './note-screen.tsx';
import { NotesScreen } from './notes-screen.tsx';
import { PatientScreen } from './patient-screen.tsx';
import { PatientsScreen } from './patients-screen.tsx';
import { TodayScreen } from './today-screen.tsx';

const Appointment = lazy(() => import('../appointments/desk-appointment.tsx'));
const Shared = lazy(() => import('../consents/desk-shared.tsx'));
const Schedule = lazy(() => import('../appointments/desk-schedule.tsx'));
const Hours = lazy(() => import('../availability/hours-screen.tsx'));
const Practice = lazy(() => import('../availability/practice-screen.tsx'));
const Earnings = lazy(() => import('../payments/earnings-screen.tsx'));

function Coming() {
  return (
    <>
      <DeskTop>{null}</DeskTop>
      <div className="shell-main shell-main-wide">
        <Skeleton cards={2} />
      </div>
    </>
  );
}

/** The doctor's workspace, at /desk. */
export default function DeskRoutes() {
  return (
    <DeskKeys>
      <Suspense fallback={<Coming />}>
        <Routes>
          <Route index element={<TodayScreen />} />
          <Route path="notes" element={<NotesScreen />} />
          {/* `new` is a note as well: it gets its id while it is being written, and the screen stays. */}
          <Route path="notes/:noteId" element={<NoteScreen />} />
          <Route path="patients" element={<PatientsScreen />} />
          <Route path="patients/:patientId" element={<PatientScreen />} />
          <Route path="appointments/:appointmentId" element={<Appointment />} />
          <Route path="shared" element={<Shared />} />
          <Route path="shared/:patientId" element={<Shared />} />
          <Route path="schedule" element={<Schedule />} />
          <Route path="hours" element={<Hours />} />
          <Route path="hours/practice" element={<Practice />} />
          <Route path="earnings" element={<Earnings />} />
          <Route path="*" element={<Navigate to="/desk" replace />} />
        </Routes>
      </Suspense>
    </DeskKeys>
  );
}
