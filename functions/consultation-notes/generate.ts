import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

import { ApiError } from '../shared/http/errors.ts';
import { describeError, logger } from '../shared/logger.ts';
import type { Table } from '../shared/table/table.ts';
import { completeNote } from './commands.ts';
import { noteText } from './items.ts';
import type { Model } from './model.ts';
import { applyChanges } from './note-changes.ts';
import { framingNames, type StoredNote } from './repository.ts';
import { replay } from './sentences.ts';
import { Fenced, type StreamLog } from './stream-log.ts';
import { type WriteInput, type Written, writeNote } from './write-note.ts';

const metrics = new Metrics();

const measure = (written: Written, modelId: string, milliseconds: number): void => {
  metrics.addDimension('model', modelId);
  metrics.addMetric('InputTokens', MetricUnit.Count, written.usage.inputTokens);
  metrics.addMetric('OutputTokens', MetricUnit.Count, written.usage.outputTokens);
  metrics.addMetric('NoteDuration', MetricUnit.Milliseconds, milliseconds);
  metrics.addMetric('ComposedWithoutAi', MetricUnit.Count, written.writtenBy === 'arogya' ? 1 : 0);
  if (written.firstWordsAfter !== undefined) metrics.addMetric('FirstWords', MetricUnit.Milliseconds, written.firstWordsAfter);
  metrics.publishStoredMetrics();
};

/**
 * Writes the note to its end and keeps it, whoever listens. Of a writer that lost its lease nothing more is kept;
 * one whose table stays away gives up, and the note becomes `interrupted`.
 */
export const generate = async (
  table: Table,
  note: Pick<StoredNote, 'head' | 'roughNotes'>,
  log: StreamLog,
  model: Model,
): Promise<'complete' | 'gave-up'> => {
  const { head, roughNotes } = note;
  const { noteId } = head;
  const names = framingNames(head);
  const input: WriteInput = { roughNotes, letterLanguage: head.letterLanguage, ...names };
  const startedAt = performance.now();
  try {
    const written = await writeNote(input, log, model, () => performance.now());
    await log.complete({ end: written.end, writtenBy: written.writtenBy, firstWordsAfter: written.firstWordsAfter }, async () => {
      const text = await table.find(noteText, { noteId });
      if (!text) throw new Error('The note has no text item');
      const checked = { roughNotes, framing: names, now: head.createdAt };
      const sentences = applyChanges(replay(log.events).sentences, text.pending, checked);
      return { writes: completeNote(noteId, text, sentences), revision: text.revision + 1 };
    });
    measure(written, model.id, Math.round(performance.now() - startedAt));
    return 'complete';
  } catch (error) {
    // Ended by somebody's decision (taken over, replaced) or by a table that stays away: in each case what is kept stands.
    if (error instanceof Fenced || error instanceof ApiError) logger.warn('The writer gave up', { noteId, ...describeError(error) });
    else logger.error('The writer failed', { noteId, ...describeError(error) });
    return 'gave-up';
  } finally {
    log.stop();
  }
};
