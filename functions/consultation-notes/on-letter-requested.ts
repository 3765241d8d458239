import { LetterRequested } from '../../events/consultation-notes/letter-requested.v1.ts';
import { profile, walkIn } from '../identity/items.ts';
import { nowOf } from '../shared/context.ts';
import { consumer } from '../shared/events/consumer.ts';
import { linkTo } from '../shared/links.ts';
import { sendMail } from '../shared/mail.ts';
import { update } from '../shared/table/write.ts';
import { noteHead, noteVersion } from './items.ts';
import { letterMail } from './letter-mail.ts';

/** E-mails the letter of a signed version to its patient. */
export const handler = consumer(
  'consultation-notes-on-letter-requested',
  [LetterRequested],
  async ({ data: { noteId, version } }, { table, surroundings }) => {
    const [head, signed] = await Promise.all([table.find(noteHead, { noteId }), table.find(noteVersion, { noteId, number: version })]);
    if (!head || !signed) return { skipped: 'no such version' };
    const { patientId } = head.patient;
    const [account, visitor] = await Promise.all([table.find(profile, { accountId: patientId }), table.find(walkIn, { patientId })]);
    const address = account?.email ?? visitor?.email;
    if (!address) return { skipped: 'no address' };
    const id = await sendMail(letterMail(head, signed, address, account ? linkTo(`/visits/${noteId}`) : undefined));
    return { done: id, record: [update(noteHead.key({ noteId })).set({ letterSentAt: nowOf(surroundings) })] };
  },
);
