import { lazy } from 'react';
import { Navigate, Route, Routes } from 'react-router';

import Medicines from './medicines.tsx';

const AddMedicine = lazy(() => import('./add.tsx'));
const Medicine = lazy(() => import('./medicine.tsx'));
const ChangeMedicine = lazy(() => import('./change.tsx'));
const History = lazy(() => import('./history.tsx'));
const Adherence = lazy(() => import('./adherence.tsx'));
const Caregivers = lazy(() => import('./caregivers.tsx'));

/** Medicines and their doses, at /medicines. */
export default function MedicinesRoutes() {
  return (
    <Routes>
      <Route index element={<Medicines />} />
      <Route path="add" element={<AddMedicine />} />
      <Route path="history" element={<History />} />
      <Route path="adherence" element={<Adherence />} />
      <Route path="caregivers" element={<Caregivers />} />
      <Route path=":reminderId" element={<Medicine />} />
      <Route path=":reminderId/change" element={<ChangeMedicine />} />
      <Route path="*" element={<Navigate to="/medicines" replace />} />
    </Routes>
  );
}
