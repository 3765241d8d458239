import type { TestProject } from 'vitest/node';

import { startCloud } from '../local/testing.ts';
import { type Begun, beginWhatTakesMinutes } from './begun.ts';
import { startBrowser } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The cloud and the browser that all journeys share. */
    arogya: { origin: string; webOrigin: string; data: string; browser: string };
    begun: Begun;
  }
}

/** Milliseconds between two words of the model: quick, since a fault slows it where a journey needs time. */
const PACE = '2';

/** One cloud with the demo people, the web app on an origin of its own, and one browser, for all files. */
export default async (project: TestProject) => {
  const browser = await startBrowser();
  const cloud = await startCloud({ webPort: 0, fresh: true, env: { AROGYA_LOCAL_MODEL_PACE_MS: PACE } }).catch(async (problem: unknown) => {
    await browser.close();
    throw problem;
  });
  project.provide('arogya', {
    origin: cloud.origin,
    webOrigin: cloud.webOrigin ?? '',
    data: cloud.data,
    browser: browser.wsEndpoint(),
  });
  project.provide('begun', await beginWhatTakesMinutes(cloud.origin));
  return async () => {
    await browser.close();
    await cloud.stop();
  };
};
