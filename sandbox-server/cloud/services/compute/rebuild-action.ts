import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Action, action, refuseState } from './action.ts';
import { asOf } from './as-of.ts';
import type { Compute } from './compute-parts.ts';
import { ipv4, ipv6, metadata, name, uuid } from './inputs.ts';
import { links } from './links.ts';
import { findImage, refuseSmall } from './server-plan.ts';
import type { ServerRecord } from './server-records.ts';
import { changed } from './server-view.ts';
import { refuseLocked } from './servers.ts';
import { surroundings } from './surroundings.ts';

const rebuild = z.strictObject({
  imageRef: uuid,
  name: name.optional(),
  metadata: metadata.optional(),
  adminPass: z.string().optional(),
  accessIPv4: ipv4.optional(),
  accessIPv6: ipv6.optional(),
  'OS-DCF:diskConfig': z.enum(['AUTO', 'MANUAL']).optional(),
  preserve_ephemeral: z.boolean().optional(),
  personality: z.array(z.looseObject({})).optional(),
  description: z.string().max(255).nullable().optional(),
  key_name: z.string().min(1).max(255).nullable().optional(),
  user_data: z.string().max(65_535).nullable().optional(),
  trusted_image_certificates: z.array(z.string()).nullable().optional(),
  hostname: z.string().min(1).max(63).optional(),
});
const HISTORY = {
  added: { description: 19, key_name: 54, user_data: 57, trusted_image_certificates: 63, hostname: 90 },
  removed: { personality: 57 },
};
const rebuildInput = (microversion: number) => asOf(rebuild, HISTORY, microversion);

function keyFor(
  { keypairs }: Compute,
  record: ServerRecord,
  given: string | null | undefined,
): ServerRecord['key'] {
  if (given === undefined) {
    return record.key;
  }
  if (given === null) {
    return null;
  }
  const found = keypairs.get(`${record.user}/${given}`);
  if (!found) {
    throw new Fault(400, 'Invalid key_name provided.');
  }
  return { name: given, publicKey: found.publicKey };
}

/** A fresh disk for a server that keeps its addresses. */
export function rebuildAction(compute: Compute): Action {
  const { life } = compute;
  return action({
    name: 'rebuild',
    noted: 'rebuild',
    input: rebuildInput,
    run: async (call, found, given) => {
      refuseLocked(found, call.caller.admin);
      const image = await findImage(compute, call, given.imageRef, 'Cannot find image for rebuild');
      refuseSmall(found.flavor, image);
      const record = life.current(compute.servers.get(found.id) ?? found);
      refuseState(record, 'rebuild', ['active', 'stopped', 'error']);
      const next = life.enter(
        {
          ...record,
          image: { id: image.id, name: image.name ?? '' },
          key: keyFor(compute, record, given.key_name),
          name: given.name ?? record.name,
          hostname: given.hostname ?? record.hostname,
          metadata: given.metadata ?? record.metadata,
          description: given.description === undefined ? record.description : given.description,
          userData: given.user_data === undefined ? record.userData : given.user_data,
          accessIPv4: given.accessIPv4 ?? record.accessIPv4,
          accessIPv6: given.accessIPv6 ?? record.accessIPv6,
          diskConfig: given['OS-DCF:diskConfig'] ?? record.diskConfig,
          fault: null,
        },
        'rebuilding',
      );
      const around = await surroundings(compute, call, [next]);
      const location = links(call, `servers/${next.id}`)[0]?.href ?? '';
      const server = {
        ...changed(call, next, around(next)),
        adminPass: given.adminPass ?? compute.parts.ids.hex().slice(0, 12),
      };
      return { status: 202, headers: { location }, body: { server } };
    },
  });
}
