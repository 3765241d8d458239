import { profile } from '../identity/items.ts';
import { countTry } from '../shared/auth/counted-tries.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { newSpokenCode, TRIES_AN_HOUR } from '../shared/auth/spoken-code.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import { all, attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, remove, type Write } from '../shared/table/write.ts';
import { type Instant, later, ttlAfter } from '../shared/values.ts';
import { type Caregiver, INVITATION_HOURS, MOST_CAREGIVERS } from './contract.ts';
import { type CaregiverLink, caregiverInvitation, caregiverLink } from './items.ts';
import { findGate } from './repository.ts';

export type ActiveLink = CaregiverLink & { readonly caregiverId: string };

const wrongCode = new ApiError('invitation-wrong', 'This code is not good, or no longer. Ask for a new one.');

const linksOf = async (table: Table, patientId: string): Promise<CaregiverLink[]> => {
  const { pk } = caregiverLink.key({ patientId, linkId: '' });
  return (await table.queryAll({ partition: pk })).map((item) => caregiverLink.parse(item));
};

const isActive = (link: CaregiverLink): link is ActiveLink => link.status === 'active' && link.caregiverId !== undefined;

/** Who is told when a person misses an important dose, as of now. */
export const activeCaregivers = async (table: Table, patientId: string): Promise<ActiveLink[]> =>
  (await linksOf(table, patientId)).filter(isActive);

/** An invitation that nobody has used in time is over without anything having written so. */
const isOver = ({ status, goodUntil }: CaregiverLink, now: Instant): boolean =>
  status === 'ended' || (status === 'invited' && goodUntil !== undefined && goodUntil <= now);

/** A link as one of its two sides sees it. */
export const linkAs = (link: CaregiverLink, viewerId: string, now: Instant): Caregiver => {
  const { patientId, patientName, caregiverName, caregiverId: _id, code: _code, goodUntil, ...shown } = link;
  const lapsed = link.status === 'invited' && isOver(link, now);
  return {
    ...shown,
    ...(lapsed ? { status: 'ended' as const, ...(goodUntil ? { endedAt: goodUntil } : {}) } : {}),
    ...(viewerId === patientId ? { as: 'patient' as const, name: caregiverName } : { as: 'caregiver' as const, name: patientName }),
  };
};

/** The links of one caller, from both sides. */
export const caregiverRepository = (table: Table, { accountId }: Pick<Principal, 'accountId'>) => {
  const requireMyName = async (why: string): Promise<string> => {
    const name = (await table.find(profile, { accountId }))?.name;
    if (!name) throw invalidRequest([{ field: 'profile.name', rule: `is required before ${why}` }]);
    return name;
  };
  const save = (link: CaregiverLink): Write => put(caregiverLink.make(link, link));

  return {
    /** An invitation and its code; under the gate, so that there are never more than five. */
    invite: async (name: string, unique: string, now: Instant) => {
      const gate = await findGate(table, accountId);
      const open = (await linksOf(table, accountId)).filter((each) => !isOver(each, now));
      if (open.length >= MOST_CAREGIVERS)
        throw new ApiError('too-many-caregivers', `There can be ${MOST_CAREGIVERS} caregivers and invitations at a time.`);
      const code = newSpokenCode(10);
      const goodUntil = later(now, INVITATION_HOURS * 3_600);
      const link: CaregiverLink = {
        // With whose it is inside, so that the caregiver's own side finds it without an index, which may be late.
        linkId: `${accountId}.${unique}`,
        patientId: accountId,
        status: 'invited',
        patientName: await requireMyName('you invite somebody'),
        caregiverName: name,
        invitedAt: now,
        code,
        goodUntil,
      };
      const { linkId, patientId } = link;
      const invitation = caregiverInvitation.make({ code }, { patientId, linkId, goodUntil, expiresAt: ttlAfter(goodUntil, 1) });
      return { link, code, goodUntil, writes: [gate, put(invitation).ifNew(outdated), save(link).ifNew(outdated)] };
    },

    countTry: (now: Instant): Promise<void> => countTry(table, { accountId, what: 'caregiver-invitation', most: TRIES_AN_HOUR }, now),

    /** Uses an invitation. Whoever is this person's caregiver already stays so, once. */
    accept: async (code: string, now: Instant): Promise<{ link: CaregiverLink; isNew: boolean; writes: Write[] }> => {
      const invitation = await table.find(caregiverInvitation, { code });
      if (!invitation || invitation.goodUntil <= now || invitation.patientId === accountId) throw wrongCode;
      const { patientId, linkId } = invitation;
      const gate = await findGate(table, patientId);
      const links = await linksOf(table, patientId);
      const invited = links.find((each) => each.linkId === linkId);
      if (invited?.status !== 'invited') throw wrongCode;
      const name = await requireMyName('you become somebody’s caregiver');
      const used = remove(caregiverInvitation.key({ code })).when(
        all(attribute('linkId').is(linkId), attribute('goodUntil').isAtLeast(later(now, 1))),
        wrongCode,
      );
      const stillInvited = attribute('status').is('invited');
      const known = links.find((each) => isActive(each) && each.caregiverId === accountId);
      if (known)
        return { link: known, isNew: false, writes: [gate, used, remove(caregiverLink.key(invited)).when(stillInvited, outdated)] };
      const { code: _code, goodUntil: _until, ...rest } = invited;
      const link: CaregiverLink = { ...rest, status: 'active', caregiverId: accountId, caregiverName: name, acceptedAt: now };
      return { link, isNew: true, writes: [gate, used, save(link).when(stillInvited, outdated)] };
    },

    /** The caller's caregivers and those whom the caller cares for, newest first. */
    list: async (): Promise<CaregiverLink[]> => {
      const [mine, others] = await Promise.all([
        linksOf(table, accountId),
        table.queryAll({ index: 'gsi1', partition: `caregiver#${accountId}` }),
      ]);
      return [...mine, ...others.map((item) => caregiverLink.parse(item))].sort((a, b) => (a.invitedAt > b.invitedAt ? -1 : 1));
    },

    /** A link of which the caller is one side. */
    find: async (linkId: string): Promise<CaregiverLink> => {
      const [patientId = ''] = linkId.split('.');
      const link = await table.find(caregiverLink, { patientId, linkId });
      if (!link || (link.patientId !== accountId && link.caregiverId !== accountId))
        throw new ApiError('not-found', 'There is no such caregiver.');
      return link;
    },

    end: (link: CaregiverLink, now: Instant): { ended: CaregiverLink; writes: Write[] } => {
      const { code, goodUntil: _until, ...rest } = link;
      const ended: CaregiverLink = {
        ...rest,
        status: 'ended',
        endedAt: now,
        endedBy: link.patientId === accountId ? 'patient' : 'caregiver',
      };
      const writes = [save(ended).when(attribute('status').is(link.status), outdated)];
      return { ended, writes: code ? [...writes, remove(caregiverInvitation.key({ code }))] : writes };
    },
  };
};
