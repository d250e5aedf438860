import { z } from 'zod';
import { mostFrames, stackFrame } from './debugger.ts';
import { partEvents } from './parts.ts';
import { reason } from './reason.ts';
import { control, reply, widgetName, widgetValue } from './widgets.ts';

/**
 * Why there is no value to show: its declaration was not reached, or a getter would have to run for it. The text is
 * empty then; in older logs it said so in English.
 */
export const withoutValue = z.enum(['unset', 'getter']);

/** One line of a value's unfolded view: `name: text`, and a `handle` when it can be unfolded further. */
export const property = z.object({
  name: z.string(),
  text: z.string(),
  type: z.string(),
  handle: z.string().optional(),
  state: withoutValue.optional(),
});
export type Property = z.infer<typeof property>;

/**
 * A JavaScript value as a reader sees it: one line of text, a few of its properties at once,
 * and, while the kernel lives, a `handle` by which the rest can be asked for.
 * `type` is V8's: `string`, `number`, `object`, `array`, `map`, `error`, `promise` …
 */
export const value = z.object({
  type: z.string(),
  text: z.string(),
  handle: z.string().optional(),
  properties: z.array(property).optional(),
  more: z.boolean().optional(),
});
export type Value = z.infer<typeof value>;

/** Names a display within its run. */
const displayId = z.string().min(1).max(200);

/** What a cell shows beside plain text. `id` names a display that a later event may replace. */
export const display = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('values'),
    id: z.string().optional(),
    stream: z.enum(['result', 'stdout', 'stderr']),
    values: z.array(value),
  }),
  z.object({
    kind: z.literal('image'),
    id: z.string().optional(),
    mime: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/svg+xml']),
    /** Base64. */
    data: z.string(),
    alt: z.string(),
  }),
  z.object({
    kind: z.literal('table'),
    id: z.string().optional(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    /** How many rows there are, when `rows` are only the first; the others come by `handle` while the kernel lives. */
    total: z.number().int().min(0).optional(),
    handle: z.string().max(200).optional(),
  }),
  z.object({ kind: z.literal('text'), id: z.string().optional(), text: z.string() }),
  /** Written by a cell, and so by anybody: the page takes out of it whatever could act. */
  z.object({
    kind: z.literal('markup'),
    id: displayId.optional(),
    format: z.enum(['html', 'markdown', 'svg']),
    source: z.string(),
  }),
  /** How far something is: `value` of `total`, or just begun or at its end when nobody knows how much there is. */
  z.object({
    kind: z.literal('progress'),
    id: displayId,
    label: z.string().max(500),
    value: z.number().min(0),
    total: z.number().positive().optional(),
    done: z.boolean(),
  }),
  /** Waits in the cell for its reply, which comes as the event `replied`. */
  z.object({
    kind: z.literal('question'),
    id: displayId,
    ask: z.enum(['prompt', 'confirm', 'alert']),
    message: z.string().max(10_000),
    initial: z.string().max(10_000).optional(),
  }),
  /** A field with its value; later values come as events `chosen`. */
  z.object({ kind: z.literal('widget'), id: widgetName, control, value: widgetValue }),
]);
export type Display = z.infer<typeof display>;

/** Where in the cell's own text something is; both count from 1. */
export const position = z.object({ line: z.number().int().min(1), column: z.number().int().min(1) });
export type Position = z.infer<typeof position>;

/**
 * Why a run failed, in words for a learner. What its program says is theirs; where it is the workbook that says
 * something, `message` does in English and `reason` for every language (older logs have none).
 * `stack` speaks of cells and their own lines only.
 */
export const cellError = z.object({
  name: z.string(),
  message: z.string(),
  reason: reason.optional(),
  position: position.optional(),
  stack: z.array(z.string()),
});
export type CellError = z.infer<typeof cellError>;

