import type { CellError } from './events.ts';
import { type Reason, type ReasonSentences, sayReason } from './reason.ts';

/** Reasons in English: what logs, programs and pages in English say. */
export const englishReasons: ReasonSentences = {
  'not-run': 'It was not run.',
  'lesson-interrupted': 'It was not run, because the lesson was interrupted.',
  'taken-out': 'It was taken out of the queue.',
  'no-room-before': 'It was not run, because there was no room for a cell before it.',
  'behind-failed': 'It was not run, because cell “{cell}” did not end well.',
  'server-ended': 'The server was stopped while this cell was running or waiting. Run it again.',
  'server-fault': 'Something went wrong in the server itself, not in your cell. Its log says more.',
  stuck: 'The cell waits for something that can no longer happen: nothing is left to settle it.',
  'out-of-time': 'The cell ran for {seconds} s, which is the most, and was stopped.',
  'paused-too-long':
    'The cell was paused for so long that it was stopped, to make room for others. Nothing more of it was done.',
  'did-not-stop': 'The cell did not stop when asked, so the kernel was ended: what cells had made is lost.',
  'printed-too-much':
    'The cell was stopped because its output was too much: a run may print {most} MiB of text.',
  'showed-too-much':
    'The cell was stopped because its output was too much: a run may show {most} MiB of values and pictures.',
  'changed-too-much':
    'The cell was stopped because its output was too much: a run may change what it shows by {most} MiB.',
  'printed-too-often': 'The cell was stopped because its output was too much: a run may show {most} lines.',
  'showed-too-often':
    'The cell was stopped because its output was too much: a run may show {most} values and pictures.',
  'changed-too-often':
    'The cell was stopped because its output was too much: a run may show {most} changes of what it shows.',
  'display-too-large': 'This display is too large to be shown: {size} MiB, and {most} MiB is the most.',
  'unknown-display': 'The cell tried to show something in a form that the workbook does not know.',
  'kernel-stopped': 'The kernel was stopped.',
  'kernel-out-of-memory':
    'The kernel used more than its {most} MiB of memory and was ended. Keep less at once, and run the cells again.',
  'kernel-unheard': 'The kernel sent more at once than can be taken, and was ended.',
  'kernel-ended': 'The kernel ended unexpectedly.',
  'kernel-exited': 'The kernel ended itself with exit code {exitCode}.',
  'kernel-restarted': 'The kernel was restarted: everything that cells had made is gone.',
  'lesson-reset': 'The lesson was reset.',
  'learner-deleted': 'Its learner has deleted everything.',
  'server-stopping': 'The server was stopped; the next run starts a new kernel.',
  'server-restarted': 'The server was started anew: everything that cells had made is gone.',
  'kernel-idle': 'The kernel was not used for {minutes} minutes and was stopped.',
  'needed-by-own-lessons': 'The kernel was stopped because others of your lessons needed its place.',
  'needed-by-others': 'The kernel was stopped because others needed its place.',
  'no-kernel': '{words}',
  'classroom-full':
    'The classroom is full: {waiting} cells wait for a place already. Run this one again in some minutes.',
  'queue-full': '{most} cells are waiting already. Wait for them, or interrupt.',
  'too-many-lessons': '{most} lessons are open already. Close some.',
  'too-many-readings': 'A page reads at most {most} lessons at once.',
  'run-over': 'The cell is not running any more.',
  'most-time': 'The cell has as much time as a cell may have.',
  'no-place':
    'Your outputs and edits fill all the place that a learner has here. Reset a lesson to make room.',
  'no-answer': 'That is no answer to “{part}” of this lesson.',
  'no-exercise': 'This lesson has no exercise “{exercise}”.',
  'late-reply': 'This question was answered already, or its cell has ended.',
  'not-paused': 'The cell is not paused any more.',
  'unknown-message': 'That message is not one that this server knows.',
  'variables-unreadable':
    'The cells have changed the kernel so that it cannot say what they declared. Restart it.',
  'no-server': 'You have no server {server}. Boot it first.',
  'server-off': '{server} is switched off. Start it first.',
  'too-many-terminals': 'You have {most} terminals open. Close one of them first.',
  'terminal-gone': 'That terminal is gone. Open a new one.',
  'real-cloud-terminals':
    'The servers of a real cloud are reached by ssh, from a terminal of your own computer.',
};

export const inEnglish = (why: Reason): string => sayReason(why, englishReasons, 'en');

/** Why a run has ended that its cell did not fail by itself. */
export const endedBy = (name: string, why: Reason): CellError => ({
  name,
  message: inEnglish(why),
  reason: why,
  stack: [],
});
