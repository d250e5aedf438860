import { z } from 'zod';
import { Fault } from '../../fault.ts';
import type { PortCard } from '../../hypervisor.ts';
import type { Parts, ServiceRequest } from '../../service.ts';

const network = z.object({
  id: z.string(),
  name: z.string(),
  tenant_id: z.string(),
  shared: z.boolean(),
  'router:external': z.boolean(),
  subnets: z.array(z.string()),
});
const port = z.object({
  id: z.string(),
  network_id: z.string(),
  mac_address: z.string(),
  status: z.string(),
  device_id: z.string(),
  tenant_id: z.string(),
  fixed_ips: z.array(z.object({ subnet_id: z.string(), ip_address: z.string() })),
  security_groups: z.array(z.string()),
});
const subnet = z.object({ id: z.string(), cidr: z.string(), gateway_ip: z.string().nullable() });
const floating = z.object({
  id: z.string(),
  floating_ip_address: z.string(),
  port_id: z.string().nullable(),
});
/** A rule of a security group, as the network service shows it. */
export const securityGroupRule = z.object({
  id: z.string(),
  direction: z.string(),
  protocol: z.string().nullable(),
  port_range_min: z.number().nullable(),
  port_range_max: z.number().nullable(),
  remote_ip_prefix: z.string().nullable(),
  remote_group_id: z.string().nullable(),
});
const group = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  tenant_id: z.string(),
  security_group_rules: z.array(securityGroupRule),
});
const refusal = z.object({ NeutronError: z.object({ message: z.string() }) });

export type Network = z.infer<typeof network>;
export type Port = z.infer<typeof port>;
export type SecurityGroup = z.infer<typeof group>;

/** A port, with what is said of it elsewhere. */
export interface ServerPort extends Port {
  networkName: string;
  /** Floating IP addresses that lead to it. */
  floating: string[];
}

/** A new port of a server. */
export interface PortOrder {
  network: string;
  project: string;
  server: string;
  hostname: string;
  fixedIp?: string | undefined;
  /** Ids; undefined for the project's default group. */
  groups?: string[] | undefined;
}

/** What compute asks the network service, in its own name. */
export class NetworkClient {
  readonly #fetch: Parts['fetch'];

  constructor({ fetch }: Pick<Parts, 'fetch'>) {
    this.#fetch = fetch;
  }

