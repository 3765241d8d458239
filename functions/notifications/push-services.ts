import { optionalEnv } from '../shared/env.ts';

/** The push services of the browsers that people have: Chrome and Android, Firefox, Edge, Safari. */
const SERVICES = ['fcm.googleapis.com', '.push.services.mozilla.com', '.notify.windows.com', 'web.push.apple.com', '.push.apple.com'];

/**
 * Whether an endpoint is a push service's. Anybody may hand us one, and we post to it: an address of our own network, or of
 * somebody who counts our calls, must be none. `PUSH_ORIGINS` names further ones, for the embedded cloud.
 */
export const isOfPushService = (endpoint: string): boolean => {
  const { protocol, hostname, origin, username, port } = new URL(endpoint);
  if ((optionalEnv('PUSH_ORIGINS') ?? '').split(',').includes(origin)) return true;
  return (
    protocol === 'https:' &&
    username === '' &&
    port === '' &&
    SERVICES.some((service) => (service.startsWith('.') ? hostname.endsWith(service) : hostname === service))
  );
};
