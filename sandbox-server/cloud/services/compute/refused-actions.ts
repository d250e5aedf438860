import { Fault } from '../../fault.ts';
import { type Action, action } from './action.ts';

/** Actions that need a second host: this cloud has one, and says so as Nova's scheduler does. */
const ELSEWHERE: [name: string, policy: string][] = [
  ['migrate', 'os_compute_api:os-migrate-server:migrate'],
  ['os-migrateLive', 'os_compute_api:os-migrate-server:migrate_live'],
  ['evacuate', 'os_compute_api:os-evacuate'],
];

/** Known actions that a simulated server cannot do, each with the reason. */
export function refusedActions(): Action[] {
  const elsewhere = ELSEWHERE.map(([name, policy]) =>
    action({
      name,
      rule: 'admin',
      policy,
      run: () => {
        throw new Fault(400, 'No valid host was found. There are not enough hosts available.');
      },
    }),
  );
  const missing = ['rescue', 'unrescue', 'changePassword', 'createBackup'].map((name) =>
    action({
      name,
      run: () => {
        throw new Fault(501, `The hypervisor of this cloud does not support ${name}.`);
      },
    }),
  );
  return [...elsewhere, ...missing];
}
