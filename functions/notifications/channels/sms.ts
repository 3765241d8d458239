import { ConflictException, PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';

import { env } from '../../shared/env.ts';
import { DLT_ENTITY_ID } from '../templates/templates.ts';
import { oneTry, type Port, refusalIn } from './port.ts';

const client = new PinpointSMSVoiceV2Client(oneTry);

/** By AWS End User Messaging SMS. India takes a text only with the ids that it is registered under. */
export const sendSms: Port<'sms'> = async ({ to, text, templateId }, { delivery }) => {
  try {
    const { MessageId } = await client.send(
      new SendTextMessageCommand({
        DestinationPhoneNumber: to,
        OriginationIdentity: env('SMS_ORIGINATION'),
        MessageBody: text,
        MessageType: 'TRANSACTIONAL',
        ConfigurationSetName: env('SMS_CONFIGURATION_SET'),
        DestinationCountryParameters: { IN_ENTITY_ID: DLT_ENTITY_ID, IN_TEMPLATE_ID: templateId },
        // Both come back with each receipt; two stages may share one account.
        Context: { stage: env('STAGE'), delivery: delivery.reference },
      }),
    );
    return { accepted: MessageId ? [MessageId] : [] };
  } catch (error) {
    if (error instanceof ConflictException && error.Reason === 'DESTINATION_PHONE_NUMBER_OPTED_OUT')
      return { failed: 'opted-out', personSaidStop: true };
    return { failed: refusalIn(error) };
  }
};
