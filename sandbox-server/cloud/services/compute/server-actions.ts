import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import { type Action, action } from './action.ts';
import type { Compute } from './compute-parts.ts';
import { consoleActions } from './console-actions.ts';
import { floatingIpActions } from './floating-ip-actions.ts';
import { groupActions } from './group-actions.ts';
import { imageAction } from './image-action.ts';
import { noteAction } from './instance-actions.ts';
import { lockActions } from './lock-actions.ts';
import { powerActions } from './power-actions.ts';
import { rebuildAction } from './rebuild-action.ts';
import { refusedActions } from './refused-actions.ts';
import { resizeActions } from './resize-actions.ts';
import { beginDelete, refuseLocked } from './servers.ts';

function deletion(compute: Compute): Action {
  return action({
    name: 'forceDelete',
    noted: 'forceDelete',
    run: (call, record) => {
      refuseLocked(record, call.caller.admin);
      beginDelete(compute, record);
      return { status: 202 };
    },
  });
}

/** `POST /servers/{id}/action`: the one key of the body says what to do. */
export function serverActions(compute: Compute): Route {
  const actions = [
    ...powerActions(compute),
    ...lockActions(compute),
    ...resizeActions(compute),
    rebuildAction(compute),
    imageAction(compute),
    ...consoleActions(compute),
    ...groupActions(compute),
    ...floatingIpActions(compute),
    ...refusedActions(),
    deletion(compute),
  ];
  return route({
    method: 'POST',
    path: '/v2.1/servers/{id}/action',
    docs: 'https://docs.openstack.org/api-ref/compute/#servers-run-an-action-servers-action',
    input: z.unknown(),
    run: async (call) => {
      const body = z.record(z.string(), z.unknown()).safeParse(call.body);
      const [entry] = body.success ? Object.entries(body.data) : [];
      if (!entry) {
        throw new Fault(400, 'Malformed request body');
      }
      const [name, given] = entry;
      const found = actions.find((each) => each.name === name);
      if (!found) {
        throw new Fault(400, `There is no such action: ${name}`);
      }
      if (call.microversion < found.since || call.microversion > found.until) {
        throw new Fault(404, 'The resource could not be found.');
      }
      const kept = compute.servers.get(call.param('id'));
      if (!kept || (kept.project !== call.project && !call.caller.admin)) {
        throw new Fault(404, `Instance ${call.param('id')} could not be found.`);
      }
      const record = compute.life.current(kept);
      const answer = await found.handle(call, record, given);
      if (found.noted !== null) {
        noteAction(compute, call, record.id, found.noted);
      }
      return answer;
    },
  });
}
