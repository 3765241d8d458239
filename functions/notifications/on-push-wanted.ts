import { sendPush } from './channels/push.ts';
import { sending } from './sending.ts';

export const pushSender = sending('push', sendPush);

export const handler = pushSender();
