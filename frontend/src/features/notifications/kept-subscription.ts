/** What this browser remembers of its subscription; app/push.ts looks whether it is there before it fetches anything. */
export type KeptSubscription = { readonly accountId: string; readonly subscriptionId: string; readonly endpoint: string };

const KEPT = 'arogya.push';
const DECLINED = 'arogya.push-declined';

export function keptSubscription(): KeptSubscription | undefined {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Throws where storage is switched off: push that nobody could end must not begin. */
export function keepSubscription(kept: KeptSubscription | undefined): void {
  if (kept) localStorage.setItem(KEPT, JSON.stringify(kept));
  else localStorage.removeItem(KEPT);
}

/** "Not now" holds for good on this device; the way through the settings stays. */
export function declinePush(): void {
  try {
    localStorage.setItem(DECLINED, 'yes');
  } catch {
    // Storage is switched off; it is asked again at the next reminder.
  }
}

export function pushWasDeclined(): boolean {
  try {
    return localStorage.getItem(DECLINED) !== null;
  } catch {
    return false;
  }
}
