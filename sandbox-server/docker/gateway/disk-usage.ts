import { z } from 'zod';
import { listedContainer } from '../engine-api/container-answers.ts';
import { listedView } from './container-view.ts';
import { visibleImages, visibleNames } from './image-names.ts';
import { ownFilter } from './lookup.ts';
import { plain, type Route, route } from './route.ts';
import { ownVolumes } from './volumes.ts';

/** What the learner's things take, as far as it is the learner's. */
const usage = route('GET', '/system/df', plain, async ({ learner }) => {
  const query = { all: true, size: true, filters: ownFilter(learner) };
  const [images, containers, volumes] = await Promise.all([
    visibleImages(learner),
    learner.engine.json({ method: 'GET', path: '/containers/json', query }),
    ownVolumes(learner),
  ]);
  const own = z.array(listedContainer).parse(containers);
  const { tenant } = learner;
  return {
    status: 200,
    json: {
      LayersSize: images.reduce((sum, { Size }) => sum + Size, 0),
      Images: images.map(({ Id, Created, Size, RepoTags, Labels }) => ({
        Id,
        ParentId: '',
        RepoTags: visibleNames(learner, RepoTags),
        RepoDigests: [],
        Created,
        Size,
        VirtualSize: Size,
        SharedSize: 0,
        Labels: Labels ?? {},
        Containers: own.filter(({ ImageID }) => ImageID === Id).length,
      })),
      Containers: own.map((each) => listedView(tenant, each)),
      Volumes: volumes.map(({ Name }) => ({
        Name: tenant.outward(Name) ?? Name,
        Driver: 'local',
        Mountpoint: '',
        Scope: 'local',
        Labels: {},
        Options: {},
        UsageData: {
          Size: -1,
          RefCount: own.filter(({ Mounts }) => Mounts?.some((each) => each.Name === Name)).length,
        },
      })),
      BuildCache: [],
      BuilderSize: 0,
    },
  };
});

export const diskUsageRoutes: readonly Route[] = [usage];
