import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { noteAction } from './instance-actions.ts';
import { type ServerUpdate, serverUpdateInput } from './server-input.ts';
import { demandServer, type ServerRecord } from './server-records.ts';
import { changed, full } from './server-view.ts';
import { surroundings } from './surroundings.ts';

/** Ends a server in the background: it is `deleting` until its machine and its ports are gone. */
export function beginDelete({ life, parts }: Compute, record: ServerRecord): void {
  const leaving = life.enter(record, 'deleting');
  parts.background(async () => {
    try {
      await life.remove(leaving);
    } catch (error) {
      life.fail(record.id, 500, 'The server could not be deleted; deleting it again may help.');
      throw error;
    }
  });
}

/** Refuses to change a server that its owner locked. */
export function refuseLocked(record: ServerRecord, admin: boolean): void {
  if (record.locked && !admin) {
    throw new Fault(409, `Instance ${record.id} is locked`);
  }
}

function updated(record: ServerRecord, given: ServerUpdate, now: number): ServerRecord {
  return {
    ...record,
    name: given.name ?? record.name,
    hostname: given.hostname ?? record.hostname,
    description: given.description === undefined ? record.description : given.description,
    diskConfig: given['OS-DCF:diskConfig'] ?? record.diskConfig,
    accessIPv4: given.accessIPv4 ?? record.accessIPv4,
    accessIPv6: given.accessIPv6 ?? record.accessIPv6,
    updatedAt: now,
  };
}

/** A server: to be seen, renamed, and deleted. Making one is in server-create.ts. */
export function servers(compute: Compute): Route[] {
  const { life, servers: records, parts } = compute;
  return [
    route({
      method: 'GET',
      path: '/v2.1/servers/{id}',
      policy: 'os_compute_api:servers:show',
      docs: 'https://docs.openstack.org/api-ref/compute/#show-server-details',
      run: async (call) => {
        const record = life.current(demandServer(records, call, call.param('id')));
        const around = await surroundings(compute, call, [record]);
        return { status: 200, body: { server: full(call, record, around(record), true) } };
      },
    }),
    route({
      method: 'PUT',
      path: '/v2.1/servers/{id}',
      policy: 'os_compute_api:servers:update',
      docs: 'https://docs.openstack.org/api-ref/compute/#update-server',
      input: serverUpdateInput,
      run: async (call) => {
        const found = life.current(demandServer(records, call, call.param('id')));
        const record = records.put(updated(found, call.body.server, parts.clock.now()));
        life.changed(record);
        const around = await surroundings(compute, call, [record]);
        return { status: 200, body: { server: changed(call, record, around(record)) } };
      },
    }),
    route({
      method: 'DELETE',
      path: '/v2.1/servers/{id}',
      policy: 'os_compute_api:servers:delete',
      docs: 'https://docs.openstack.org/api-ref/compute/#delete-server',
      run: (call) => {
        const record = life.current(demandServer(records, call, call.param('id')));
        refuseLocked(record, call.caller.admin);
        if (record.phase !== 'deleting') {
          noteAction(compute, call, record.id, 'delete');
          beginDelete(compute, record);
        }
        return { status: 204 };
      },
    }),
  ];
}
