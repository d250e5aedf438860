import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import { catalog } from './catalog.ts';
import { type Directory, projectsOf } from './directory.ts';
import { listed } from './links.ts';
import { projectView } from './projects.ts';

/** What a token's owner may come to: the catalog, and where to scope a token. */
export function auth(directory: Directory, parts: Parts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v3/auth/catalog',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#get-service-catalog',
      run: (call) => {
        if (!call.caller.project) {
          throw new Fault(
            403,
            'You are not authorized to perform the requested action: identity:get_auth_catalog.',
          );
        }
        const where = { root: call.root, region: parts.region, project: call.project };
        const links = { self: `${call.root}/identity/v3/auth/catalog` };
        return { status: 200, body: { catalog: catalog(parts.services(), where), links } };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/auth/projects',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#get-available-project-scopes',
      run: (call) => {
        const found = projectsOf(directory, call.caller.user.id);
        return {
          status: 200,
          body: listed(
            call,
            'projects',
            found.map((each) => projectView(call, each)),
          ),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/auth/domains',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#get-available-domain-scopes',
      run: (call) => ({ status: 200, body: listed(call, 'domains', []) }),
    }),
  ];
}
