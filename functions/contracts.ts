import { auditRoutes } from './audit/contract.ts';
import { noteRoutes } from './consultation-notes/contract.ts';
import { identityRoutes } from './identity/contract.ts';
import { serviceRoutes } from './service/contract.ts';

/** Every feature's routes, by feature. From this come the API's body, the client's types and `/docs`. */
export const contracts = {
  identity: identityRoutes,
  'consultation-notes': noteRoutes,
  audit: auditRoutes,
  service: serviceRoutes,
};
