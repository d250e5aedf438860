import { Fault } from '../../fault.ts';
import { type Exchange, type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { HOST } from './server-view.ts';

/** The one host: what it has is what it says, in vCPUs, MiB and GiB. */
const CAPACITY = { vcpus: 1000, memory_mb: 2_000_000, local_gb: 20_000 };
const ID = 'a6f1a1b2-1c3d-4e5f-8a9b-0c1d2e3f4a5b';
/** The id under which the one host's `nova-compute` is known from 2.53 on. */
export const SERVICE_ID = 'b7e2b2c3-2d4e-4f60-9bac-1d2e3f4a5b6c';

function use({ servers }: Compute): Record<string, number> {
  const placed = servers.where((each) => each.launchedAt !== null);
  const sum = (of: 'vcpus' | 'ram' | 'disk'): number =>
    placed.reduce((total, each) => total + each.flavor[of], 0);
  return {
    ...CAPACITY,
    vcpus_used: sum('vcpus'),
    memory_mb_used: sum('ram'),
    local_gb_used: sum('disk'),
    free_ram_mb: CAPACITY.memory_mb - sum('ram'),
    free_disk_gb: CAPACITY.local_gb - sum('disk'),
    current_workload: 0,
    running_vms: placed.length,
    disk_available_least: 0,
  };
}

function brief({ microversion }: Pick<Exchange, 'microversion'>): object {
  return { id: microversion >= 53 ? ID : 1, hypervisor_hostname: HOST, state: 'up', status: 'enabled' };
}

function full(exchange: Pick<Exchange, 'microversion'>, compute: Compute): object {
  const { microversion } = exchange;
  const info = {
    arch: 'x86_64',
    model: 'pocket',
    vendor: 'none',
    features: [],
    topology: { cores: 1, threads: 1, sockets: 1 },
  };
  return {
    ...brief(exchange),
    hypervisor_type: 'pocket',
    hypervisor_version: 1000,
    host_ip: '127.0.0.1',
    service: { id: microversion >= 53 ? SERVICE_ID : 3, host: HOST, disabled_reason: null },
    ...(microversion < 88
      ? { ...use(compute), cpu_info: microversion >= 28 ? info : JSON.stringify(info) }
      : { uptime: null }),
  };
}

/** What runs the servers, for administrators. */
export function hypervisors(compute: Compute): Route[] {
  const path = '/v2.1/os-hypervisors';
  const docs = 'https://docs.openstack.org/api-ref/compute/#hypervisors-os-hypervisors';
  const rule = 'admin';
  return [
    route({
      method: 'GET',
      path,
      rule,
      policy: 'os_compute_api:os-hypervisors:list',
      docs,
      run: (call) => ({ status: 200, body: { hypervisors: [brief(call)] } }),
    }),
    route({
      method: 'GET',
      path: `${path}/detail`,
      rule,
      policy: 'os_compute_api:os-hypervisors:list-detail',
      docs,
      run: (call) => ({ status: 200, body: { hypervisors: [full(call, compute)] } }),
    }),
    route({
      method: 'GET',
      path: `${path}/statistics`,
      rule,
      until: 87,
      policy: 'os_compute_api:os-hypervisors:statistics',
      docs,
      run: () => ({ status: 200, body: { hypervisor_statistics: { count: 1, ...use(compute) } } }),
    }),
    route({
      method: 'GET',
      path: `${path}/{id}`,
      rule,
      policy: 'os_compute_api:os-hypervisors:show',
      docs,
      run: (call) => {
        if (![ID, '1'].includes(call.param('id'))) {
          throw new Fault(404, `Compute host ${call.param('id')} could not be found.`);
        }
        return { status: 200, body: { hypervisor: full(call, compute) } };
      },
    }),
  ];
}
