import { md5 } from '../../md5.ts';
import type { Service } from '../../service.ts';

/** An endpoint as the catalog has it. */
export interface CatalogEndpoint {
  id: string;
  interface: 'public' | 'internal' | 'admin';
  region_id: string;
  region: string;
  url: string;
}

/** A service as the catalog has it. */
export interface CatalogEntry {
  id: string;
  type: string;
  name: string;
  endpoints: CatalogEndpoint[];
}

/** The same name has the same id, in this cloud and after a restart. */
function idFor(name: string): string {
  return md5(new TextEncoder().encode(name)).toHex();
}

/** Where to find the services: their addresses begin with `root`, by which the client came. */
export function catalog(
  services: readonly Service[],
  { root, region, project }: { root: string; region: string; project: string },
): CatalogEntry[] {
  return services.map(({ type, name, endpoint }) => ({
    endpoints: (['admin', 'internal', 'public'] as const).map((visibility) => ({
      id: idFor(`endpoint ${type} ${visibility}`),
      interface: visibility,
      region_id: region,
      url: `${root}${endpoint.replace('{project}', project)}`,
      region,
    })),
    id: idFor(`service ${type}`),
    type,
    name,
  }));
}
