import './desk.css';
import './note-panes.css';
import './note-text.css';
import './note-bar.css';

import { Navigate, Route, Routes } from 'react-router';

import { DeskKeys } from './desk-top.tsx';
import { NoteScreen } from './note-screen.tsx';
import { NotesScreen } from './notes-screen.tsx';
import { PatientScreen } from './patient-screen.tsx';
import { PatientsScreen } from './patients-screen.tsx';
import { TodayScreen } from './today-screen.tsx';

/** The doctor's workspace, at /desk. */
export default function DeskRoutes() {
  return (
    <DeskKeys>
      <Routes>
        <Route index element={<TodayScreen />} />
        <Route path="notes" element={<NotesScreen />} />
        {/* `new` is a note as well: it gets its id while it is being written, and the screen stays. */}
        <Route path="notes/:noteId" element={<NoteScreen />} />
        <Route path="patients" element={<PatientsScreen />} />
        <Route path="patients/:patientId" element={<PatientScreen />} />
        <Route path="*" element={<Navigate to="/desk" replace />} />
      </Routes>
    </DeskKeys>
  );
}
