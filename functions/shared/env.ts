/** An environment variable that the infrastructure must set; its absence is a deployment error, so it fails at start. */
export const env = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set`);
  return value;
};

/** An environment variable that may be absent. */
export const optionalEnv = (name: string): string | undefined => process.env[name] || undefined;
