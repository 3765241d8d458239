import { lazy } from 'react';
import { Navigate, Route, Routes } from 'react-router';

import ResultsScreen from './results.tsx';

const Result = lazy(() => import('./result.tsx'));
const AddValue = lazy(() => import('./add-value.tsx'));
const StartReport = lazy(() => import('./start-report.tsx'));
const ImportScreen = lazy(() => import('./import.tsx'));
const ImportFile = lazy(() => import('./import-file.tsx'));
const AppleHealth = lazy(() => import('./apple-health.tsx'));

/** Test results, at /record/results. */
export default function ResultsRoutes() {
  return (
    <Routes>
      <Route index element={<ResultsScreen />} />
      <Route path="add" element={<AddValue />} />
      <Route path="from-file/:documentId" element={<StartReport />} />
      <Route path="imports/:importId" element={<ImportScreen />} />
      <Route path="import" element={<ImportFile />} />
      <Route path="apple-health" element={<AppleHealth />} />
      <Route path=":code" element={<Result />} />
      <Route path="*" element={<Navigate to="/record/results" replace />} />
    </Routes>
  );
}
