import { noticeToken, tokenKey } from '../notifications/items.ts';
import { refuseEndedAccess } from '../shared/auth/account-state.ts';
import type { Principal } from '../shared/auth/principal.ts';
import type { Handler } from '../shared/http/api.ts';
import { ApiError } from '../shared/http/errors.ts';
import { Command, hashRequest } from '../shared/table/command.ts';
import { lookAgain } from '../shared/table/outdated.ts';
import { later } from '../shared/values.ts';
import { answer } from './answering.ts';
import type { DoseStatus, reminderRoutes } from './contract.ts';
import { reminderRepository } from './repository.ts';

const SNOOZED_MINUTES = 10;
/** A token counts from when it was made, so that signing out everywhere makes an end of it too. */
const GOOD_FOR_SECONDS = 86_400;

const notGood = new ApiError('not-found', 'This notification can no longer be answered. Open Arogya.');

/**
 * Answers a dose for whoever holds its notification, as the person whose dose it is and for nothing else. The same answer
 * again, by a service worker that did not hear the first reply, is no conflict.
 */
export const answerFromNotification: Handler<typeof reminderRoutes.answerFromNotification> = async (call) => {
  const { table, body, now, correlationId, surroundings, route, text, action, command, reply } = call;
  const token = await table.find(noticeToken, tokenKey(body.token));
  const { patientId, doseId } = token?.about ?? {};
  // A caregiver's notification names the same dose, and may not answer it.
  if (token?.may !== 'confirm-and-answer' || token.goodUntil <= now || !doseId || token.accountId !== patientId) throw notGood;
  const principal: Principal = {
    accountId: patientId,
    pool: 'people',
    roles: new Set(['patient']),
    tokenIssuedAt: later(token.goodUntil, -GOOD_FOR_SECONDS),
  };
  await refuseEndedAccess(table, principal, surroundings.clock);

  return lookAgain(async () => {
    const file = await reminderRepository(table, principal).findDose(doseId);
    if (body.answer === 'take' && file.dose?.status === 'taken') return reply({ status: 'taken' });
    const given =
      body.answer === 'take' ? ({ kind: 'take', takenAt: now } as const) : ({ kind: 'snooze', minutes: SNOOZED_MINUTES } as const);
    const { dose, writes, events } = answer(file, doseId, given, { now, correlationId });
    const asPatient = new Command(table, {
      ...command.input,
      callerId: patientId,
      actorRole: 'patient',
      action,
      requestHash: hashRequest(route.method, route.path, text),
    });
    const status: DoseStatus = dose.status;
    await asPatient.commit(writes, '', events, [{ subjectId: patientId, resource: `dose#${doseId}` }]);
    return reply({ status });
  });
};
