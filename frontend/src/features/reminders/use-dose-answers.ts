import type { Dose } from '../../../../functions/reminders/contract.ts';
import type { ApiFailure } from '../../shared/api/failure.ts';
import { useForget, useKnow, useMutation } from '../../shared/api/query.ts';
import { useFailureText } from '../../shared/ui/errors.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { useMedicineWords } from './medicines-words.ts';

/** Refusals by which the list on the screen is known to be an old one. */
const OVERTAKEN = ['dose-answered', 'dose-not-answered', 'not-found', 'too-early'];

/** The instant now, to the second, as the API reads it. */
const instantNow = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

/** Puts an answered dose in its place in the lists that are shown, and has them read again. */
export function useToldDose() {
  const know = useKnow();
  const forget = useForget();
  return (reply?: Dose): void => {
    if (reply)
      know('GET /doses', {}, (doses) =>
        reply.asNeeded && reply.status !== 'taken'
          ? doses?.filter(({ doseId }) => doseId !== reply.doseId)
          : doses?.map((dose) => (dose.doseId === reply.doseId ? reply : dose)),
      );
    void forget('GET /doses', 'GET /dose-history', 'GET /adherence', 'GET /reminders', 'GET /reminders/{reminderId}');
  };
}

/** Everything that a person can answer about a dose. */
export function useDoseAnswers({ doseId, medicine }: Dose, timeOf: (at: string) => string) {
  const t = useMedicineWords();
  const { say } = useStatus();
  const textOf = useFailureText();
  const told = useToldDose();
  const params = { doseId };
  const onError = (failure: ApiFailure): void => {
    if (!OVERTAKEN.includes(failure.code)) return;
    // The row goes where it belongs, and what it would say goes with it.
    say(textOf(failure));
    told();
  };
  const undo = useMutation('POST /doses/{doseId}/undo', {
    onSuccess: (reply) => {
      told(reply);
      say(t('said.undone', { medicine }));
    },
    onError,
  });
  const takeBack = () => undo.mutate({ params });
  const take = useMutation('POST /doses/{doseId}/take', {
    onSuccess: (reply) => {
      told(reply);
      say(t('said.taken', { medicine }), { undo: takeBack });
    },
    onError,
  });
  const skip = useMutation('POST /doses/{doseId}/skip', {
    onSuccess: (reply) => {
      told(reply);
      say(t('said.skipped', { medicine }), { undo: takeBack });
    },
    onError,
  });
  const snooze = useMutation('POST /doses/{doseId}/snooze', {
    onSuccess: (reply) => {
      told(reply);
      say(t('said.snoozed', { medicine, time: timeOf(reply.snoozedUntil ?? reply.dueAt) }));
    },
    onError,
  });
  const all = [take, skip, snooze, undo];
  const failure = all.find((each) => each.failure !== undefined)?.failure;
  const pending = take.isPending ? 'take' : skip.isPending ? 'skip' : snooze.isPending ? 'snooze' : undo.isPending ? 'undo' : undefined;
  /** One answer at a time: the next one is about the dose as this one leaves it. */
  const alone = (answer: () => void): void => {
    if (pending === undefined) answer();
  };
  return {
    /** Without `takenAt` the API says when it was; offline only this device knows, whenever the answer gets through. */
    take: (takenAt?: string) => {
      const at = takenAt ?? (navigator.onLine ? undefined : instantNow());
      alone(() => take.mutate({ params, body: at === undefined ? undefined : { takenAt: at } }));
    },
    skip: (reason: NonNullable<Dose['skipReason']>) => alone(() => skip.mutate({ params, body: { reason } })),
    snooze: () => alone(() => snooze.mutate({ params, body: { minutes: 30 } })),
    undo: () => alone(takeBack),
    pending,
    isPaused: all.some(({ isPaused }) => isPaused),
    failure: failure && !OVERTAKEN.includes(failure.code) ? failure : undefined,
  } as const;
}
