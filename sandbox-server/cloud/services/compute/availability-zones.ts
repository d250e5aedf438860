import { isoUnzoned } from '../../clock.ts';
import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { HOST } from './server-view.ts';

/** Where a server may be: in the one zone, `nova`. */
export function availabilityZones({ parts }: Compute): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/compute/#availability-zones-os-availability-zone';
  const path = '/v2.1/os-availability-zone';
  const zoneState = { available: true };
  return [
    route({
      method: 'GET',
      path,
      docs,
      run: () => ({
        status: 200,
        body: { availabilityZoneInfo: [{ zoneName: 'nova', zoneState, hosts: null }] },
      }),
    }),
    route({
      method: 'GET',
      path: `${path}/detail`,
      rule: 'admin',
      policy: 'os_compute_api:os-availability-zone:detail',
      docs,
      run: () => {
        const state = { available: true, active: true, updated_at: isoUnzoned(parts.clock.now()) };
        const inner = { controller: { 'nova-scheduler': state, 'nova-conductor': state } };
        return {
          status: 200,
          body: {
            availabilityZoneInfo: [
              { zoneName: 'internal', zoneState, hosts: inner },
              { zoneName: 'nova', zoneState, hosts: { [HOST]: { 'nova-compute': state } } },
            ],
          },
        };
      },
    }),
  ];
}
