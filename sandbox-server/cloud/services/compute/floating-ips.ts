import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { LAST_PROXY, passOn } from './proxy.ts';

const floating = z.object({
  id: z.string(),
  floating_ip_address: z.string(),
  fixed_ip_address: z.string().nullable(),
  port_id: z.string().nullable(),
  floating_network_id: z.string(),
});
const createInput = z.object({ pool: z.string().nullable().optional() }).nullable();
const until = LAST_PROXY;
const DOCS = 'https://docs.openstack.org/api-ref/compute/#floating-ips-os-floating-ips-deprecated';
const PATH = '/networking/v2.0/floatingips';

/** A floating IP as Nova shows it: its pool is the external network's name. */
async function view({ network }: Compute, one: z.infer<typeof floating>): Promise<object> {
  const [port] = one.port_id === null ? [] : await network.ports(`id=${one.port_id}`);
  const [pool] = await network.networks(`id=${one.floating_network_id}`);
  return {
    id: one.id,
    ip: one.floating_ip_address,
    fixed_ip: one.fixed_ip_address,
    instance_id: port?.device_id || null,
    pool: pool?.name ?? null,
  };
}

async function poolCalled({ network }: Compute, asked: string | null | undefined): Promise<string> {
  const pools = await network.networks('router:external=true');
  const name = asked ?? pools[0]?.name;
  const pool = pools.find((each) => each.name === name || each.id === name);
  if (!pool) {
    throw new Fault(404, 'Floating IP pool not found.');
  }
  return pool.id;
}

/** Floating IPs by way of Nova, for clients of before 2.36. */
export function floatingIps(compute: Compute): Route[] {
  const { parts, network } = compute;
  const one = z.object({ floatingip: floating });
  const listed = z.object({ floatingips: z.array(floating) });
  return [
    route({
      method: 'GET',
      path: '/v2.1/os-floating-ips',
      until,
      docs: DOCS,
      run: async (call) => {
        const { floatingips } = await passOn(parts, call, `${PATH}?tenant_id=${call.project}`, listed);
        const views = await Promise.all(floatingips.map((each) => view(compute, each)));
        return { status: 200, body: { floating_ips: views } };
      },
    }),
    route({
      method: 'GET',
      path: '/v2.1/os-floating-ips/{id}',
      until,
      docs: DOCS,
      run: async (call) => {
        const { floatingip } = await passOn(parts, call, `${PATH}/${call.param('id')}`, one);
        return { status: 200, body: { floating_ip: await view(compute, floatingip) } };
      },
    }),
    route({
      method: 'POST',
      path: '/v2.1/os-floating-ips',
      until,
      docs: DOCS,
      input: createInput,
      run: async (call) => {
        const body = { floatingip: { floating_network_id: await poolCalled(compute, call.body?.pool) } };
        const { floatingip } = await passOn(parts, call, PATH, one, { method: 'POST', body });
        return { status: 200, body: { floating_ip: await view(compute, floatingip) } };
      },
    }),
    route({
      method: 'DELETE',
      path: '/v2.1/os-floating-ips/{id}',
      until,
      docs: DOCS,
      run: async (call) => {
        await passOn(parts, call, `${PATH}/${call.param('id')}`, z.null(), { method: 'DELETE' });
        return { status: 202 };
      },
    }),
    route({
      method: 'GET',
      path: '/v2.1/os-floating-ip-pools',
      until,
      docs: DOCS,
      run: async () => {
        const pools = await network.networks('router:external=true');
        return { status: 200, body: { floating_ip_pools: pools.map(({ name }) => ({ name })) } };
      },
    }),
  ];
}
