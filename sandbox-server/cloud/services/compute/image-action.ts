import { z } from 'zod';
import { Fault } from '../../fault.ts';
import type { Call } from '../../route.ts';
import { type Action, action, refuseState } from './action.ts';
import type { Compute } from './compute-parts.ts';
import { metadata, name } from './inputs.ts';
import type { ServerRecord } from './server-records.ts';

const input = z.strictObject({ name, metadata: metadata.optional() });
const made = z.object({ id: z.string() });

/** A snapshot's octets. What a simulated disk holds is its machine's own; the image says what it came from. */
const SNAPSHOT_OCTETS = 65_536;

async function snapshot(
  { parts }: Compute,
  call: Call,
  record: ServerRecord,
  given: z.infer<typeof input>,
): Promise<string> {
  const body = {
    ...given.metadata,
    name: given.name,
    disk_format: 'qcow2',
    container_format: 'bare',
    visibility: 'private',
    min_disk: record.flavor.disk,
    image_type: 'snapshot',
    instance_uuid: record.id,
    base_image_ref: record.image?.id ?? '',
    user_id: call.caller.user.id,
  };
  const response = await parts.fetch('/image/v2/images', { method: 'POST', body, as: call.caller.token });
  if (!response.ok) {
    throw new Fault(response.status, 'The image service did not take the snapshot.');
  }
  const { id } = made.parse(await response.json());
  const upload = await parts.fetch(`/image/v2/images/${id}/file`, {
    method: 'PUT',
    bytes: new Uint8Array(SNAPSHOT_OCTETS),
    as: call.caller.token,
  });
  if (!upload.ok) {
    throw new Fault(upload.status, "The image service did not take the snapshot's data.");
  }
  return id;
}

/** An image of a server. */
export function imageAction(compute: Compute): Action {
  return action({
    name: 'createImage',
    noted: 'createImage',
    input,
    run: async (call, record, given) => {
      refuseState(record, 'createImage', ['active', 'stopped', 'paused', 'suspended']);
      const id = await snapshot(compute, call, record, given);
      if (call.microversion >= 45) {
        return { status: 202, body: { image_id: id } };
      }
      return {
        status: 202,
        headers: {
          location: `${call.root}/image/v2/images/${id}`,
          'content-type': 'text/html; charset=UTF-8',
        },
      };
    },
  });
}
