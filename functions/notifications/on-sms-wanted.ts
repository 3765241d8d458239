import { sendSms } from './channels/sms.ts';
import { sending } from './sending.ts';

export const smsSender = sending('sms', sendSms);

export const handler = smsSender();
