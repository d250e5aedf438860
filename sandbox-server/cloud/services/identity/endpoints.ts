import { Fault } from '../../fault.ts';
import { type Exchange, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import { type CatalogEndpoint, catalog } from './catalog.ts';
import { listed, passes, selfLink } from './links.ts';

interface Endpoint extends CatalogEndpoint {
  service: string;
}

function view(exchange: Exchange, endpoint: Endpoint): object {
  return {
    id: endpoint.id,
    interface: endpoint.interface,
    region_id: endpoint.region_id,
    service_id: endpoint.service,
    url: endpoint.url,
    enabled: true,
    region: endpoint.region,
    links: selfLink(exchange, `endpoints/${endpoint.id}`),
  };
}

/** Where the services are, to be read. */
export function endpoints(parts: Parts): Route[] {
  const all = ({ root }: Exchange): Endpoint[] =>
    catalog(parts.services(), { root, region: parts.region, project: '$(project_id)s' }).flatMap((entry) =>
      entry.endpoints.map((endpoint) => ({ ...endpoint, service: entry.id })),
    );
  return [
    route({
      method: 'GET',
      path: '/v3/endpoints',
      rule: 'admin',
      policy: 'identity:list_endpoints',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#list-endpoints',
      run: (call) => {
        const found = all(call).filter((each) =>
          passes(call.query, {
            interface: each.interface,
            service_id: each.service,
            region_id: each.region_id,
          }),
        );
        return {
          status: 200,
          body: listed(
            call,
            'endpoints',
            found.map((each) => view(call, each)),
          ),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/endpoints/{id}',
      rule: 'admin',
      policy: 'identity:get_endpoint',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#show-endpoint-details',
      run: (call) => {
        const found = all(call).find((each) => each.id === call.param('id'));
        if (!found) {
          throw new Fault(404, `Could not find endpoint: ${call.param('id')}.`);
        }
        return { status: 200, body: { endpoint: view(call, found) } };
      },
    }),
  ];
}
