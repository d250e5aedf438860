import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { ACCEPTED, type Action, action } from './action.ts';
import type { Compute } from './compute-parts.ts';
import { ipv4 } from './inputs.ts';

const addInput = z.strictObject({ address: ipv4, fixed_address: ipv4.optional() });
const removeInput = z.strictObject({ address: ipv4 });

/** Floating IPs by way of Nova, as it was until 2.43; since then clients ask the network service. */
export function floatingIpActions({ network, life }: Compute): Action[] {
  return [
    action({
      name: 'addFloatingIp',
      until: 43,
      input: addInput,
      run: async (call, record, { address, fixed_address }) => {
        const ports = (await network.portsOf([record.id])).get(record.id) ?? [];
        const port = ports.find(
          ({ fixed_ips }) =>
            fixed_address === undefined || fixed_ips.some((ip) => ip.ip_address === fixed_address),
        );
        if (!port) {
          throw new Fault(400, 'No fixed IPs associated to instance');
        }
        await network.setFloating(call.project, address, port.id);
        life.changed(record);
        return ACCEPTED;
      },
    }),
    action({
      name: 'removeFloatingIp',
      until: 43,
      input: removeInput,
      run: async (call, record, { address }) => {
        const ports = (await network.portsOf([record.id])).get(record.id) ?? [];
        if (!ports.some((port) => port.floating.includes(address))) {
          throw new Fault(409, `Floating IP ${address} is not associated with instance ${record.id}.`);
        }
        await network.setFloating(call.project, address, null);
        life.changed(record);
        return ACCEPTED;
      },
    }),
  ];
}
