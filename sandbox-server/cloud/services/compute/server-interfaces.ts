import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import { refuseState } from './action.ts';
import type { Compute } from './compute-parts.ts';
import { ipv4, ipv6, uuid } from './inputs.ts';
import { noteAction } from './instance-actions.ts';
import type { ServerPort } from './network-client.ts';
import { cardOrders } from './server-networks.ts';
import { demandServer } from './server-records.ts';
import { refuseLocked } from './servers.ts';

const input = z.strictObject({
  interfaceAttachment: z
    .strictObject({
      net_id: uuid.optional(),
      port_id: uuid.optional(),
      fixed_ips: z
        .array(z.strictObject({ ip_address: z.union([ipv4, ipv6]) }))
        .length(1)
        .optional(),
      tag: z.string().optional(),
    })
    .optional(),
});
const PATH = '/v2.1/servers/{id}/os-interface';
const DOCS = 'https://docs.openstack.org/api-ref/compute/#port-interfaces-servers-os-interface';

function view(port: ServerPort): object {
  return {
    net_id: port.network_id,
    port_id: port.id,
    mac_addr: port.mac_address,
    port_state: port.status,
    fixed_ips: port.fixed_ips,
  };
}

function missing(port: string): Fault {
  return new Fault(404, `Port id ${port} could not be found.`);
}

function reading({ servers, network }: Compute): Route[] {
  return [
    route({
      method: 'GET',
      path: PATH,
      docs: DOCS,
      run: async (call) => {
        const { id } = demandServer(servers, call, call.param('id'));
        const ports = (await network.portsOf([id])).get(id) ?? [];
        return { status: 200, body: { interfaceAttachments: ports.map(view) } };
      },
    }),
    route({
      method: 'GET',
      path: `${PATH}/{port}`,
      docs: DOCS,
      run: async (call) => {
        const { id } = demandServer(servers, call, call.param('id'));
        const ports = (await network.portsOf([id])).get(id) ?? [];
        const found = ports.find((each) => each.id === call.param('port'));
        if (!found) {
          throw missing(call.param('port'));
        }
        return { status: 200, body: { interfaceAttachment: view(found) } };
      },
    }),
  ];
}

function attaching(compute: Compute): Route {
  const { servers, network, life } = compute;
  return route({
    method: 'POST',
    path: PATH,
    docs: DOCS,
    input,
    run: async (call) => {
      const record = life.current(demandServer(servers, call, call.param('id')));
      refuseLocked(record, call.caller.admin);
      const { net_id, port_id, fixed_ips } = call.body.interfaceAttachment ?? {};
      if (net_id !== undefined && port_id !== undefined) {
        throw new Fault(400, 'Must not input both network_id and port_id');
      }
      refuseState(record, 'attach_interface', ['active', 'paused', 'stopped']);
      if (port_id !== undefined && (await network.ports(`id=${port_id}`))[0]?.tenant_id !== record.project) {
        throw missing(port_id);
      }
      const asked = { uuid: net_id, port: port_id, fixed_ip: fixed_ips?.[0]?.ip_address };
      const [order] = await cardOrders(network, record.project, net_id || port_id ? [asked] : undefined);
      if (!order) {
        throw new Fault(400, 'No networks found for interface attach.');
      }
      let port: string;
      if (order.kind === 'port') {
        port = order.port;
        await network.bindPort(port, record.id);
      } else {
        const wanted = {
          network: order.network,
          project: record.project,
          server: record.id,
          hostname: record.hostname,
        };
        port = await network.createPort({ ...wanted, fixedIp: order.fixedIp });
        servers.put({ ...(servers.get(record.id) ?? record), ownPorts: [...record.ownPorts, port] });
      }
      noteAction(compute, call, record.id, 'attach_interface');
      life.changed(record);
      const ports = (await network.portsOf([record.id])).get(record.id) ?? [];
      const made = ports.find((each) => each.id === port);
      if (!made) {
        throw missing(port);
      }
      return { status: 200, body: { interfaceAttachment: view(made) } };
    },
  });
}

/** The network cards of a server. */
export function serverInterfaces(compute: Compute): Route[] {
  const { servers, network, life } = compute;
  return [
    ...reading(compute),
    attaching(compute),
    route({
      method: 'DELETE',
      path: `${PATH}/{port}`,
      docs: DOCS,
      run: async (call) => {
        const record = life.current(demandServer(servers, call, call.param('id')));
        refuseLocked(record, call.caller.admin);
        refuseState(record, 'detach_interface', ['active', 'paused', 'stopped']);
        const port = call.param('port');
        const ports = (await network.portsOf([record.id])).get(record.id) ?? [];
        if (!ports.some((each) => each.id === port)) {
          throw missing(port);
        }
        await (record.ownPorts.includes(port) ? network.deletePort(port) : network.bindPort(port, ''));
        const latest = servers.get(record.id) ?? record;
        const ownPorts = latest.ownPorts.filter((each) => each !== port);
        noteAction(compute, call, record.id, 'detach_interface');
        life.changed(servers.put({ ...latest, ownPorts }));
        return { status: 202 };
      },
    }),
  ];
}
