import { type Exchange, type Route, route } from '../../route.ts';
import { VERSIONS } from './versions.ts';

function version({ root }: Exchange): object {
  return {
    id: 'v2.1',
    status: 'CURRENT',
    version: `${VERSIONS.major}.${VERSIONS.max}`,
    min_version: `${VERSIONS.major}.${VERSIONS.min}`,
    updated: '2013-07-23T11:33:21Z',
    links: [{ rel: 'self', href: `${root}/compute/v2.1/` }],
  };
}

function described(one: object, { root }: Exchange): object {
  const links = [
    { rel: 'self', href: `${root}/compute/v2.1/` },
    { rel: 'describedby', type: 'text/html', href: 'http://docs.openstack.org/' },
  ];
  const type = 'application/vnd.openstack.compute+json;version=2.1';
  return { ...one, links, 'media-types': [{ base: 'application/json', type }] };
}

/** What versions of the API there are: v2.1 alone. */
export function discovery(): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/compute/#api-versions';
  return [
    route({
      method: 'GET',
      path: '/',
      rule: 'open',
      docs,
      run: (call) => ({ status: 200, body: { versions: [version(call)] } }),
    }),
    route({
      method: 'GET',
      path: '/v2.1',
      rule: 'open',
      docs,
      run: (call) => ({ status: 200, body: { version: described(version(call), call) } }),
    }),
  ];
}
