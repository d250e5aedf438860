import { z } from 'zod';
import { badRequest } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import { type Filters, filters, flag, hasLabels } from '../query.ts';
import { none, type Route, route } from '../route.ts';
import type { VolumeRecord } from './volumes.ts';

/** A volume. https://docs.docker.com/reference/api/engine/version/v1.41/#model-Volume */
export function volumeView({ id, created, labels, options }: VolumeRecord): object {
  return {
    CreatedAt: `${new Date(created).toISOString().slice(0, 19)}Z`,
    Driver: 'local',
    Labels: Object.keys(labels).length > 0 ? labels : null,
    Mountpoint: `/var/lib/docker/volumes/${id}/_data`,
    Name: id,
    Options: options,
    Scope: 'local',
  };
}

function fits({ volumes }: DockerHost, volume: VolumeRecord, wanted: Filters): boolean {
  const dangling = wanted.get('dangling')?.some((value) => value === 'true' || value === '1');
  return (
    (dangling === undefined || dangling === (volumes.usersOf(volume.id).length === 0)) &&
    (wanted.get('name')?.some((name) => volume.id.includes(name)) ?? true) &&
    (wanted.get('driver')?.includes('local') ?? true) &&
    hasLabels(volume.labels, wanted.get('label'))
  );
}

/** Volumes. */
export const volumeCalls: readonly Route[] = [
  route({
    method: 'GET',
    path: '/volumes',
    query: z.object({ filters }),
    body: none,
    docs: 'Volume/operation/VolumeList',
    run: ({ host, query }) => ({
      json: {
        Volumes: host.volumes
          .all()
          .filter((volume) => fits(host, volume, query.filters))
          .map(volumeView),
        Warnings: null,
      },
    }),
  }),
  route({
    method: 'POST',
    path: '/volumes/create',
    query: none,
    body: z.object({
      Name: z.string().default(''),
      Driver: z.string().nullish(),
      DriverOpts: z.record(z.string(), z.string()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
    }),
    docs: 'Volume/operation/VolumeCreate',
    run: ({ host, body }) => {
      if (body.Driver && body.Driver !== 'local')
        throw badRequest(
          `create ${body.Name}: error looking up volume plugin ${body.Driver}: plugin "${body.Driver}" not found`,
        );
      const isNew = !host.volumes.get(body.Name);
      const options = body.DriverOpts && Object.keys(body.DriverOpts).length > 0 ? body.DriverOpts : null;
      const volume = host.volumes.create(body.Name, { labels: body.Labels ?? {}, options });
      if (isNew) host.events.add('volume', 'create', volume.id, { driver: 'local' });
      return { status: 201, json: volumeView(volume) };
    },
  }),
  route({
    method: 'GET',
    path: '/volumes/{name}',
    query: none,
    body: none,
    docs: 'Volume/operation/VolumeInspect',
    run: ({ host, param }) => ({ json: volumeView(host.volumes.demand(param('name'))) }),
  }),
  route({
    method: 'DELETE',
    path: '/volumes/{name}',
    query: z.object({ force: flag }),
    body: none,
    docs: 'Volume/operation/VolumeDelete',
    run: ({ host, param, query }) => {
      const name = param('name');
      if (!host.volumes.get(name) && query.force) return { status: 204 };
      host.volumes.remove(name);
      host.events.add('volume', 'destroy', name, { driver: 'local' });
      return { status: 204 };
    },
  }),
  route({
    method: 'POST',
    path: '/volumes/prune',
    query: z.object({ filters }),
    body: none,
    docs: 'Volume/operation/VolumePrune',
    run: ({ host, query }) => {
      const idle = host.volumes
        .all()
        .filter(
          ({ id, labels }) =>
            host.volumes.usersOf(id).length === 0 && hasLabels(labels, query.filters.get('label')),
        );
      const SpaceReclaimed = idle.reduce((sum, { id }) => sum + host.volumes.sizeOf(id), 0);
      for (const { id } of idle) host.volumes.remove(id);
      return { json: { VolumesDeleted: idle.length > 0 ? idle.map(({ id }) => id) : null, SpaceReclaimed } };
    },
  }),
];
