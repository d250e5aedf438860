import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Exchange, type Route, route } from '../../route.ts';
import type { Directory } from './directory.ts';
import { listed, passes, selfLink } from './links.ts';

/** A domain as it is kept. */
export const domainRecord = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
});
export type DomainRecord = z.infer<typeof domainRecord>;

function view(exchange: Exchange, record: DomainRecord): object {
  return { ...record, tags: [], options: {}, links: selfLink(exchange, `domains/${record.id}`) };
}

/** Domains: this cloud has one, `Default`. */
export function domains({ domains: records }: Directory): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v3/domains',
      rule: 'admin',
      policy: 'identity:list_domains',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#list-domains',
      run: (call) => {
        const found = records.where(({ name, enabled }) => passes(call.query, { name, enabled }));
        return {
          status: 200,
          body: listed(
            call,
            'domains',
            found.map((each) => view(call, each)),
          ),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/domains/{id}',
      rule: 'token',
      policy: 'identity:get_domain',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#show-domain-details',
      run: (call) => {
        const found = records.get(call.param('id'));
        if (!found) {
          throw new Fault(404, `Could not find domain: ${call.param('id')}.`);
        }
        return { status: 200, body: { domain: view(call, found) } };
      },
    }),
  ];
}
