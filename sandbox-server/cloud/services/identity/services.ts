import { Fault } from '../../fault.ts';
import { type Exchange, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import { type CatalogEntry, catalog } from './catalog.ts';
import { listed, passes, selfLink } from './links.ts';

function view(exchange: Exchange, { id, name, type }: CatalogEntry): object {
  return { name, id, type, enabled: true, links: selfLink(exchange, `services/${id}`) };
}

/** The services of the cloud, to be read: which there are is decided by its maker. */
export function services(parts: Parts): Route[] {
  const entries = ({ root }: Exchange): CatalogEntry[] =>
    catalog(parts.services(), { root, region: parts.region, project: '$(project_id)s' });
  return [
    route({
      method: 'GET',
      path: '/v3/services',
      rule: 'admin',
      policy: 'identity:list_services',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#list-services',
      run: (call) => {
        const found = entries(call).filter(({ name, type }) => passes(call.query, { name, type }));
        return {
          status: 200,
          body: listed(
            call,
            'services',
            found.map((each) => view(call, each)),
          ),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/services/{id}',
      rule: 'admin',
      policy: 'identity:get_service',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#show-service-details',
      run: (call) => {
        const found = entries(call).find((each) => each.id === call.param('id'));
        if (!found) {
          throw new Fault(404, `Could not find service: ${call.param('id')}.`);
        }
        return { status: 200, body: { service: view(call, found) } };
      },
    }),
  ];
}
