import { z } from 'zod';
import type { Caller } from '../../caller.ts';
import { type Route, route } from '../../route.ts';
import { integer, ownership } from './attributes.ts';
import { change } from './body.ts';
import { forbidden } from './faults.ts';
import { QUOTA_DEFAULTS, usage } from './quota-check.ts';
import type { NetworkState } from './state.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#quotas-extension-quotas';

// What comes in.

const updateQuota = z.strictObject({
  ...ownership,
  network: integer().optional(),
  subnet: integer().optional(),
  subnetpool: integer().optional(),
  port: integer().optional(),
  router: integer().optional(),
  floatingip: integer().optional(),
  rbac_policy: integer().optional(),
  security_group: integer().optional(),
  security_group_rule: integer().optional(),
});

// What goes out.

function details(state: NetworkState, project: string): object {
  const used = usage(state, project);
  const limits = Object.entries(state.quotas.limits(project));
  const counts = new Map(Object.entries(used));
  return Object.fromEntries(
    limits.map(([name, limit]) => [name, { limit, used: counts.get(name) ?? 0, reserved: 0 }]),
  );
}

// The calls.

function checkReader(caller: Caller, project: string): void {
  if (!caller.admin && caller.project?.id !== project) throw forbidden('get_quota');
}

const PATH = '/v2.0/quotas/{project}';

function quotaReading(state: NetworkState): Route[] {
  return [
    route({
      method: 'GET',
      path: PATH,
      docs: DOCS,
      run: (call) => {
        const project = call.param('project');
        checkReader(call.caller, project);
        return { status: 200, body: { quota: state.quotas.limits(project) } };
      },
    }),
    route({
      method: 'GET',
      path: `${PATH}/default`,
      docs: DOCS,
      run: () => ({ status: 200, body: { quota: QUOTA_DEFAULTS } }),
    }),
    route({
      method: 'GET',
      path: `${PATH}/details`,
      docs: DOCS,
      run: (call) => {
        const project = call.param('project');
        checkReader(call.caller, project);
        return { status: 200, body: { quota: details(state, project) } };
      },
    }),
  ];
}

/** @see https://docs.openstack.org/api-ref/network/v2/#quotas-extension-quotas */
export function quotas(state: NetworkState): Route[] {
  return [
    ...quotaReading(state),
    route({
      method: 'PUT',
      path: PATH,
      rule: 'admin',
      policy: 'update_quota',
      docs: DOCS,
      input: change('quota', updateQuota),
      run: (call) => {
        const project = call.param('project');
        const { tenant_id: _, project_id: __, ...limits } = call.body.items[0];
        state.quotas.set(project, limits);
        return { status: 200, body: { quota: state.quotas.limits(project) } };
      },
    }),
    route({
      method: 'DELETE',
      path: PATH,
      rule: 'admin',
      policy: 'delete_quota',
      docs: DOCS,
      run: (call) => {
        state.quotas.reset(call.param('project'));
        return { status: 204 };
      },
    }),
  ];
}
