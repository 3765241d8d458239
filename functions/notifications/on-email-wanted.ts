import { sendEmail } from './channels/email.ts';
import { sending } from './sending.ts';

export const emailSender = sending('email', sendEmail);

export const handler = emailSender();
