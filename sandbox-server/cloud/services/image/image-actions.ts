import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import { demandOwnImage, type ImageRecord } from './image-records.ts';

const DONE = { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' } };

/** Taking an image out of use for a while, and back. */
export function imageActions(records: Collection<ImageRecord>, { clock }: Parts): Route[] {
  const move = (record: ImageRecord, status: 'active' | 'deactivated'): void => {
    if (record.status !== 'active' && record.status !== 'deactivated') {
      throw new Fault(403, `Image status transition from ${record.status} to ${status} is not allowed`);
    }
    records.put({ ...record, status, updatedAt: clock.now() });
  };
  return [
    route({
      method: 'POST',
      path: '/v2/images/{id}/actions/deactivate',
      policy: 'deactivate',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#deactivate-image',
      run: (call) => {
        move(demandOwnImage(records, call, call.param('id'), 'deactivate'), 'deactivated');
        return DONE;
      },
    }),
    route({
      method: 'POST',
      path: '/v2/images/{id}/actions/reactivate',
      policy: 'reactivate',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#reactivate-image',
      run: (call) => {
        move(demandOwnImage(records, call, call.param('id'), 'reactivate'), 'active');
        return DONE;
      },
    }),
  ];
}
