import { AccountDeactivated } from '../../events/identity/account-deactivated.v1.ts';
import { AccountReactivated } from '../../events/identity/account-reactivated.v1.ts';
import { SignedOutEverywhere } from '../../events/identity/signed-out-everywhere.v1.ts';
import { accountState } from '../shared/auth/account-state.ts';
import { consumer } from '../shared/events/consumer.ts';

import { directory } from './directory.ts';

/**
 * Makes the user pool agree with an account's state. It acts on the state as it is now, not as the event says:
 * events of one account may arrive in any order.
 */
export const handler = consumer(
  'identity-on-account-access-changed',
  [AccountDeactivated, AccountReactivated, SignedOutEverywhere],
  async ({ data: { accountId, pool } }, { table }) => {
    const state = await table.find(accountState, { accountId });
    if (state?.deactivatedAt) await directory.disable(pool, accountId);
    else await directory.enable(pool, accountId);
    if (state?.deactivatedAt || state?.tokensNotBefore) await directory.signOut(pool, accountId);
    return { done: state?.deactivatedAt ? 'disabled' : 'enabled' };
  },
);
