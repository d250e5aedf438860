import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import type { Collection } from '../../store.ts';
import { demandFlavor, type FlavorRecord } from './flavors.ts';

const key = z.string().regex(/^[a-zA-Z0-9-_:. ]{1,255}$/);
const value = z.union([z.string().max(255), z.number()]).transform(String);
const createInput = z.strictObject({ extra_specs: z.record(key, value) });
const updateInput = z.record(key, value);

function demandSpec(record: FlavorRecord, spec: string): string {
  const found = record.extraSpecs[spec];
  if (found === undefined) {
    throw new Fault(404, `Flavor ${record.id} has no extra specs with key ${spec}.`);
  }
  return found;
}

function reading(records: Collection<FlavorRecord>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v2.1/flavors/{id}/os-extra_specs',
      docs: 'https://docs.openstack.org/api-ref/compute/#list-extra-specs-for-a-flavor',
      run: (call) => ({
        status: 200,
        body: { extra_specs: demandFlavor(records, call, call.param('id')).extraSpecs },
      }),
    }),
    route({
      method: 'GET',
      path: '/v2.1/flavors/{id}/os-extra_specs/{spec}',
      docs: 'https://docs.openstack.org/api-ref/compute/#show-an-extra-spec-for-a-flavor',
      run: (call) => {
        const spec = call.param('spec');
        return {
          status: 200,
          body: { [spec]: demandSpec(demandFlavor(records, call, call.param('id')), spec) },
        };
      },
    }),
  ];
}

/** What a flavor says beyond its sizes. */
export function flavorExtraSpecs(records: Collection<FlavorRecord>): Route[] {
  return [
    ...reading(records),
    route({
      method: 'POST',
      path: '/v2.1/flavors/{id}/os-extra_specs',
      rule: 'admin',
      policy: 'os_compute_api:os-flavor-extra-specs:create',
      docs: 'https://docs.openstack.org/api-ref/compute/#create-extra-specs-for-a-flavor',
      input: createInput,
      run: (call) => {
        const found = demandFlavor(records, call, call.param('id'));
        const given = call.body.extra_specs;
        records.put({ ...found, extraSpecs: { ...found.extraSpecs, ...given } });
        return { status: 200, body: { extra_specs: given } };
      },
    }),
    route({
      method: 'PUT',
      path: '/v2.1/flavors/{id}/os-extra_specs/{spec}',
      rule: 'admin',
      policy: 'os_compute_api:os-flavor-extra-specs:update',
      docs: 'https://docs.openstack.org/api-ref/compute/#update-an-extra-spec-for-a-flavor',
      input: updateInput,
      run: (call) => {
        const found = demandFlavor(records, call, call.param('id'));
        const given = call.body[call.param('spec')];
        if (given === undefined) {
          throw new Fault(400, 'Request body and URI mismatch');
        }
        records.put({ ...found, extraSpecs: { ...found.extraSpecs, [call.param('spec')]: given } });
        return { status: 200, body: call.body };
      },
    }),
    route({
      method: 'DELETE',
      path: '/v2.1/flavors/{id}/os-extra_specs/{spec}',
      rule: 'admin',
      policy: 'os_compute_api:os-flavor-extra-specs:delete',
      docs: 'https://docs.openstack.org/api-ref/compute/#delete-an-extra-spec-for-a-flavor',
      run: (call) => {
        const spec = call.param('spec');
        const record = demandFlavor(records, call, call.param('id'));
        demandSpec(record, spec);
        const { [spec]: _, ...kept } = record.extraSpecs;
        records.put({ ...record, extraSpecs: kept });
        return { status: 200 };
      },
    }),
  ];
}
