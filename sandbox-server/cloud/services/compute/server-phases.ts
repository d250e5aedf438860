import type { Lifecycle } from '../../lifecycle.ts';

/** Where a server is between being asked for and being gone. */
export const PHASES = [
  'scheduling',
  'networking',
  'spawning',
  'active',
  'powering-off',
  'stopped',
  'powering-on',
  'rebooting',
  'rebooting-hard',
  'pausing',
  'paused',
  'unpausing',
  'suspending',
  'suspended',
  'resuming',
  'resizing',
  'resized',
  'reverting',
  'rebuilding',
  'shelving',
  'shelved',
  'unshelving',
  'error',
  'deleting',
] as const;
/** What a server is doing, of which its status and task state are the outward signs. */
export type Phase = (typeof PHASES)[number];

/** What moves by itself, and after how many milliseconds. */
export const LIFE: Lifecycle<Phase> = {
  scheduling: { to: 'networking', after: 500 },
  networking: { to: 'spawning', after: 1000 },
  spawning: { to: 'active', after: 1500 },
  'powering-off': { to: 'stopped', after: 1000 },
  'powering-on': { to: 'active', after: 1000 },
  rebooting: { to: 'active', after: 1500 },
  'rebooting-hard': { to: 'active', after: 1500 },
  pausing: { to: 'paused', after: 300 },
  unpausing: { to: 'active', after: 300 },
  suspending: { to: 'suspended', after: 1000 },
  resuming: { to: 'active', after: 1000 },
  resizing: { to: 'resized', after: 2000 },
  reverting: { to: 'active', after: 1500 },
  rebuilding: { to: 'active', after: 2000 },
  shelving: { to: 'shelved', after: 1000 },
  unshelving: { to: 'active', after: 1500 },
};

/** How Nova speaks of a phase. Power: 0 none, 1 running, 3 paused, 4 shut down. */
export interface PhaseView {
  status: string;
  vmState: string;
  taskState: string | null;
  power: 0 | 1 | 3 | 4;
}

function view(
  status: string,
  vmState: string,
  taskState: string | null,
  power: PhaseView['power'],
): PhaseView {
  return { status, vmState, taskState, power };
}

/** Each phase as status, vm_state, task_state and power_state. */
const PHASE_VIEWS = {
  scheduling: view('BUILD', 'building', 'scheduling', 0),
  networking: view('BUILD', 'building', 'networking', 0),
  spawning: view('BUILD', 'building', 'spawning', 0),
  active: view('ACTIVE', 'active', null, 1),
  'powering-off': view('ACTIVE', 'active', 'powering-off', 1),
  stopped: view('SHUTOFF', 'stopped', null, 4),
  'powering-on': view('SHUTOFF', 'stopped', 'powering-on', 4),
  rebooting: view('REBOOT', 'active', 'reboot_started', 1),
  'rebooting-hard': view('HARD_REBOOT', 'active', 'rebooting_hard', 1),
  pausing: view('ACTIVE', 'active', 'pausing', 1),
  paused: view('PAUSED', 'paused', null, 3),
  unpausing: view('PAUSED', 'paused', 'unpausing', 3),
  suspending: view('ACTIVE', 'active', 'suspending', 1),
  suspended: view('SUSPENDED', 'suspended', null, 4),
  resuming: view('SUSPENDED', 'suspended', 'resuming', 4),
  resizing: view('RESIZE', 'active', 'resize_migrating', 1),
  resized: view('VERIFY_RESIZE', 'resized', null, 1),
  reverting: view('REVERT_RESIZE', 'resized', 'resize_reverting', 1),
  rebuilding: view('REBUILD', 'active', 'rebuild_spawning', 1),
  shelving: view('ACTIVE', 'active', 'shelving', 1),
  shelved: view('SHELVED_OFFLOADED', 'shelved_offloaded', null, 4),
  unshelving: view('SHELVED_OFFLOADED', 'shelved_offloaded', 'unshelving', 4),
  error: view('ERROR', 'error', null, 0),
  deleting: view('ACTIVE', 'active', 'deleting', 1),
} satisfies Record<Phase, PhaseView>;

/** How Nova speaks of a server. One that is being deleted is said to be what it was when it began. */
export function phaseView(server: {
  phase: Phase;
  launchedAt: number | null;
  fault: object | null;
}): PhaseView {
  if (server.phase !== 'deleting' || (server.launchedAt !== null && server.fault === null)) {
    return PHASE_VIEWS[server.phase];
  }
  return server.fault ? view('ERROR', 'error', 'deleting', 0) : view('BUILD', 'building', 'deleting', 0);
}

/** In which phases the machine runs, or is on its way to. */
export function runs(phase: Phase): boolean {
  return ['active', 'rebooting', 'rebooting-hard', 'resized'].includes(phase);
}
