import { type Exchange, type Route, route } from '../../route.ts';

function version({ root }: Exchange): object {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${root}/identity/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  };
}

/** What versions of the API there are. */
export function discovery(): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/identity/v3/#versions';
  return [
    route({
      method: 'GET',
      path: '/',
      rule: 'open',
      docs,
      run: (call) => ({
        status: 300,
        headers: { location: `${call.root}/identity/v3/` },
        body: { versions: { values: [version(call)] } },
      }),
    }),
    route({
      method: 'GET',
      path: '/v3',
      rule: 'open',
      docs,
      run: (call) => ({ status: 200, body: { version: version(call) } }),
    }),
  ];
}
