import type { ContainerOrder } from '../engine-api/container-order.ts';
import type { HostOrder, MountOrder } from '../engine-api/host-order.ts';
import { readSize } from './container-resources.ts';
import type { Learner } from './learner.ts';
import { ownContainerId } from './lookup.ts';
import { badRequest, forbidden } from './refusal.ts';

/** A mount as the engine is asked for it: a volume of the learner's, or memory. */
interface EngineMount {
  Type: 'volume' | 'tmpfs';
  Source?: string;
  Target: string;
  ReadOnly?: boolean;
  VolumeOptions?: { Labels: Record<string, string>; NoCopy?: boolean };
  TmpfsOptions?: { SizeBytes: number; Mode?: number };
}

const volumeName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/;
const mostMemory = 8;

function target(path: string): string {
  if (!path.startsWith('/') || path.split('/').includes('..') || /^\/+$/.test(path))
    throw badRequest(
      `invalid mount target ${JSON.stringify(path)}: it must be an absolute path within the container`,
    );
  return path;
}

/** A volume of the learner's, by its name in the engine; a new one is labelled as theirs. */
function volume(
  { tenant }: Learner,
  name: string,
  path: string,
  more: Partial<EngineMount> = {},
): EngineMount {
  if (name !== '' && !volumeName.test(name))
    throw badRequest(
      `invalid volume name ${JSON.stringify(name)}: only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`,
    );
  return {
    Type: 'volume',
    // One without a name gets one of the engine's, and its label says whose it is.
    ...(name !== '' && { Source: tenant.inward(name) }),
    Target: target(path),
    ...more,
    VolumeOptions: { Labels: tenant.labels, ...more.VolumeOptions },
  };
}

/** `--volume`: `name:/path[:mode]`, or a path alone. */
function bind(learner: Learner, text: string): EngineMount {
  const parts = text.split(':');
  const [first = '', path = '', mode = ''] = parts.length === 1 ? ['', ...parts] : parts;
  if (parts.length > 3) throw badRequest(`invalid volume specification: '${text}'`);
  if (/[/\\~]/.test(first) || first === '.' || first === '..')
    throw forbidden(
      `The folder ${first} of this computer is mounted into no container here. Use a volume: -v name:${path}`,
    );
  const modes = mode.split(',').filter(Boolean);
  const strange = modes.find((each) => !['ro', 'rw', 'nocopy', 'z', 'Z'].includes(each));
  if (strange !== undefined) throw badRequest(`invalid mode: ${strange}`);
  const options = modes.includes('nocopy') ? { Labels: learner.tenant.labels, NoCopy: true } : undefined;
  return volume(learner, first, path, {
    ReadOnly: modes.includes('ro'),
    ...(options && { VolumeOptions: options }),
  });
}

function mount(learner: Learner, order: MountOrder): EngineMount {
  const { Type, Source = '', Target, ReadOnly = false, VolumeOptions, TmpfsOptions } = order;
  if (Type === 'volume') {
    const Labels = { ...VolumeOptions?.Labels, ...learner.tenant.labels };
    return volume(learner, Source, Target, {
      ReadOnly,
      VolumeOptions: { Labels, ...(VolumeOptions?.NoCopy && { NoCopy: true }) },
    });
  }
  if (Source !== '')
    throw badRequest('invalid mount config for type "tmpfs": field Source must not be specified');
  const SizeBytes = Math.min(TmpfsOptions?.SizeBytes || learner.limits.tmpfs, learner.limits.tmpfs);
  const Mode = TmpfsOptions?.Mode;
  return { Type, Target: target(Target), TmpfsOptions: { SizeBytes, ...(Mode && { Mode }) } };
}

/** The options of `--tmpfs`, bounded: no set-user-id programs, no devices, never more than so large. */
export function tmpfsOptions(text: string, most: number): string {
  const kept: string[] = ['nosuid', 'nodev'];
  let size = most;
  for (const option of text.split(',').filter(Boolean)) {
    const [name = '', value = ''] = option.split('=');
    if (name === 'size') {
      const asked = readSize(value);
      if (asked === undefined) throw badRequest(`invalid tmpfs option ${JSON.stringify(option)}`);
      size = Math.min(asked || most, most);
    } else if (/^(?:rw|ro|exec|noexec|sync|async|noatime|mode=[0-7]{3,4}|[ug]id=\d{1,9})$/.test(option))
      kept.push(option);
    else if (!['nosuid', 'nodev', 'suid', 'dev'].includes(option))
      throw badRequest(`invalid tmpfs option ${JSON.stringify(option)}`);
  }
  return [...kept, `size=${size}`].join(',');
}

/** Everything that is mounted into a container, from all the places where Docker lets it be said. */
export async function mountsOf(
  learner: Learner,
  order: ContainerOrder,
  host: HostOrder,
  image: { volumes: readonly string[] },
) {
  const mounts = [
    ...(host.Binds ?? []).map((each) => bind(learner, each)),
    ...(host.Mounts ?? []).map((each) => mount(learner, each)),
  ];
  const tmpfs = Object.fromEntries(
    Object.entries(host.Tmpfs ?? {}).map(([path, options]) => [
      target(path),
      tmpfsOptions(options, learner.limits.tmpfs),
    ]),
  );
  const memory = mounts.filter(({ Type }) => Type === 'tmpfs').length + Object.keys(tmpfs).length;
  if (memory > mostMemory)
    throw forbidden(`At most ${mostMemory} mounts of memory (tmpfs) in one container here.`);
  const taken = new Set([...mounts.map(({ Target }) => Target), ...Object.keys(tmpfs)]);
  for (const path of new Set([...(order.Volumes ?? []), ...image.volumes])) {
    if (taken.has(path) || path === '') continue;
    mounts.push(volume(learner, '', path));
  }
  const from = await Promise.all(
    (host.VolumesFrom ?? []).map(async (text) => {
      const [reference = '', mode = ''] = text.split(':');
      if (!['', 'ro', 'rw', 'z', 'Z'].includes(mode))
        throw badRequest(`invalid mode for volumes-from: ${mode}`);
      const id = await ownContainerId(learner, reference);
      return mode === '' ? id : `${id}:${mode}`;
    }),
  );
  return { Mounts: mounts, Tmpfs: tmpfs, VolumesFrom: from };
}
