import type {
  aws_cognito as cognito,
  aws_events as events,
  aws_kms as kms,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
} from 'aws-cdk-lib';

import type { Stage } from '../stages.ts';
import type { AppTable } from './app-table.ts';
import type { PrivateBucket } from './buckets.ts';
import type { LiveApi } from './live-api.ts';
import type { MedicalFiles } from './medical-files.ts';

/** What every stack above `data` is handed. */
export type House = {
  readonly stage: Stage;
  /** Folder of one function's bundle: `(feature, file) => .build/functions/<feature>/<file>`. */
  readonly bundle: (feature: string, file: string) => string;
  readonly table: AppTable;
  /** Encrypts what is not a patient's record: logs, events, queues, alarms. */
  readonly operationsKey: kms.IKey;
  readonly alarmTopic: sns.ITopic;
  readonly auditBucket: PrivateBucket;
  readonly undeliveredEvents: PrivateBucket;
  readonly medicalFiles: MedicalFiles;
  readonly paymentSecret: secretsmanager.ISecret;
  readonly pushSecret: secretsmanager.ISecret;
  readonly peoplePool: cognito.IUserPool;
  readonly adminPool: cognito.IUserPool;
  readonly liveApi: LiveApi;
};

/** The house before its `api` stack stands. */
export type HouseWithoutApi = Omit<House, 'liveApi'>;

/** The house with its event bus, for consumers. */
export type HouseWithBus = House & { readonly bus: events.IEventBus };
