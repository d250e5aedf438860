import { z } from 'zod';
import { reason } from './reason.ts';

const terminal = z.uuid();
const size = { columns: z.number().int().min(2).max(500), rows: z.number().int().min(1).max(300) };
/** The learner's own machine by `workstation`, one of their servers by its name or id. */
export const machineName = z.string().min(1).max(255);
/** UTF-16 units from the first that the terminal ever printed. */
const offset = z.number().int().min(0);

/** What may be typed in one message; a longer paste comes in several. */
export const longestInput = 32 * 1024;
export const terminalInput = z.string().max(longestInput);

/** What the page asks about the learner's terminals. */
export const terminalRequests = [
  /** Tell what terminals there are, now and after every change: `terminals`. */
  z.object({ type: z.literal('terminal-watch') }),
  /** Open a terminal; answered by `terminal-opened` or `terminal-refused` with the same `request`. */
  z.object({ type: z.literal('terminal-open'), request: z.number().int(), machine: machineName, ...size }),
  /** Read a terminal's output from `after` on, and go on as it grows: `terminal-output`. */
  z.object({ type: z.literal('terminal-attach'), terminal, after: offset }),
  /** The page has drawn everything before `offset`: the server sends on. */
  z.object({ type: z.literal('terminal-drawn'), terminal, offset }),
  z.object({ type: z.literal('terminal-input'), terminal, text: terminalInput }),
  z.object({ type: z.literal('terminal-resize'), terminal, ...size }),
  z.object({ type: z.literal('terminal-close'), terminal }),
] as const;
export type TerminalRequest = z.infer<(typeof terminalRequests)[number]>;

/** A terminal of the learner's. */
export const terminalEntry = z.object({
  id: terminal,
  machine: z.string(),
  /** Why it is over; absent while it is open. */
  ending: z.enum(['left', 'closed', 'machine-off', 'fault']).optional(),
});
export type TerminalEntry = z.infer<typeof terminalEntry>;

/** What the server tells the page about them. */
export const terminalNews = [
  z.object({ type: z.literal('terminals'), terminals: z.array(terminalEntry) }),
  z.object({ type: z.literal('terminal-opened'), request: z.number().int(), terminal }),
  z.object({
    type: z.literal('terminal-refused'),
    request: z.number().int(),
    message: z.string(),
    reason: reason.optional(),
  }),
  /** What a terminal printed; `offset` is where `text` begins. A gap before it is no longer kept anywhere. */
  z.object({ type: z.literal('terminal-output'), terminal, offset, text: z.string() }),
] as const;
export type TerminalNews = z.infer<(typeof terminalNews)[number]>;
