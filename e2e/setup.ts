import type { TestProject } from 'vitest/node';

import { startCloud } from '../local/testing.ts';
import { type Begun, beginWhatTakesMinutes } from './begun.ts';
import { startBrowser } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The cloud and the browser that all journeys of one lane share. */
    arogya: { origin: string; webOrigin: string; data: string; browser: string };
    begun: Begun;
  }
}

/** Milliseconds between two words of the model: quick, since a fault slows it where a journey needs time. */
const PACE = '2';

/** One cloud with the demo people, the web app on an origin of its own, and one browser, for all files of a lane. */
export default async (project: TestProject) => {
  // Journeys that wait for the end of a limit are among these; the others are a crowd at one address, which has no limit here.
  const waits = project.name === 'journeys-that-wait';
  const browser = await startBrowser();
  const cloud = await startCloud({
    webPort: 0,
    fresh: true,
    args: waits ? [] : ['--rate-limits=off'],
    env: { AROGYA_LOCAL_MODEL_PACE_MS: PACE },
  }).catch(async (problem: unknown) => {
    await browser.close();
    throw problem;
  });
  const arogya = { origin: cloud.origin, webOrigin: cloud.webOrigin ?? '', data: cloud.data, browser: browser.wsEndpoint() };
  project.provide('arogya', arogya);
  if (waits) project.provide('begun', await beginWhatTakesMinutes(arogya));
  return async () => {
    await browser.close();
    await cloud.stop();
  };
};
