import { z } from 'zod';
import { breakpoints, stepKind } from './debugger.ts';
import { logEntry, property } from './events.ts';
import { answer, help, partName } from './parts.ts';
import { reason } from './reason.ts';
import { terminalNews, terminalRequests } from './terminal.ts';
import { variable } from './variables.ts';
import { reply, widgetName, widgetValue } from './widgets.ts';
import { callSummary } from './wire.ts';

/** A lesson's address in the book, without the language and the numbers of its folders: `openstack/deploy-faafo`. */
export const lessonId = z
  .string()
  .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/)
  .max(120);
const cellName = z
  .string()
  .regex(/^[a-z0-9-]+$/)
  .max(80);
const code = z.string().max(200_000);
const request = z.number().int();
const handle = z.string().max(200);

/** Which rows of a table: `count` of them after the first `offset`, in the order of the column `sort` names by its number. */
export const tablePage = z.object({
  handle,
  offset: z.number().int().min(0),
  count: z.number().int().min(1).max(1000),
  sort: z.object({ column: z.number().int().min(0), descending: z.boolean() }).optional(),
});
export type TablePage = z.infer<typeof tablePage>;

/** The cell as which an exercise's check is run; a page cannot run one of its own under such a name. */
const checkCell = /^check-/;
/** The hidden cell of an exercise's check. */
export const checkCellOf = (exercise: string): string => `check-${exercise}`;
const ownCell = cellName.refine((name) => !checkCell.test(name));

/** What the page asks of the server over `/ws`. */
export const clientMessage = z.discriminatedUnion('type', [
  /** Read the lesson's log from the entry after `after` (0: from the start), and go on as it grows. */
  z.object({ type: z.literal('open'), lesson: lessonId, after: z.number().int().min(0) }),
  /** Runs a cell; with breakpoints it pauses at them, in itself and in what it calls of cells that have run. */
  z.object({
    type: z.literal('run'),
    lesson: lessonId,
    run: z.uuid(),
    cell: ownCell,
    code,
    breakpoints: breakpoints.optional(),
    /** The same for all runs that are asked for together: when one of them fails, those after it are not run. */
    order: z.uuid().optional(),
  }),
  /** Lets a paused run go on. */
  z.object({ type: z.literal('step'), lesson: lessonId, run: z.uuid(), how: stepKind }),
  /** Other breakpoints for a run that is going on. */
  z.object({ type: z.literal('set-breakpoints'), lesson: lessonId, run: z.uuid(), breakpoints }),
  /** Runs the check of an exercise, whose text the server has, after the cells that wait. */
  z.object({ type: z.literal('check'), lesson: lessonId, run: z.uuid(), exercise: cellName }),
  z.object({ type: z.literal('answer'), lesson: lessonId, part: partName, answer }),
  z.object({ type: z.literal('help'), lesson: lessonId, part: partName, help }),
  /** Stops the running cell and takes every queued one out of the queue. */
  z.object({ type: z.literal('interrupt'), lesson: lessonId }),
  /** Takes one run out of the queue; one that runs already, or has ended, is left as it is. */
  z.object({ type: z.literal('cancel'), lesson: lessonId, run: z.uuid() }),
  /** Gives a running run more time. */
  z.object({ type: z.literal('extend'), lesson: lessonId, run: z.uuid() }),
  z.object({ type: z.literal('restart'), lesson: lessonId }),
  z.object({ type: z.literal('edit'), lesson: lessonId, cell: cellName, code: code.nullable() }),
  z.object({ type: z.literal('reset-lesson'), lesson: lessonId }),
  /** Ask for the properties of a value; answered by `unfolded` with the same `request`. */
  z.object({
    type: z.literal('unfold'),
    lesson: lessonId,
    request,
    handle,
  }),
  /** Ask for rows of a table that is longer than what the log holds; answered by `table-rows`. */
  z.object({ type: z.literal('read-table'), lesson: lessonId, request, page: tablePage }),
  /** Ask for a whole value as JSON; answered by `value-text`. */
  z.object({ type: z.literal('read-value'), lesson: lessonId, request, handle }),
  /** Ask for what cells have declared; answered by `variables`. */
  z.object({ type: z.literal('read-variables'), lesson: lessonId, request }),
  /** The reply to a question of a cell; refused when it was replied to before, or its run is over. */
  z.object({ type: z.literal('reply'), lesson: lessonId, run: z.uuid(), id: z.string().max(200), reply }),
  /** Sets a widget. */
  z.object({
    type: z.literal('choose'),
    lesson: lessonId,
    cell: cellName,
    widget: widgetName,
    value: widgetValue,
  }),
  /** Begin to receive `rows` as the learner's workers draw. */
  z.object({ type: z.literal('watch-fractals') }),
  /** Receive the learner's calls to the cloud: all that are kept, and then each as it ends. */
  z.object({ type: z.literal('watch-wire') }),
  ...terminalRequests,
]);
export type ClientMessage = z.infer<typeof clientMessage>;

/** What the server tells the page over `/ws`. */
export const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('welcome'), learner: z.string(), engine: z.string(), cloud: z.string() }),
  ...terminalNews,
  /** The next entries of a lesson's log, in order. */
  z.object({
    type: z.literal('entries'),
    lesson: lessonId,
    entries: z.array(logEntry),
    /** Whether these are the newest; an older log comes in pages. */
    upToDate: z.boolean(),
  }),
  z.object({
    type: z.literal('unfolded'),
    lesson: lessonId,
    request: z.number().int(),
    properties: z.array(property),
    /** Set when the value is gone (the kernel was restarted): say it, in place of the properties. */
    gone: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('table-rows'),
    lesson: lessonId,
    request,
    rows: z.array(z.array(z.string())),
    /** Set when the table is gone with its kernel. */
    gone: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('value-text'),
    lesson: lessonId,
    request,
    text: z.string(),
    gone: z.boolean().optional(),
  }),
  /** What cells have declared, by name; `more` is how many are left out. */
  z.object({
    type: z.literal('variables'),
    lesson: lessonId,
    request,
    variables: z.array(variable),
    more: z.number().int().min(0),
    /** Set when there is no kernel. */
    gone: z.boolean().optional(),
  }),
  /** Rows of a fractal, as a worker finishes them: one byte a pixel, the index modulo 32, base64. */
  z.object({
    type: z.literal('rows'),
    uuid: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    y: z.number().int(),
    pixels: z.string(),
    worker: z.string(),
  }),
  /** Calls to the learner's cloud: with `all` every one that is kept, otherwise those that have just ended. */
  z.object({ type: z.literal('calls'), calls: z.array(callSummary), all: z.boolean() }),
  /** A message that could not be carried out, and why: in English, and for every language where there is more to say. */
  z.object({
    type: z.literal('refused'),
    message: z.string(),
    reason: reason.optional(),
    lesson: lessonId.optional(),
    run: z.string().optional(),
    /** Set when it was a request: nothing else answers it. */
    request: request.optional(),
  }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;
