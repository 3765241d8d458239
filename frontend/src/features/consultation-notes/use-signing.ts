import { useEffect } from 'react';

import type { Note } from '../../../../functions/consultation-notes/contract.ts';
import type { ApiFailure } from '../../shared/api/failure.ts';
import { useForget, useMutation, useQuery } from '../../shared/api/query.ts';
import type { NoteDesk } from './use-note-desk.ts';

/** How often a letter that is on its way is looked after. */
const LOOK_AFTER_MS = 3_000;

type Told = {
  readonly signed: (note: Note) => void;
  readonly amended: (note: Note) => void;
  readonly notSigned: (failure: ApiFailure) => void;
  readonly notSent: (failure: ApiFailure) => void;
};

/** Signing, amending and sending, and what becomes of the letter. */
export const useSigning = (desk: NoteDesk, told: Told) => {
  const forget = useForget();
  const { note, facts, mode } = desk;
  const { refetch } = desk.stored;
  const patient = useQuery(
    'GET /patients/{patientId}',
    { params: { patientId: facts.patientId ?? '' } },
    { enabled: facts.patientId !== undefined && (mode === 'signed' || mode === 'draft') },
  );
  const sign = useMutation('POST /consultation-notes/{noteId}/sign', {
    onSuccess: async (signed) => {
      desk.take(signed);
      told.signed(signed);
      await forget('GET /consultation-notes');
    },
    onError: (failure) => {
      desk.lookAgain(failure);
      told.notSigned(failure);
    },
  });
  const amend = useMutation('POST /consultation-notes/{noteId}/amendments', {
    onSuccess: async (amended) => {
      desk.take(amended);
      told.amended(amended);
      await forget('GET /consultation-notes');
    },
    onError: desk.lookAgain,
  });
  const send = useMutation('POST /consultation-notes/{noteId}/send', {
    onSuccess: ({ letterRequestedAt }) => {
      if (note !== undefined) desk.take({ ...note, letterRequestedAt });
    },
    onError: told.notSent,
  });

  // A letter leaves a little later than it is asked for.
  const onItsWay = note?.letterRequestedAt !== undefined && (note.letterSentAt === undefined || note.letterSentAt < note.letterRequestedAt);
  useEffect(() => {
    if (!onItsWay) return;
    const timer = setInterval(() => void refetch(), LOOK_AFTER_MS);
    return () => clearInterval(timer);
  }, [onItsWay, refetch]);

  return {
    sign,
    amend,
    send,
    hasEmail: patient.data?.hasEmail,
    /** Whether the patient can read the note by themselves: a walk-in has no account. */
    reads: patient.data?.walkIn === false,
  };
};
