import * as z from 'zod';

import { env } from '../shared/env.ts';
import { secretText } from '../shared/secrets.ts';

/** The pair that push services know us by (VAPID, RFC 8292): base64url, as `web-push` makes them. `subject` is whom they write to. */
const PushKeys = z.object({ publicKey: z.string().min(80), privateKey: z.string().min(40), subject: z.string().min(1) });
export type PushKeys = z.infer<typeof PushKeys>;

export const pushKeys = async (): Promise<PushKeys> => PushKeys.parse(JSON.parse(await secretText(env('PUSH_SECRET_ARN'))));
