import type { ContainerConfig, HostConfig } from '../config.ts';
import { badRequest } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import type { MountPoint } from './container-record.ts';

/** What a container will see at which place; the volumes that it asks for are made. @throws DockerFault */
export function mountPointsFor(
  host: DockerHost,
  config: ContainerConfig,
  hostConfig: HostConfig,
): MountPoint[] {
  const points = new Map<string, MountPoint>();
  const put = (point: MountPoint): void => {
    if (!point.Destination.startsWith('/'))
      throw badRequest(
        `invalid mount config for type "${point.Type}": invalid mount path: '${point.Destination}' mount path must be absolute`,
      );
    if (point.Destination === '/') throw badRequest(`invalid specification: destination can't be '/'`);
    points.set(point.Destination, point);
  };
  for (const from of hostConfig.VolumesFrom ?? []) {
    const [name = '', mode] = from.split(':');
    for (const point of host.demand(name).record.mounts)
      put({ ...point, ...(mode === 'ro' && { RW: false, Mode: 'ro' }) });
  }
  for (const bind of hostConfig.Binds ?? []) {
    const point = bindPoint(host, bind);
    if ((hostConfig.Mounts ?? []).some(({ Target }) => Target === point.Destination))
      throw badRequest(`Duplicate mount point: ${point.Destination}`);
    put(point);
  }
  for (const mount of hostConfig.Mounts ?? []) {
    if (mount.Type === 'tmpfs')
      put({ Type: 'tmpfs', Source: '', Destination: mount.Target, Mode: '', RW: true, Propagation: '' });
    else if (mount.Type === 'volume')
      put(volumePoint(host, mount.Source, mount.Target, mount.ReadOnly ? 'ro' : 'z', !mount.ReadOnly));
    else {
      if (!host.machine.tree.find(mount.Source))
        throw badRequest(
          `invalid mount config for type "bind": bind source path does not exist: ${mount.Source}`,
        );
      put({
        Type: 'bind',
        Source: mount.Source,
        Destination: mount.Target,
        Mode: '',
        RW: !mount.ReadOnly,
        Propagation: 'rprivate',
      });
    }
  }
  for (const path of Object.keys(config.Volumes ?? {}))
    if (!points.has(path)) put(volumePoint(host, '', path, '', true));
  return [...points.values()];
}

function volumePoint(
  host: DockerHost,
  name: string,
  destination: string,
  mode: string,
  writable: boolean,
): MountPoint {
  const isNew = name === '' || !host.volumes.get(name);
  const { id } = host.volumes.create(name);
  if (isNew) host.events.add('volume', 'create', id, { driver: 'local' });
  return {
    Type: 'volume',
    Name: id,
    Source: `/var/lib/docker/volumes/${id}/_data`,
    Destination: destination,
    Driver: 'local',
    Mode: mode,
    RW: writable,
    Propagation: '',
  };
}

/** `source:destination[:mode]` */
function bindPoint(host: DockerHost, text: string): MountPoint {
  const [source = '', destination = '', mode = '', ...more] = text.split(':');
  if (destination === '' || more.length > 0) throw badRequest(`invalid volume specification: '${text}'`);
  const modes = mode.split(',');
  const writable = !modes.includes('ro');
  if (!source.startsWith('/'))
    return volumePoint(host, source, destination, mode === '' ? 'z' : mode, writable);
  if (!host.machine.tree.find(source)) host.machine.tree.makeFolder(source, true);
  return {
    Type: 'bind',
    Source: source,
    Destination: destination,
    Mode: mode,
    RW: writable,
    Propagation: 'rprivate',
  };
}
