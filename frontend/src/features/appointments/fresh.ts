/**
 * What somebody was doing with an appointment when the page went away: paying at the provider's, or they have just booked
 * it. Of this tab only, and forgotten with it.
 */
export type Fresh = 'paying' | 'booked';

const keyOf = (appointmentId: string) => `arogya.fresh.${appointmentId}`;

export const rememberFresh = (appointmentId: string, fresh: Fresh | undefined): void => {
  try {
    if (fresh) sessionStorage.setItem(keyOf(appointmentId), fresh);
    else sessionStorage.removeItem(keyOf(appointmentId));
  } catch {
    // Without storage the page asks the bank less eagerly, and says it less warmly.
  }
};

export const freshOf = (appointmentId: string): Fresh | undefined => {
  try {
    const found = sessionStorage.getItem(keyOf(appointmentId));
    return found === 'paying' || found === 'booked' ? found : undefined;
  } catch {
    return undefined;
  }
};
