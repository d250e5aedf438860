import { z } from 'zod';
import { isoUnzoned } from '../../clock.ts';
import { Fault } from '../../fault.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { demandServer } from './server-records.ts';
import { hostId } from './server-view.ts';

/** What somebody did to a server, as it is kept; `at` in milliseconds since the epoch. */
export const actionRecord = z.object({
  /** `<server>/<request>/<action>`. */
  id: z.string(),
  server: z.string(),
  request: z.string(),
  action: z.string(),
  user: z.string(),
  project: z.string(),
  at: z.number(),
});
export type ActionRecord = z.infer<typeof actionRecord>;

/** Notes that somebody did something to a server. */
export function noteAction(
  { actions, parts }: Pick<Compute, 'actions' | 'parts'>,
  call: Pick<Call, 'requestId' | 'caller' | 'project'>,
  server: string,
  action: string,
): void {
  actions.put({
    id: `${server}/${call.requestId}/${action}`,
    server,
    request: call.requestId,
    action,
    user: call.caller.user.id,
    project: call.project,
    at: parts.clock.now(),
  });
}

function view({ microversion }: Pick<Call, 'microversion'>, record: ActionRecord): object {
  return {
    action: record.action,
    instance_uuid: record.server,
    request_id: record.request,
    user_id: record.user,
    project_id: record.project,
    start_time: isoUnzoned(record.at),
    message: null,
    ...(microversion >= 58 && { updated_at: isoUnzoned(record.at) }),
  };
}

function events({ microversion, caller }: Call, record: ActionRecord): object[] {
  const names: Record<string, string> = { create: 'compute__do_build_and_run_instance' };
  const event = names[record.action] ?? `compute_${record.action}_instance`;
  const time = isoUnzoned(record.at);
  return [
    {
      event,
      start_time: time,
      finish_time: time,
      result: 'Success',
      ...(caller.admin && { traceback: null }),
      ...(microversion >= 62 && {
        hostId: hostId(record.project),
        ...(caller.admin && { host: 'compute-1' }),
      }),
      ...(microversion >= 84 && { details: null }),
    },
  ];
}

/** What was done to a server. */
export function instanceActions({ actions, servers }: Compute): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/compute/#servers-actions-servers-os-instance-actions';
  return [
    route({
      method: 'GET',
      path: '/v2.1/servers/{id}/os-instance-actions',
      docs,
      run: (call) => {
        const { id } = demandServer(servers, call, call.param('id'));
        const found = actions.where((each) => each.server === id).reverse();
        return { status: 200, body: { instanceActions: found.map((each) => view(call, each)) } };
      },
    }),
    route({
      method: 'GET',
      path: '/v2.1/servers/{id}/os-instance-actions/{request}',
      docs,
      run: (call) => {
        const { id } = demandServer(servers, call, call.param('id'));
        const request = call.param('request');
        const found = actions.find((each) => each.server === id && each.request === request);
        if (!found) {
          throw new Fault(404, `Action ${request} not found`);
        }
        const shown = call.microversion >= 51 || call.caller.admin;
        const body = { ...view(call, found), ...(shown && { events: events(call, found) }) };
        return { status: 200, body: { instanceAction: body } };
      },
    }),
  ];
}
