import { isoUnzoned } from '../../clock.ts';
import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { SERVICE_ID } from './hypervisors.ts';
import { HOST } from './server-view.ts';

const SERVICES = [
  {
    binary: 'nova-scheduler',
    host: 'controller',
    id: 1,
    uuid: 'c8f3c3d4-3e5f-4071-8cbd-2e3f4a5b6c7d',
    zone: 'internal',
  },
  {
    binary: 'nova-conductor',
    host: 'controller',
    id: 2,
    uuid: 'd9a4d4e5-4f60-4182-9dce-3f4a5b6c7d8e',
    zone: 'internal',
  },
  { binary: 'nova-compute', host: HOST, id: 3, uuid: SERVICE_ID, zone: 'nova' },
];

/** The parts that Nova is made of, for administrators. */
export function services({ parts }: Compute): Route {
  return route({
    method: 'GET',
    path: '/v2.1/os-services',
    rule: 'admin',
    policy: 'os_compute_api:os-services:list',
    docs: 'https://docs.openstack.org/api-ref/compute/#compute-services-os-services',
    run: (call) => {
      const wanted = (name: string, value: string): boolean => (call.query.get(name) ?? value) === value;
      const found = SERVICES.filter(
        ({ binary, host }) => wanted('binary', binary) && wanted('host', host),
      ).map(({ binary, host, id, uuid, zone }) => ({
        binary,
        host,
        id: call.microversion >= 53 ? uuid : id,
        zone,
        status: 'enabled',
        state: 'up',
        updated_at: isoUnzoned(parts.clock.now()),
        disabled_reason: null,
        ...(call.microversion >= 11 && { forced_down: false }),
      }));
      return { status: 200, body: { services: found } };
    },
  });
}
