import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';

/** What this Glance can do besides: images are imported by upload alone, into one store. */
export function info(): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/image/v2/#image-service-info-discovery';
  return [
    route({
      method: 'GET',
      path: '/v2/info/import',
      docs,
      run: () => ({
        status: 200,
        body: {
          'import-methods': { description: 'Import methods available.', type: 'array', value: [] },
        },
      }),
    }),
    route({
      method: 'GET',
      path: '/v2/info/stores',
      docs,
      run: () => {
        throw new Fault(404, 'Multi backend is not supported at this site.');
      },
    }),
  ];
}
