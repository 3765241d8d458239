import type { Session } from '../shared/auth/session.ts';

/** The first screen of somebody who is signed in. */
export const firstPathOf = ({ roles }: Pick<Session, 'roles'>): string =>
  roles.includes('admin') ? '/admin/doctors' : roles.includes('doctor') ? '/desk' : '/home';
