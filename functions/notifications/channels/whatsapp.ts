import { SendWhatsAppMessageCommand, SocialMessagingClient } from '@aws-sdk/client-socialmessaging';

import { env } from '../../shared/env.ts';
import { oneTry, type Port, refusalIn } from './port.ts';

const client = new SocialMessagingClient(oneTry);

const META_API = 'v20.0';

/**
 * By AWS End User Messaging Social: a template that Meta has approved, with its variables in order.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages#template-object
 */
export const sendWhatsapp: Port<'whatsapp'> = async ({ to, template, language, parameters }, { delivery }) => {
  const message = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to,
    type: 'template',
    template: {
      name: template,
      language: { code: language },
      components: parameters.length > 0 ? [{ type: 'body', parameters: parameters.map((text) => ({ type: 'text', text })) }] : [],
    },
    // AWS answers with an id of its own; Meta's receipts know this one.
    biz_opaque_callback_data: delivery.reference,
  };
  try {
    const { messageId } = await client.send(
      new SendWhatsAppMessageCommand({
        originationPhoneNumberId: env('WHATSAPP_PHONE_NUMBER_ID'),
        message: Buffer.from(JSON.stringify(message)),
        metaApiVersion: META_API,
      }),
    );
    return { accepted: messageId ? [messageId] : [] };
  } catch (error) {
    return { failed: refusalIn(error) };
  }
};
