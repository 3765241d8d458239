import type { Me, Profile } from '../../../../functions/identity/contract.ts';
import { call } from '../../shared/api/client.ts';
import type { Told } from '../../shared/auth/oidc.ts';
import { isEmail, phoneOf } from './profile-checks.ts';
import type { Changes } from './profile-section.tsx';

const LONGEST_NAME = 120;

/** What of it a profile can hold and does not hold yet. */
export const changesFrom = ({ name, email, phone }: Told, profile: Profile): Changes => {
  const called = name?.trim().slice(0, LONGEST_NAME) ?? '';
  const number = phoneOf(phone ?? '');
  return {
    ...(profile.name === undefined && called !== '' && { name: called }),
    ...(profile.email === undefined && email !== undefined && isEmail(email) && { email }),
    ...(profile.phone === undefined && number !== undefined && { phone: number }),
  };
};

/**
 * Takes what was told at sign-up into a profile that nobody has written in, so that nobody types a name twice. Later
 * the profile is the person’s own: what they took out stays out. Answers with the profile if it was written.
 */
export const beginProfile = async (told: Told, { profile }: Me): Promise<Profile | undefined> => {
  const changes = changesFrom(told, profile);
  if (profile.revision !== 0 || Object.keys(changes).length === 0) return undefined;
  return call('PATCH /me', { body: { revision: 0, changes } }, { idempotencyKey: crypto.randomUUID() });
};
