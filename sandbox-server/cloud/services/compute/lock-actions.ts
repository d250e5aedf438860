import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { ACCEPTED, type Action, action } from './action.ts';
import type { Compute } from './compute-parts.ts';

const lockInput = (microversion: number) =>
  microversion >= 73
    ? z.strictObject({ locked_reason: z.string().min(1).max(255).optional() }).nullable()
    : z.unknown().transform(() => null);

const resetInput = z.strictObject({ state: z.enum(['active', 'error']) });

/** Protecting a server from change, and an administrator's word about its state. */
export function lockActions({ servers, life }: Compute): Action[] {
  return [
    action({
      name: 'lock',
      noted: 'lock',
      input: lockInput,
      run: (_call, record, body) => {
        servers.put({ ...record, locked: true, lockedReason: body?.locked_reason ?? null });
        return ACCEPTED;
      },
    }),
    action({
      name: 'unlock',
      noted: 'unlock',
      run: (_call, record) => {
        servers.put({ ...record, locked: false, lockedReason: null });
        return ACCEPTED;
      },
    }),
    action({
      name: 'os-resetState',
      rule: 'admin',
      policy: 'os_compute_api:os-admin-actions:reset_state',
      input: resetInput,
      run: (_call, record, { state }) => {
        if (record.launchedAt === null && state === 'active') {
          throw new Fault(409, `Instance ${record.id} never ran, and so cannot be said to be active.`);
        }
        life.enter(record, state);
        return ACCEPTED;
      },
    }),
  ];
}
