import * as z from 'zod';

const StopReason = z.enum(['end_turn', 'max_tokens', 'stop_sequence', 'guardrail_intervened', 'content_filtered', 'tool_use']);

/** One answer of the model, word for word: text that is cut into words, or the exact pieces. */
const ScriptedAnswer = z.union([
  z.string(),
  z.strictObject({
    text: z.string().optional(),
    pieces: z.array(z.string()).optional(),
    /** Sent before the text as reasoning deltas, which some models do without being asked. */
    reasoning: z.string().optional(),
    stopReason: StopReason.optional(),
  }),
]);

/**
 * The `script` of a fault `model-script`: one answer, or a list of which each time takes the next. A list needs
 * `times`; several faults do the same.
 */
const Script = z.union([ScriptedAnswer, z.array(ScriptedAnswer).min(1)]);

/**
 * How a stream breaks off: the `script` of a fault `model-fails-midstream`; the first when absent. `reset` is an error
 * of the connection; `cut-short` ends in good order but without `messageStop`, which the SDK does not report.
 */
const Breakage = z.enum([
  'modelStreamErrorException',
  'internalServerException',
  'serviceUnavailableException',
  'throttlingException',
  'reset',
  'cut-short',
]);
export type Breakage = z.infer<typeof Breakage>;

export type Answer = { pieces: string[]; reasoning?: string; stopReason: z.infer<typeof StopReason> };

/** Words with the white space that follows them: about what a model sends at a time. */
export const piecesOf = (text: string): string[] => text.match(/\s*\S+\s*/g) ?? (text ? [text] : []);

/** `happened` counts from 1. */
export const scriptedAnswer = (script: unknown, happened: number): Answer | undefined => {
  const parsed = Script.safeParse(script);
  if (!parsed.success) return undefined;
  const scripted = Array.isArray(parsed.data) ? parsed.data[Math.min(happened, parsed.data.length) - 1] : parsed.data;
  if (scripted === undefined) return undefined;
  if (typeof scripted === 'string') return { pieces: piecesOf(scripted), stopReason: 'end_turn' };
  return {
    pieces: scripted.pieces ?? piecesOf(scripted.text ?? ''),
    stopReason: scripted.stopReason ?? 'end_turn',
    ...(scripted.reasoning ? { reasoning: scripted.reasoning } : {}),
  };
};

export const breakageOf = (script: unknown): Breakage => Breakage.safeParse(script).data ?? 'modelStreamErrorException';
