import { list, object, optional, type Shape, text } from './shape.ts';

/** One address of a service. */
export interface Endpoint {
  /** Who it is for: `public`, `internal` or `admin`. */
  interface: string;
  region?: string | undefined;
  region_id?: string | undefined;
  url: string;
}

/** A service that the cloud offers, as Keystone lists it with each token. */
export interface CatalogEntry {
  /** What it does: `compute`, `network`, `image`, `identity` … */
  type: string;
  /** What it is called: `nova`, `neutron`, `glance`, `keystone` … */
  name: string;
  endpoints: Endpoint[];
}

const endpoint: Shape<Endpoint> = object<Endpoint>({
  interface: text,
  region: optional(text),
  region_id: optional(text),
  url: text,
});

/** What a catalog's entry must have at least. */
export const catalogEntry: Shape<CatalogEntry> = object<CatalogEntry>({
  type: text,
  name: text,
  endpoints: list(endpoint),
});

/** The version that this library speaks, added where a cloud's catalog gives the address without one. */
const versions: Record<string, string> = { network: 'v2.0', image: 'v2', compute: 'v2.1' };

/**
 * The public address of a service, version included, without a slash at its end.
 *
 * @throws Error that lists what the cloud does offer.
 */
export function endpointOf(catalog: CatalogEntry[], type: string, region: string | null): string {
  const entry = catalog.find((candidate) => candidate.type === type);
  const found = entry?.endpoints.find(
    (candidate) =>
      candidate.interface === 'public' &&
      (region === null || candidate.region === region || candidate.region_id === region),
  );
  if (!found) {
    const offered = catalog.map((candidate) => candidate.type).join(', ') || 'nothing';
    throw new Error(`This cloud has no public ${type} service${inRegion(region)}. It offers: ${offered}.`);
  }
  return withVersion(found.url, versions[type]);
}

function inRegion(region: string | null): string {
  return region === null ? '' : ` in the region ${region}`;
}

function withVersion(url: string, version: string | undefined): string {
  const trimmed = url.replace(/\/+$/, '');
  if (version === undefined || /\/v\d+(\.\d+)?(\/|$)/.test(new URL(trimmed).pathname)) return trimmed;
  return `${trimmed}/${version}`;
}
