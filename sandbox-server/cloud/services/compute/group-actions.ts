import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { ACCEPTED, type Action, action } from './action.ts';
import type { Compute } from './compute-parts.ts';
import type { SecurityGroup, ServerPort } from './network-client.ts';
import type { ServerRecord } from './server-records.ts';

const input = z.strictObject({ name: z.string().min(1).max(255) });

/** Security groups of a server that runs: its ports are put in them, and taken out. */
export function groupActions({ network, life }: Compute): Action[] {
  const find = async ({ project }: ServerRecord, name: string): Promise<SecurityGroup> => {
    const known = await network.groups(`tenant_id=${project}`);
    const found = known.find((each) => each.id === name) ?? known.find((each) => each.name === name);
    if (!found) {
      throw new Fault(404, `Security group ${name} is not found for project ${project}`);
    }
    return found;
  };
  const portsOf = async ({ id }: ServerRecord): Promise<ServerPort[]> =>
    (await network.portsOf([id])).get(id) ?? [];
  return [
    action({
      name: 'addSecurityGroup',
      noted: 'addSecurityGroup',
      input,
      run: async (_call, record, { name }) => {
        const { id } = await find(record, name);
        for (const port of await portsOf(record)) {
          await network.setGroups(port.id, [...new Set([...port.security_groups, id])]);
        }
        life.changed(record);
        return ACCEPTED;
      },
    }),
    action({
      name: 'removeSecurityGroup',
      noted: 'removeSecurityGroup',
      input,
      run: async (_call, record, { name }) => {
        const { id } = await find(record, name);
        const members = (await portsOf(record)).filter((port) => port.security_groups.includes(id));
        if (members.length === 0) {
          throw new Fault(404, `Security group ${name} not associated with the instance ${record.id}`);
        }
        for (const port of members) {
          await network.setGroups(
            port.id,
            port.security_groups.filter((each) => each !== id),
          );
        }
        life.changed(record);
        return ACCEPTED;
      },
    }),
  ];
}
