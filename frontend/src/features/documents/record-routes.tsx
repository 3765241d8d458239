import { lazy } from 'react';
import { Navigate, Route, Routes } from 'react-router';

import FilesScreen from './files.tsx';
import RecordScreen from './record.tsx';

const OneFile = lazy(() => import('./file.tsx'));
const DeletedFiles = lazy(() => import('./deleted-files.tsx'));
const Results = lazy(() => import('../observations/results-routes.tsx'));
const Sharing = lazy(() => import('../consents/sharing.tsx'));
const ShareNew = lazy(() => import('../consents/share-new.tsx'));
const SharedWithMe = lazy(() => import('../consents/shared-with-me.tsx'));

/** The health record, at /record. */
export default function RecordRoutes() {
  return (
    <Routes>
      <Route index element={<RecordScreen />} />
      <Route path="files" element={<FilesScreen />} />
      <Route path="files/deleted" element={<DeletedFiles />} />
      <Route path="files/:documentId" element={<OneFile />} />
      <Route path="results/*" element={<Results />} />
      <Route path="sharing" element={<Sharing />} />
      <Route path="sharing/new" element={<ShareNew />} />
      <Route path="shared-with-me" element={<SharedWithMe />} />
      <Route path="shared-with-me/:patientId" element={<SharedWithMe />} />
      <Route path="*" element={<Navigate to="/record" replace />} />
    </Routes>
  );
}
