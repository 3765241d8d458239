import { createHash } from 'node:crypto';
import * as z from 'zod';

import { becomeDoctor } from './demo.ts';
import { DEMO_ADMIN_TOTP_SECRET, DEMO_PASSWORD, demoPeople } from './demo-people.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Applications and approvals at a time: more would only queue up at the limit by address. */
const AT_A_TIME = 8;

export const TokenRequest = z.strictObject({
  /** A demo account, or any name of your own. */
  account: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'takes small letters, digits and dashes, such as sunita or load-test'),
  role: z.enum(['patient', 'doctor', 'health-worker', 'responder', 'admin']).optional(),
  expiresInSeconds: z.int().min(-86_400).max(86_400).optional(),
  /** More than one makes ACCOUNT-1 to ACCOUNT-N. */
  count: z.int().min(1).max(1_000).optional(),
});
export type TokenRequest = z.infer<typeof TokenRequest>;

/** A number that no real register has, the same for the same account. */
const registrationNumberOf = (account: string) => `LOCAL ${createHash('sha256').update(account).digest('hex').slice(0, 10).toUpperCase()}`;

/** Access tokens of local accounts, made as needed; a doctor is really approved, through the API. */
export const issueTokens = async (o: { origin: string; identity: IdentityProvider }, wanted: TokenRequest): Promise<string[]> => {
  const { origin, identity } = o;
  const { expiresInSeconds } = wanted;
  const issue = async (account: string): Promise<string> => {
    const demo = demoPeople.find((person) => person.account === account);
    const role = wanted.role ?? (demo?.pool === 'admins' ? 'admin' : demo?.what === 'doctor' ? 'doctor' : 'patient');
    const name = demo?.name ?? account;
    const email = demo?.email ?? `${account}@arogya.example`;
    const pool = role === 'admin' ? 'admins' : 'people';
    const sub = await identity.accounts.ensure({
      name,
      email,
      pool,
      ...(demo ? { password: DEMO_PASSWORD } : {}),
      ...(role === 'admin' ? { totpSecret: DEMO_ADMIN_TOTP_SECRET } : {}),
      ...(role === 'health-worker' || role === 'responder' ? { groups: [role] } : {}),
    });
    if (role === 'doctor') {
      const fields = {
        name,
        email,
        registrationNumber: registrationNumberOf(account),
        council: 'Local Medical Council',
        qualification: 'MBBS',
        specialty: 'General medicine',
        languages: ['en'],
      };
      await becomeDoctor({ origin, identity, sub, fields });
    }
    return identity.accounts.mint(sub, { ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }) });
  };

  const names =
    wanted.count === undefined ? [wanted.account] : Array.from({ length: wanted.count }, (_, index) => `${wanted.account}-${index + 1}`);
  const tokens: string[] = [];
  for (let start = 0; start < names.length; start += AT_A_TIME) {
    tokens.push(...(await Promise.all(names.slice(start, start + AT_A_TIME).map(issue))));
  }
  return tokens;
};
