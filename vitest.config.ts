import { defineConfig } from 'vitest/config';

const wholeSeconds = (seconds: number) => seconds * 1000;

/**
 * Journeys that wait for a clock, a network or a limit. They go beside everything else, in a cloud and a browser of their own,
 * where nothing that a journey breaks on purpose can meet another's.
 */
const waiting = [
  'caregiver-is-told',
  'cloud-is-killed',
  'doctor-loses-the-network',
  'doctor-sees-a-booked-patient',
  'five-minutes-later',
  'patient-is-reminded-from-a-note',
  'patient-keeps-reports',
  'patient-takes-medicines',
  'payments-go-wrong',
  'push-is-shown',
  'socket-drops',
  'some-things-take-time',
  'stranger-is-refused',
  'two-patients-race',
].map((journey) => `e2e/${journey}.e2e.ts`);

/** By far the longest: it goes beside the other journeys. */
const everywhere = ['e2e/everyone-can-use-every-page.e2e.ts'];

const lane = (name: string, files: { include: string[]; exclude?: string[]; maxConcurrency?: number }) => ({
  extends: true as const,
  test: {
    name,
    ...files,
    globalSetup: ['e2e/setup.ts'],
    testTimeout: wholeSeconds(120),
    hookTimeout: wholeSeconds(120),
    fileParallelism: false,
    sequence: { groupOrder: 1 },
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: [
            'functions/**/*.test.ts',
            'events/**/*.test.ts',
            'frontend/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          testTimeout: wholeSeconds(30),
          env: {
            TABLE_NAME: 'arogya-test',
            STAGE: 'test',
            RELEASE: 'test',
            WEB_ORIGINS: 'https://arogya.example,http://localhost:8788',
            PEOPLE_POOL_ID: 'people',
            ADMIN_POOL_ID: 'admins',
            MODEL_ID: 'test-model',
            MAIL_FROM: 'Arogya <letters@arogya.example>',
            EVENT_BUS_NAME: 'test-bus',
            AWS_REGION: 'ap-south-1',
            AWS_ACCESS_KEY_ID: 'test',
            AWS_SECRET_ACCESS_KEY: 'test',
            POWERTOOLS_SERVICE_NAME: 'test',
            POWERTOOLS_METRICS_NAMESPACE: 'Arogya',
            POWERTOOLS_LOG_LEVEL: 'SILENT',
            POWERTOOLS_METRICS_DISABLED: 'true',
          },
        },
      },
      {
        extends: true,
        test: { name: 'infra', include: ['infra/**/*.test.ts'], testTimeout: wholeSeconds(60), hookTimeout: wholeSeconds(120) },
      },
      {
        extends: true,
        test: { name: 'local', include: ['local/**/*.test.ts'], testTimeout: wholeSeconds(60), hookTimeout: wholeSeconds(60) },
      },
      lane('journeys', { include: ['e2e/**/*.e2e.ts'], exclude: [...waiting, ...everywhere] }),
      // Two at a time: more would take the cores from the journeys beside them.
      lane('every-page', { include: everywhere, maxConcurrency: 2 }),
      lane('journeys-that-wait', { include: waiting }),
    ],
  },
});
