import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import { demandOwnImage, type ImageRecord } from './image-records.ts';

const DONE = { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' } };

/** Words by which images are found again. */
export function imageTags(records: Collection<ImageRecord>, { clock }: Parts): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/v2/images/{id}/tags/{tag}',
      policy: 'modify_image',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#add-image-tag',
      run: (call) => {
        const found = demandOwnImage(records, call, call.param('id'), 'modify_image');
        const tags = [...new Set([...found.tags, call.param('tag')])];
        records.put({ ...found, tags, updatedAt: clock.now() });
        return DONE;
      },
    }),
    route({
      method: 'DELETE',
      path: '/v2/images/{id}/tags/{tag}',
      policy: 'modify_image',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#delete-image-tag',
      run: (call) => {
        const found = demandOwnImage(records, call, call.param('id'), 'modify_image');
        if (!found.tags.includes(call.param('tag'))) {
          throw new Fault(404, 'The resource could not be found.');
        }
        const tags = found.tags.filter((tag) => tag !== call.param('tag'));
        records.put({ ...found, tags, updatedAt: clock.now() });
        return DONE;
      },
    }),
  ];
}
