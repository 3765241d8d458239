import { lazy } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';

import { Needs } from './needs.tsx';
import { NotFound } from './not-found.tsx';
import { screens } from './screens.ts';
import { Shell } from './shell.tsx';

const Landing = lazy(screens.landing);
const SignedIn = lazy(screens.signedIn);
const Home = lazy(screens.home);
const Doctors = lazy(screens.doctors);
const Doctor = lazy(screens.doctor);
const Booking = lazy(screens.booking);
const Appointment = lazy(screens.appointment);
const Receipt = lazy(screens.receipt);
const Visits = lazy(screens.visits);
const Visit = lazy(screens.visit);
const Medicines = lazy(screens.medicines);
const HealthRecord = lazy(screens.record);
const Profile = lazy(screens.profile);
const SeenBy = lazy(screens.seenBy);
const Inbox = lazy(screens.inbox);
const Preferences = lazy(screens.preferences);
const StopEmail = lazy(screens.stopEmail);
const DoctorApplication = lazy(screens.doctorApplication);
const Approvals = lazy(screens.approvals);
const Desk = lazy(screens.desk);

export function Router() {
  return (
    <BrowserRouter>
      <Routes>
        <Route element={<Shell />}>
          <Route index element={<Landing />} />
          <Route path="start" element={<Landing />} />
          <Route path="signed-in" element={<SignedIn />} />
          <Route path="stop-email/:token" element={<StopEmail />} />
          <Route element={<Needs allow="patient" />}>
            <Route path="home" element={<Home />} />
            <Route path="doctors" element={<Doctors />} />
            <Route path="doctors/:doctorId" element={<Doctor />} />
            <Route path="book/:doctorId" element={<Booking />} />
            <Route path="visits" element={<Visits />} />
            <Route path="visits/:noteId" element={<Visit />} />
            <Route path="visits/booked/:appointmentId" element={<Appointment />} />
            <Route path="visits/booked/:appointmentId/receipt" element={<Receipt />} />
            <Route path="medicines/*" element={<Medicines />} />
            <Route path="record/*" element={<HealthRecord />} />
            <Route path="inbox" element={<Inbox />} />
            <Route path="me/notifications" element={<Preferences />} />
            <Route path="me/seen-by" element={<SeenBy />} />
            <Route path="doctor-application" element={<DoctorApplication />} />
          </Route>
          <Route element={<Needs allow="anyone" />}>
            <Route path="me" element={<Profile />} />
          </Route>
          <Route element={<Needs allow="doctor" />}>
            <Route path="desk/*" element={<Desk />} />
          </Route>
          <Route element={<Needs allow="admin" />}>
            <Route path="admin" element={<Navigate to="/admin/doctors" replace />} />
            <Route path="admin/doctors" element={<Approvals />} />
          </Route>
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </BrowserRouter>
  );
}
