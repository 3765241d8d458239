import { sendWhatsapp } from './channels/whatsapp.ts';
import { sending } from './sending.ts';

export const whatsappSender = sending('whatsapp', sendWhatsapp);

export const handler = whatsappSender();
