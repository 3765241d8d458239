import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';

import type { Doubt, MarkerInfo, ObservationImport } from '../../../../functions/observations/contract.ts';
import type { ApiFailure } from '../../shared/api/failure.ts';
import { useForget, useMutation } from '../../shared/api/query.ts';
import { indianDay } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice, ErrorSummary } from '../../shared/ui/errors.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { acceptedOf, doubtsIn } from './doubts.ts';
import { type Line, linesOf, MOST_AT_ONCE, mergedLines, problemsIn, takenOf } from './import-review.ts';
import { useResultWords } from './observations-words.ts';
import { lineIdOf, ReviewLine } from './review-line.tsx';
import { SecondLook } from './second-look.tsx';
import { infoOf } from './use-markers.ts';
import { fieldsOf, type Problems, refusedFields } from './value-form.ts';

const NONE: ReadonlyMap<number, Problems> = new Map();

/** The lines that were read: tick, change, save. Nothing is stored before. */
export function Review({ found, markers, onStale }: { found: ObservationImport; markers: readonly MarkerInfo[]; onStale: () => void }) {
  const t = useResultWords();
  const { say } = useStatus();
  const navigate = useNavigate();
  const forget = useForget();
  const [lines, setLines] = useState<readonly Line[]>(() => linesOf(found.proposals, markers, indianDay()));
  const [problems, setProblems] = useState(NONE);
  const [summary, setSummary] = useState<readonly { fieldId: string; text: string }[]>([]);
  const [failure, setFailure] = useState<ApiFailure>();
  const [doubts, setDoubts] = useState<{ doubts: readonly Doubt[]; batch: readonly Line[] }>();
  const [nothing, setNothing] = useState(false);
  const confirm = useMutation('POST /observation-imports/{importId}/confirm');
  const stored = useRef(0);
  // A batch that was stored brings a new revision before the next reading of the import does.
  const revision = useRef(found.revision);
  useEffect(() => {
    revision.current = Math.max(revision.current, found.revision);
    setLines((now) => mergedLines(now, found.proposals));
  }, [found]);
  const taken = takenOf(lines);

  const put = (index: number, part: Partial<Line>) => {
    setLines((now) => now.map((line) => (line.proposal.index === index ? { ...line, ...part } : line)));
    setDoubts(undefined);
    setNothing(false);
  };
  const show = (wrong: ReadonlyMap<number, Problems>, batch: readonly Line[]) => {
    setProblems(wrong);
    setSummary(
      batch
        .filter(({ proposal }) => wrong.has(proposal.index))
        .map(({ proposal }) => ({ fieldId: lineIdOf(proposal.index), text: `${proposal.printedName}: ${t('review.fix')}` })),
    );
    setLines((now) => now.map((line) => (wrong.has(line.proposal.index) ? { ...line, editing: true } : line)));
  };
  const refused = (error: ApiFailure, batch: readonly Line[]) => {
    const asked = doubtsIn(error);
    if (asked.length > 0) return setDoubts({ doubts: asked, batch });
    const byPlace = refusedFields(error.problems);
    const wrong = new Map([...byPlace].flatMap(([place, each]) => (batch[place] ? [[batch[place].proposal.index, each] as const] : [])));
    if (wrong.size > 0) return show(wrong, batch);
    setFailure(error);
    if (error.code === 'changed-elsewhere') onStale();
  };
  /** Stores `open` from the front, batch after batch; what the API asks about stops it there. */
  const store = async (open: readonly Line[], accepted?: ReturnType<typeof acceptedOf>) => {
    const batch = open.slice(0, MOST_AT_ONCE);
    const rest = open.slice(MOST_AT_ONCE);
    const values = batch.flatMap(({ proposal, draft }) => {
      const info = infoOf(markers, draft.code);
      return info ? [{ index: proposal.index, fields: fieldsOf(draft, info) }] : [];
    });
    try {
      const reply = await confirm.mutateAsync({
        params: { importId: found.importId },
        body: { revision: revision.current, values, ...(accepted && { accepted }), ...(rest.length > 0 && { more: true }) },
      });
      revision.current = reply.import.revision;
      stored.current += values.length;
      setLines((now) => mergedLines(now, reply.import.proposals));
      if (rest.length > 0) return await store(rest);
      say(t('saved', { count: stored.current }));
      navigate('/record', { replace: true });
      await forget('GET /dashboard', 'GET /observations', 'GET /observation-imports', 'GET /observation-imports/{importId}');
    } catch (error) {
      refused(error as ApiFailure, batch);
    }
  };
  const save = (accepted?: ReturnType<typeof acceptedOf>) => {
    setFailure(undefined);
    setDoubts(undefined);
    setNothing(taken.length === 0);
    const wrong = problemsIn(lines, markers, indianDay());
    show(wrong, taken);
    if (wrong.size === 0 && taken.length > 0) void store(taken, accepted);
  };

  return (
    <div className="space-y-4">
      <ErrorSummary problems={summary} />
      <ul className="card divide-y divide-line overflow-hidden">
        {lines.map((line) => (
          <ReviewLine
            key={line.proposal.index}
            line={line}
            markers={markers}
            problems={problems.get(line.proposal.index) ?? {}}
            onChange={(part) => put(line.proposal.index, part)}
          />
        ))}
      </ul>
      {failure && <ErrorNotice failure={failure} />}
      {doubts && (
        <SecondLook
          doubts={doubts.doubts}
          codes={doubts.batch.map(({ draft }) => draft.code)}
          markers={markers}
          busy={confirm.isPending}
          onAccept={() => save(acceptedOf(doubts.doubts))}
          onChange={() => {
            const index = doubts.batch[doubts.doubts[0]?.index ?? 0]?.proposal.index ?? 0;
            put(index, { editing: true });
            document.getElementById(lineIdOf(index))?.focus();
          }}
        />
      )}
      {nothing && (
        <p className="problem" role="alert">
          {t('review.none')}
        </p>
      )}
      {!doubts && (
        <Button icon="check" className="w-full text-lg desk:w-auto" busy={confirm.isPending} onClick={() => save()}>
          {t('review.save', { count: taken.length })}
        </Button>
      )}
    </div>
  );
}
