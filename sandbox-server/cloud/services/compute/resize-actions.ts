import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { exceeds } from '../../quota.ts';
import { ACCEPTED, type Action, action, refuseState } from './action.ts';
import type { Compute } from './compute-parts.ts';
import { usedBy } from './quota-sets.ts';
import type { ServerRecord } from './server-records.ts';
import { refuseLocked } from './servers.ts';

const resizeInput = z.strictObject({
  flavorRef: z.union([z.string().min(1), z.int()]).transform(String),
  'OS-DCF:diskConfig': z.enum(['AUTO', 'MANUAL']).optional(),
});

function refuseQuota(
  { quotas, servers }: Compute,
  { project, flavor }: ServerRecord,
  wanted: ServerRecord['flavor'],
): void {
  const limits = quotas.limits(project);
  const used = usedBy(servers, project);
  for (const [name, more] of [
    ['cores', wanted.vcpus - flavor.vcpus],
    ['ram', wanted.ram - flavor.ram],
  ] as const) {
    if (more > 0 && exceeds(limits[name], used[name], more)) {
      const words = `Requested ${more}, but already used ${used[name]} of ${limits[name]} ${name}`;
      throw new Fault(403, `Quota exceeded for ${name}: ${words}`);
    }
  }
}

function flavorFor({ flavors }: Compute, id: string): ServerRecord['flavor'] {
  const found = flavors.get(id);
  if (!found) {
    throw new Fault(400, `Flavor ${id} could not be found.`);
  }
  const { name, vcpus, ram, disk, ephemeral, swap, extraSpecs } = found;
  return { id, name, vcpus, ram, disk, ephemeral, swap, extraSpecs };
}

/** Another flavor for a server: tried, then kept or given back. */
export function resizeActions(compute: Compute): Action[] {
  const { life, servers } = compute;
  return [
    action({
      name: 'resize',
      noted: 'resize',
      input: resizeInput,
      run: (call, record, { flavorRef }) => {
        refuseLocked(record, call.caller.admin);
        const flavor = flavorFor(compute, flavorRef);
        if (flavor.id === record.flavor.id) {
          throw new Fault(400, 'When resizing, instances must change flavor!');
        }
        refuseState(record, 'resize', ['active', 'stopped']);
        if (flavor.disk < record.flavor.disk && flavor.disk === 0) {
          throw new Fault(400, 'Resize error: Unable to resize disk down.');
        }
        refuseQuota(compute, record, flavor);
        life.enter({ ...record, flavor, oldFlavor: record.flavor }, 'resizing');
        return ACCEPTED;
      },
    }),
    action({
      name: 'confirmResize',
      noted: 'confirmResize',
      run: (_call, record) => {
        refuseState(record, 'confirmResize', ['resized']);
        servers.put({ ...record, oldFlavor: null, phase: 'active' });
        return { status: 204 };
      },
    }),
    action({
      name: 'revertResize',
      noted: 'revertResize',
      run: (_call, record) => {
        refuseState(record, 'revertResize', ['resized']);
        life.enter({ ...record, flavor: record.oldFlavor ?? record.flavor, oldFlavor: null }, 'reverting');
        return ACCEPTED;
      },
    }),
  ];
}
