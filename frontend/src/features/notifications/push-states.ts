import type { KeptSubscription } from './kept-subscription.ts';

/**
 * `impossible`: this browser knows no push. `install-first`: an iPhone or iPad gives push only to what is on its home
 * screen. `refused`: the person has said no to the browser, which does not ask again.
 */
export type PushState = 'impossible' | 'install-first' | 'refused' | 'on' | 'off';

export type PushFacts = {
  /** Whether there are service workers, notifications and, unless the embedded cloud stands in for it, a push service. */
  readonly isAble: boolean;
  /** Only Safari on iPhones and iPads says whether it shows a page from the home screen. */
  readonly standalone?: boolean | undefined;
  readonly permission: NotificationPermission;
  readonly kept: KeptSubscription | undefined;
  readonly accountId: string | undefined;
};

export const pushStateOf = ({ isAble, standalone, permission, kept, accountId }: PushFacts): PushState => {
  if (!isAble) return standalone === false ? 'install-first' : 'impossible';
  if (permission === 'denied') return 'refused';
  return permission === 'granted' && kept !== undefined && kept.accountId === accountId ? 'on' : 'off';
};

/** What is to be done, when the app is opened, in a browser that has a subscription. */
export type Tending = 'leave' | 'end' | 'end-and-tell' | 'renew' | 'keep';

/**
 * Somebody who signed out, or somebody else, must not see another person's reminders here. A session that ended by itself
 * is no reason to stop reminding. An address that the browser changed, or lost, is made good without asking.
 */
export const tendingOf = (given: {
  readonly status: 'signed-out' | 'signed-in' | 'ended' | 'deactivated';
  readonly accountId: string | undefined;
  readonly kept: KeptSubscription;
  readonly permission: NotificationPermission;
  readonly endpoint: string | undefined;
}): Tending => {
  const { status, accountId, kept, permission, endpoint } = given;
  if (status === 'signed-out') return 'end';
  if (status !== 'signed-in') return 'leave';
  if (kept.accountId !== accountId) return 'end';
  if (permission !== 'granted') return 'end-and-tell';
  return endpoint === kept.endpoint ? 'keep' : 'renew';
};