/** How long a run may take before it is stopped, and how long at the very most, in milliseconds from its start. */
export const timeLimit = z.object({ time: z.number().min(0), most: z.number().min(0) });
export type TimeLimit = z.infer<typeof timeLimit>;

/** How a run ended; `lost`: the kernel went away under it. */
export const outcome = z.enum(['ok', 'error', 'interrupted', 'timeout', 'lost']);
export type Outcome = z.infer<typeof outcome>;

/**
 * Why a kernel has gone: `idle`, nobody used it; `crowded`, others needed its place; `ended`, by itself or by what a
 * cell did; `failed`, it never began; `restarted` and `reset`, the learner wanted it; `server`, the server ended.
 */
export const goneCause = z.enum(['idle', 'crowded', 'ended', 'failed', 'restarted', 'reset', 'server']);
export type GoneCause = z.infer<typeof goneCause>;

/** Everything that can happen in one learner's copy of one lesson. `run` is the id of one run of one cell. */
export const runEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queued'), run: z.string(), cell: z.string(), code: z.string() }),
  z.object({ kind: z.literal('started'), run: z.string(), cell: z.string(), limit: timeLimit.optional() }),
  /** The running run may take longer now. */
  z.object({ kind: z.literal('extended'), run: z.string(), cell: z.string(), limit: timeLimit }),
  /** The run waits at a breakpoint, or after a step, until it is told to go on. */
  z.object({
    kind: z.literal('paused'),
    run: z.string(),
    cell: z.string(),
    frames: z.array(stackFrame).min(1).max(mostFrames),
  }),
  /** It goes on; its time has stood still meanwhile. */
  z.object({ kind: z.literal('resumed'), run: z.string(), cell: z.string(), limit: timeLimit }),
  z.object({
    kind: z.literal('output'),
    run: z.string(),
    cell: z.string(),
    stream: z.enum(['stdout', 'stderr']),
    text: z.string(),
    /** Set when it is not the cell that says this, but the workbook: why it shows no more of it. */
    reason: reason.optional(),
  }),
  z.object({ kind: z.literal('display'), run: z.string(), cell: z.string(), display }),
  z.object({
    kind: z.literal('finished'),
    run: z.string(),
    cell: z.string(),
    outcome,
    error: cellError.optional(),
    /** Milliseconds from `started` to now; 0 if it never started. */
    elapsed: z.number().min(0),
  }),
  /** The reader's reply to the question `id`: there is one, and it is the first that came. */
  z.object({ kind: z.literal('replied'), run: z.string(), cell: z.string(), id: z.string(), reply }),
  /** The reader set a widget of a cell; holds for its later runs too, until it is set again. */
  z.object({ kind: z.literal('chosen'), cell: z.string(), widget: widgetName, value: widgetValue }),
  /** The kernel's life. */
  z.object({
    kind: z.literal('kernel'),
    /**
     * `waiting`: all places are taken, and `place` is the one in the line. `gone`: every value that cells had made is
     * lost, for this `reason` (in older logs a sentence in English), whose kind is `cause`. `asleep`: it ended too,
     * but there was nothing to lose.
     */
    state: z.enum(['waiting', 'starting', 'ready', 'asleep', 'gone']),
    place: z.number().int().min(1).optional(),
    reason: z.union([reason, z.string()]).optional(),
    cause: goneCause.optional(),
  }),
  /** The learner's text of a cell; `null` puts the lesson's own text back. */
  z.object({ kind: z.literal('edited'), cell: z.string(), code: z.string().nullable() }),
  ...partEvents,
  /** Everything before this is forgotten. */
  z.object({ kind: z.literal('reset') }),
]);
export type RunEvent = z.infer<typeof runEvent>;

/** A run event in its place: `seq` counts from 1 and never goes back; `time` is ISO 8601. */
export const logEntry = z.object({ seq: z.number().int().min(1), time: z.string(), event: runEvent });
export type LogEntry = z.infer<typeof logEntry>;
