import type { OutsideHost } from '../machines/network/outside.ts';
import type { Service } from '../machines/network/service.ts';

const PATH = '/openstack/faafo/raw/contrib/install.sh';

/**
 * The host that OpenStack's tutorial fetches its installation script from. The original's was retired with
 * the project in 2020; this one serves the course's own script at the same address.
 */
export function installScriptHost(script: string): OutsideHost {
  const service: Service = {
    kind: 'http',
    fetch: async (request) =>
      new URL(request.url).pathname === PATH
        ? new Response(script, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
        : new Response('Not found.\n', { status: 404, headers: { 'content-type': 'text/plain' } }),
  };
  return { names: ['opendev.org'], address: '192.0.2.10', services: { 80: service, 443: service } };
}
