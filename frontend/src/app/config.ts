/** Where the API and the sign-in pages are; written at deploy, so that one build serves every stage. */
export type Config = {
  readonly stage: string;
  readonly apiUrl: string;
  readonly people: { readonly authority: string; readonly clientId: string };
  readonly admins: { readonly authority: string; readonly clientId: string };
  /** Set by the embedded cloud: demo accounts exist, and mails stay in its inbox. */
  readonly local?: boolean;
  /** Its push service, since no browser maker's can be reached from there. */
  readonly push?: { readonly local: string };
};

let loading: Promise<Config> | undefined;

/** Reads `/config.json` once; after a failure the next caller tries again. */
export function loadConfig(): Promise<Config> {
  loading ??= fetch('/config.json')
    .then((response) => {
      if (!response.ok) throw new Error(`config.json answered ${response.status}`);
      return response.json() as Promise<Config>;
    })
    .catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  return loading;
}
