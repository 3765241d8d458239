/** Every screen as a file of its own, by who comes to it. */
export const screens = {
  landing: () => import('../features/identity/landing.tsx'),
  signedIn: () => import('../features/identity/signed-in.tsx'),
  home: () => import('./home.tsx'),
  doctors: () => import('../features/directory/doctors.tsx'),
  doctor: () => import('../features/directory/doctor.tsx'),
  booking: () => import('../features/appointments/booking.tsx'),
  appointment: () => import('../features/appointments/appointment.tsx'),
  receipt: () => import('../features/payments/receipt.tsx'),
  visits: () => import('../features/consultation-notes/visits.tsx'),
  visit: () => import('../features/consultation-notes/visit.tsx'),
  medicines: () => import('../features/reminders/medicines-routes.tsx'),
  record: () => import('../features/documents/record-routes.tsx'),
  profile: () => import('../features/identity/profile.tsx'),
  seenBy: () => import('../features/audit/seen-by.tsx'),
  inbox: () => import('../features/notifications/inbox.tsx'),
  preferences: () => import('../features/notifications/preferences.tsx'),
  stopEmail: () => import('../features/notifications/stop-email.tsx'),
  doctorApplication: () => import('../features/identity/doctor-application.tsx'),
  approvals: () => import('../features/identity/approvals.tsx'),
  desk: () => import('../features/consultation-notes/desk.tsx'),
} as const;

const usual = {
  patient: ['home', 'doctors', 'doctor', 'booking', 'appointment', 'visits', 'visit', 'medicines', 'record', 'inbox', 'seenBy', 'profile'],
  desk: ['desk', 'inbox', 'profile'],
  admin: ['approvals', 'profile'],
} as const satisfies Record<string, readonly (keyof typeof screens)[]>;

/** Fetches the screens next door once the browser is idle, so that they open at once, and offline too. */
export function fetchNextDoor(area: keyof typeof usual): void {
  const fetchAll = () => {
    for (const name of usual[area]) void screens[name]().catch(() => undefined);
  };
  // Safari has no requestIdleCallback.
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 5_000 });
  else setTimeout(fetchAll, 2_000);
}
