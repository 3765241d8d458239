import { env } from './env.ts';

/** Where a person opens a page of the web app. */
export const linkTo = (path: string): string => `${(env('WEB_ORIGINS').split(',')[0] ?? '').replace(/\/$/, '')}${path}`;
