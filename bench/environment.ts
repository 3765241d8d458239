/** What the infrastructure gives every function, with values that lead nowhere but to this machine. */
export const functionEnvironment = {
  TABLE_NAME: 'arogya-bench',
  STAGE: 'bench',
  RELEASE: 'bench',
  WEB_ORIGINS: 'https://arogya.example',
  PEOPLE_POOL_ID: 'people',
  ADMIN_POOL_ID: 'admins',
  MAIL_FROM: 'Arogya <letters@arogya.example>',
  MODEL_ID: 'bench-model',
  MODEL_PARAMETERS: '{"maxTokens":4096,"temperature":0.2}',
  POWERTOOLS_SERVICE_NAME: 'bench',
  POWERTOOLS_METRICS_NAMESPACE: 'Arogya',
  POWERTOOLS_LOG_LEVEL: 'INFO',
  AWS_REGION: 'ap-south-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  TZ: ':UTC',
};
