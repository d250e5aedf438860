import type { OutsideHost } from './network/outside.ts';
import type { Service } from './network/service.ts';

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };
const notFound = (): Response => new Response('Not Found\n', { status: 404, headers: PLAIN });

/** The internet as far as a machine needs it: where faafo's script lies, and the archive of packages. */
export function outsideHosts({ installScript }: { installScript: string }): OutsideHost[] {
  const forge: Service = {
    kind: 'http',
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      if (!/^\/openstack\/faafo\/raw\/(branch\/master\/)?contrib\/install\.sh$/.test(pathname))
        return notFound();
      return new Response(installScript, { headers: PLAIN });
    },
  };
  const toHttps: Service = {
    kind: 'http',
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      return new Response(null, {
        status: 301,
        headers: { location: `https://opendev.org${pathname}${search}` },
      });
    },
  };
  const packages: Service = {
    kind: 'http',
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      return /\/(dists|pool)\//.test(pathname) ? new Response('simulated\n', { headers: PLAIN }) : notFound();
    },
  };
  return [
    {
      names: ['opendev.org', 'git.openstack.org'],
      address: '192.0.2.10',
      services: { 80: toHttps, 443: forge },
    },
    {
      names: ['archive.ubuntu.com', 'security.ubuntu.com', 'deb.debian.org'],
      address: '192.0.2.20',
      services: { 80: packages, 443: packages },
    },
  ];
}