  async #ask(path: string, request?: ServiceRequest): Promise<unknown> {
    const response = await this.#fetch(`/networking/v2.0/${path}`, request);
    const body: unknown = response.status === 204 ? null : await response.json();
    if (response.ok) {
      return body;
    }
    const said = refusal.safeParse(body);
    throw new Fault(
      response.status,
      said.success ? said.data.NeutronError.message : 'The network service refused.',
    );
  }

  async #list<T>(path: string, key: string, schema: z.ZodType<T>): Promise<T[]> {
    const answer = z.record(z.string(), z.unknown()).parse(await this.#ask(path));
    return z.array(schema).parse(answer[key]);
  }

  networks(query: string): Promise<Network[]> {
    return this.#list(`networks?${query}`, 'networks', network);
  }

  ports(query: string): Promise<Port[]> {
    return this.#list(`ports?${query}`, 'ports', port);
  }

  groups(query: string): Promise<SecurityGroup[]> {
    return this.#list(`security-groups?${query}`, 'security_groups', group);
  }

  /** The networks a project may use: its own and those shared with it. */
  async networksOf(project: string): Promise<Network[]> {
    const own = await this.networks(`tenant_id=${project}`);
    const shared = await this.networks('shared=true');
    return [...new Map([...own, ...shared].map((each) => [each.id, each])).values()];
  }

  /** The ports of these servers, by server. */
  async portsOf(servers: readonly string[]): Promise<Map<string, ServerPort[]>> {
    const found = new Map<string, ServerPort[]>();
    if (servers.length === 0) {
      return found;
    }
    const ports = await this.ports(servers.map((id) => `device_id=${id}`).join('&'));
    const networks = new Map(
      (
        await this.networks(
          query(
            'id',
            ports.map((each) => each.network_id),
          ),
        )
      ).map((each) => [each.id, each]),
    );
    const ips =
      ports.length === 0
        ? []
        : await this.#list(
            `floatingips?${query(
              'port_id',
              ports.map((each) => each.id),
            )}`,
            'floatingips',
            floating,
          );
    for (const each of ports) {
      const addresses = ips.filter((ip) => ip.port_id === each.id).map((ip) => ip.floating_ip_address);
      const shown = { ...each, networkName: networks.get(each.network_id)?.name ?? '', floating: addresses };
      found.set(each.device_id, [...(found.get(each.device_id) ?? []), shown]);
    }
    return found;
  }

  /** Makes a port for a server. */
  async createPort(order: PortOrder): Promise<string> {
    const body = {
      port: {
        network_id: order.network,
        tenant_id: order.project,
        device_id: order.server,
        device_owner: 'compute:nova',
        admin_state_up: true,
        'binding:host_id': 'compute-1',
        ...(order.groups && { security_groups: order.groups }),
        ...(order.fixedIp && { fixed_ips: [{ ip_address: order.fixedIp }] }),
      },
    };
    const answer = await this.#ask('ports', { method: 'POST', body });
    return z.object({ port }).parse(answer).port.id;
  }

  /** Gives a port that was there before to a server, or takes it away again (`server` ''). */
  async bindPort(id: string, server: string): Promise<void> {
    const owner = server === '' ? '' : 'compute:nova';
    const host = server === '' ? '' : 'compute-1';
    const body = { port: { device_id: server, device_owner: owner, 'binding:host_id': host } };
    await this.#ask(`ports/${id}`, { method: 'PUT', body });
  }

  async setGroups(id: string, groups: string[]): Promise<void> {
    await this.#ask(`ports/${id}`, { method: 'PUT', body: { port: { security_groups: groups } } });
  }

  /** Leads a floating IP address of the project to a port, or (null) nowhere. */
  async setFloating(project: string, address: string, portId: string | null): Promise<void> {
    const path = `floatingips?tenant_id=${project}&floating_ip_address=${address}`;
    const [found] = await this.#list(path, 'floatingips', floating);
    if (!found) {
      throw new Fault(404, 'floating IP not found');
    }
    await this.#ask(`floatingips/${found.id}`, { method: 'PUT', body: { floatingip: { port_id: portId } } });
  }

  /** Deletes a port; one that is gone already is no error. */
  async deletePort(id: string): Promise<void> {
    try {
      await this.#ask(`ports/${id}`, { method: 'DELETE' });
    } catch (error) {
      if (!(error instanceof Fault && error.status === 404)) {
        throw error;
      }
    }
  }

  /** A server's network cards, as its machine has them. */
  async cards(server: string): Promise<PortCard[]> {
    const ports = (await this.portsOf([server])).get(server) ?? [];
    const ids = ports.flatMap((each) => each.fixed_ips.map((ip) => ip.subnet_id));
    const subnets =
      ids.length === 0 ? [] : await this.#list(`subnets?${query('id', ids)}`, 'subnets', subnet);
    return ports.map((each) => ({
      id: each.id,
      mac: each.mac_address,
      addresses: each.fixed_ips.map(({ subnet_id, ip_address }) => {
        const found = subnets.find((one) => one.id === subnet_id);
        const prefix = Number(found?.cidr.split('/')[1] ?? 24);
        return { address: ip_address, prefix, gateway: found?.gateway_ip ?? null };
      }),
    }));
  }
}

function query(name: string, values: readonly string[]): string {
  return [...new Set(values)].map((value) => `${name}=${encodeURIComponent(value)}`).join('&');
}
