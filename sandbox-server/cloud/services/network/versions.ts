import { type Route, route } from '../../route.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#api-versions';

const RESOURCES = [
  ['network', 'networks'],
  ['subnet', 'subnets'],
  ['port', 'ports'],
] as const;

/** @see https://docs.openstack.org/api-ref/network/v2/#api-versions */
export function versions(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/',
      rule: 'open',
      docs: DOCS,
      run: ({ root }) => {
        const links = [{ rel: 'self', href: `${root}/networking/v2.0/` }];
        return { status: 200, body: { versions: [{ id: 'v2.0', status: 'CURRENT', links }] } };
      },
    }),
    route({
      method: 'GET',
      path: '/v2.0',
      rule: 'token',
      docs: DOCS,
      run: ({ root }) => ({
        status: 200,
        body: {
          resources: RESOURCES.map(([name, collection]) => ({
            name,
            collection,
            links: [{ rel: 'self', href: `${root}/networking/v2.0/${collection}` }],
          })),
        },
      }),
    }),
  ];
}
