import { type Answer, type Exchange, type Route, route } from '../../route.ts';

const VERSIONS = ['v2.15', 'v2.9', 'v2.7', 'v2.6', 'v2.5', 'v2.4', 'v2.3', 'v2.2', 'v2.1', 'v2.0'];

function versions({ root }: Exchange, status: number): Answer {
  const links = [{ rel: 'self', href: `${root}/image/v2/` }];
  const list = VERSIONS.map((id, index) => ({ id, status: index === 0 ? 'CURRENT' : 'SUPPORTED', links }));
  return { status, body: { versions: list } };
}

/** What versions of the API there are. */
export function discovery(): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/image/versions/';
  return [
    route({ method: 'GET', path: '/', rule: 'open', docs, run: (call) => versions(call, 300) }),
    route({ method: 'GET', path: '/v2', rule: 'open', docs, run: (call) => versions(call, 300) }),
    route({ method: 'GET', path: '/versions', rule: 'open', docs, run: (call) => versions(call, 200) }),
  ];
}
