import type { Fault } from '../../fault.ts';
import type { Answer, Exchange, InvalidInput } from '../../route.ts';
import type { Spelling } from '../../service.ts';
import { keystoneUnauthorized } from '../../unauthorized.ts';
import { badRequest, fault, forbidden, invalidInput } from './faults.ts';

type Issue = InvalidInput['error']['issues'][number];

const paramsOf = (issue: Issue): Record<string, unknown> =>
  issue.code === 'custom' ? (issue.params ?? {}) : {};

/** What Neutron has but a client may not set in the call at hand. */
const KNOWN_ATTRIBUTES = new Set([
  ...['id', 'status', 'tenant_id', 'project_id', 'created_at', 'updated_at', 'revision_number', 'tags'],
  ...['subnets', 'availability_zones', 'availability_zone_hints', 'network_id', 'cidr', 'ip_version'],
  ...['mac_address', 'subnetpool_id', 'ipv6_ra_mode', 'ipv6_address_mode', 'binding:vif_type'],
  ...['binding:vif_details', 'floating_network_id', 'floating_ip_address', 'router_id', 'port_details'],
  ...['security_group_rules', 'security_group_id', 'direction', 'ethertype', 'protocol', 'port_range_min'],
  ...['port_range_max', 'remote_ip_prefix', 'remote_group_id', 'normalized_cidr', 'shared', 'stateful'],
]);

function unknownKeys(keys: readonly string[], method: string): string {
  const strange = keys.filter((key) => !KNOWN_ATTRIBUTES.has(key));
  if (strange.length > 0) return `Unrecognized attribute(s) '${strange.join(', ')}'`;
  const [key = ''] = keys;
  return method === 'PUT'
    ? `Cannot update read-only attribute ${key}`
    : `Attribute '${key}' not allowed in POST`;
}

/** In the order in which Neutron looks at a body: is it there, does it know each attribute, are all there. */
function rank(issue: Issue): number {
  if (issue.path.length <= 2 && issue.code !== 'unrecognized_keys') return 0;
  if (issue.code === 'unrecognized_keys') return 1;
  return paramsOf(issue).missing === true ? 2 : 3;
}

function wordsOf(issue: Issue, method: string): Fault {
  const { type, missing } = paramsOf(issue);
  const attribute = String(issue.path[2] ?? issue.path[0] ?? '');
  if (issue.code === 'unrecognized_keys') return badRequest(unknownKeys(issue.keys, method));
  if (rank(issue) === 0) return badRequest(issue.message);
  if (missing === true) {
    return badRequest(`Failed to parse request. Required attribute '${attribute}' not specified`);
  }
  if (type === 'InvalidInput') return invalidInput(issue.message);
  if (typeof type === 'string') return fault(400, type, issue.message);
  return badRequest(`Invalid input for ${attribute}. Reason: ${issue.message}`);
}

const neutronError = (status: number, type: string, message: string): Answer => ({
  status,
  body: { NeutronError: { type, message, detail: '' } },
});

const TYPES: Record<number, string> = { 404: 'HTTPNotFound', 413: 'HTTPRequestEntityTooLarge' };

/** How Neutron words its refusals. */
export const neutronSpelling: Spelling = {
  fault: ({ status, message, details }: Fault, exchange: Exchange): Answer => {
    if (status === 401) return keystoneUnauthorized(exchange);
    if (status >= 500) {
      const words = 'Request Failed: internal server error while processing your request.';
      return neutronError(status, 'HTTPInternalServerError', words);
    }
    const answer = neutronError(status, details.type ?? TYPES[status] ?? 'HTTPBadRequest', message);
    return { ...answer, headers: details.headers ?? {} };
  },
  invalid: ({ error }: InvalidInput, { request }: Exchange): Fault => {
    const [first] = error.issues.toSorted((one, other) => rank(one) - rank(other));
    return first ? wordsOf(first, request.method) : badRequest('Body contains invalid data');
  },
  unreadable: () => badRequest('Body contains invalid data'),
  forbidden: (policy) => forbidden(policy),
  missingRoute: () => neutronError(404, 'HTTPNotFound', 'The resource could not be found.'),
  wrongMethod: () =>
    neutronError(
      405,
      'HTTPMethodNotAllowed',
      'The server could not comply with the request since it is either malformed or otherwise incorrect.',
    ),
  headers: ({ requestId, path }): Record<string, string> =>
    path === '/' ? {} : { 'X-Openstack-Request-Id': requestId },
};
