import { containerSummary } from '../containers/container-view.ts';
import { imageSummary } from '../images/image-view.ts';
import { none, type Route, route } from '../route.ts';
import { volumeView } from '../volumes/volume-calls.ts';

/** `docker system df`. */
export const diskUsage: readonly Route[] = [
  route({
    method: 'GET',
    path: '/system/df',
    query: none,
    body: none,
    docs: 'System/operation/SystemDataUsage',
    run: ({ host }) => ({
      json: {
        LayersSize: host.images.layers.all().reduce((sum, { size }) => sum + size, 0),
        Images: host.images
          .all()
          .filter(({ id }) => host.images.childrenOf(id).length === 0 || host.images.tagsOf(id).length > 0)
          .map((image) => imageSummary(host, image)),
        Containers: host.containers.map((container) => containerSummary(container, true)),
        Volumes: host.volumes.all().map((volume) => ({
          ...volumeView(volume),
          UsageData: {
            RefCount: host.volumes.usersOf(volume.id).length,
            Size: host.volumes.sizeOf(volume.id),
          },
        })),
        BuildCache: [],
        BuilderSize: 0,
      },
    }),
  }),
];
