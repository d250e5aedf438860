import type { Service, ServiceFactory } from '../../service.ts';
import { discovery } from './discovery.ts';
import { imageActions } from './image-actions.ts';
import { openImageData } from './image-data.ts';
import { imageFile } from './image-file.ts';
import { imageList } from './image-list.ts';
import { imageMembers } from './image-members.ts';
import { openImages } from './image-records.ts';
import { imageTags } from './image-tags.ts';
import { imageUpdate } from './image-update.ts';
import { images } from './images.ts';
import { info } from './info.ts';
import { schemas } from './schemas.ts';
import { seedImages } from './seed.ts';
import { glanceSpelling } from './spelling.ts';

/** Images: Glance's API, version 2. */
export const imageService: ServiceFactory = (parts): Service => {
  const records = openImages(parts.store);
  const data = openImageData(parts.store);
  return {
    type: 'image',
    name: 'glance',
    segment: 'image',
    endpoint: '/image',
    spelling: glanceSpelling,
    routes: [
      ...discovery(),
      imageList(records),
      ...images(records, data, parts),
      imageUpdate(records, parts),
      ...imageFile(records, data, parts),
      ...imageTags(records, parts),
      ...imageActions(records, parts),
      ...imageMembers(records, parts),
      ...schemas(),
      ...info(),
    ],
    seed: () => seedImages(records, data, parts),
    resume: async () => {
      // An upload that the end of the process cut off begins anew.
      for (const record of records.where((each) => each.status === 'saving')) {
        records.put({ ...record, status: 'queued' });
      }
    },
    purge: async (projectId) => {
      for (const { id } of records.where((each) => each.owner === projectId)) {
        records.remove(id);
        data.remove(id);
      }
    },
  };
};
