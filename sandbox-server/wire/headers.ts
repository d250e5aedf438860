import { isSecret, MASK } from './mask.ts';

/** The headers that say something about a call; all others, cookies first of all, are not kept. */
const telling = new Set([
  'accept',
  'allow',
  'content-length',
  'content-type',
  'location',
  'openstack-api-maximum-version',
  'openstack-api-minimum-version',
  'openstack-api-version',
  'retry-after',
  'user-agent',
  'www-authenticate',
  'x-auth-token',
  'x-compute-request-id',
  'x-openstack-nova-api-version',
  'x-openstack-request-id',
  'x-service-token',
  'x-subject-token',
]);

/** The telling headers of a call or an answer, tokens masked. */
export function tellingHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers]
      .filter(([name]) => telling.has(name))
      .map(([name, value]) => [name, isSecret(name) ? MASK : value.slice(0, 1000)]),
  );
}
