import { lazy } from 'react';
import { Navigate, Route, Routes } from 'react-router';

import RecordScreen from '../observations/record.tsx';
import FilesScreen from './files.tsx';

const OneFile = lazy(() => import('./file.tsx'));
const DeletedFiles = lazy(() => import('./deleted-files.tsx'));
const Result = lazy(() => import('../observations/result.tsx'));
const AddValue = lazy(() => import('../observations/add-value.tsx'));
const StartReport = lazy(() => import('../observations/start-report.tsx'));
const ImportScreen = lazy(() => import('../observations/import.tsx'));
const ImportFile = lazy(() => import('../observations/import-file.tsx'));
const AppleHealth = lazy(() => import('../observations/apple-health.tsx'));
const Compare = lazy(() => import('../observations/compare-days.tsx'));
const Export = lazy(() => import('../observations/export.tsx'));
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
      <Route path="results/add" element={<AddValue />} />
      <Route path="results/from-file/:documentId" element={<StartReport />} />
      <Route path="results/imports/:importId" element={<ImportScreen />} />
      <Route path="results/import" element={<ImportFile />} />
      <Route path="results/apple-health" element={<AppleHealth />} />
      <Route path="results/:code" element={<Result />} />
      <Route path="compare" element={<Compare />} />
      <Route path="export" element={<Export />} />
      <Route path="sharing" element={<Sharing />} />
      <Route path="sharing/new" element={<ShareNew />} />
      <Route path="shared-with-me" element={<SharedWithMe />} />
      <Route path="shared-with-me/:patientId" element={<SharedWithMe />} />
      <Route path="*" element={<Navigate to="/record" replace />} />
    </Routes>
  );
}
