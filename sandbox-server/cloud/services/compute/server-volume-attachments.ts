import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { demandServer } from './server-records.ts';

/** The volumes of a server: none, for this cloud has no block storage service. */
export function serverVolumeAttachments({ servers }: Compute): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/compute/#servers-with-volume-attachments';
  return [
    route({
      method: 'GET',
      path: '/v2.1/servers/{id}/os-volume_attachments',
      docs,
      run: (call) => {
        demandServer(servers, call, call.param('id'));
        return { status: 200, body: { volumeAttachments: [] } };
      },
    }),
    route({
      method: 'GET',
      path: '/v2.1/servers/{id}/os-volume_attachments/{volume}',
      docs,
      run: (call) => {
        const { id } = demandServer(servers, call, call.param('id'));
        throw new Fault(404, `Instance ${id} is not attached to volume ${call.param('volume')}`);
      },
    }),
  ];
}
