import { z } from 'zod';
import { ACCEPTED, type Action, action, refuseState } from './action.ts';
import type { Compute } from './compute-parts.ts';
import type { Phase } from './server-phases.ts';
import { refuseLocked } from './servers.ts';

interface Change {
  /** The key of the body. */
  name: string;
  /** What it is called in refusals and in the list of actions. */
  word: string;
  from: readonly string[];
  to: Phase;
}

const CHANGES: readonly Change[] = [
  { name: 'os-start', word: 'start', from: ['stopped'], to: 'powering-on' },
  { name: 'os-stop', word: 'stop', from: ['active', 'error'], to: 'powering-off' },
  { name: 'pause', word: 'pause', from: ['active'], to: 'pausing' },
  { name: 'unpause', word: 'unpause', from: ['paused'], to: 'unpausing' },
  { name: 'suspend', word: 'suspend', from: ['active'], to: 'suspending' },
  { name: 'shelve', word: 'shelve', from: ['active', 'stopped', 'paused', 'suspended'], to: 'shelving' },
  { name: 'unshelve', word: 'unshelve', from: ['shelved_offloaded'], to: 'unshelving' },
  { name: 'resume', word: 'resume', from: ['suspended'], to: 'resuming' },
];

const rebootInput = z.strictObject({ type: z.enum(['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']) });
const SOFT_STATES = ['active'];
const HARD_STATES = ['active', 'stopped', 'paused', 'suspended', 'error'];

/** Starting and stopping a server, in all its ways. */
export function powerActions({ life }: Compute): Action[] {
  const changes = CHANGES.map(({ name, word, from, to }) =>
    action({
      name,
      noted: word,
      run: (call, record) => {
        refuseLocked(record, call.caller.admin);
        refuseState(record, word, from);
        life.enter(record, to);
        return ACCEPTED;
      },
    }),
  );
  const reboot = action({
    name: 'reboot',
    noted: 'reboot',
    input: rebootInput,
    run: (call, record, { type }) => {
      const hard = type.toUpperCase() === 'HARD';
      refuseLocked(record, call.caller.admin);
      refuseState(record, 'reboot', hard ? HARD_STATES : SOFT_STATES);
      life.enter(record, hard ? 'rebooting-hard' : 'rebooting');
      return ACCEPTED;
    },
  });
  return [...changes, reboot];
}
