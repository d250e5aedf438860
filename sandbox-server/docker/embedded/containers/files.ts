import type { Tree } from '../../../machines/disk/tree.ts';
import { packTar, type TarFile, tarFile } from '../tar.ts';
import type { Container } from './container.ts';

/** What became of a path since the container was made. */
export interface FileChange {
  readonly Path: string;
  /** 0: changed, 1: added, 2: deleted. */
  readonly Kind: 0 | 1 | 2;
}

/** Everything of a tree below `path`, the path itself first, named as `name`. */
export function* filesOf(tree: Tree, path: string, name: string): Generator<TarFile> {
  const node = tree.find(path, false);
  if (!node) return;
  const { kind, mode, changed, target } = node.entry;
  if (name !== '')
    yield tarFile(name, { kind, mode, changed, target, ...(kind === 'file' && { bytes: tree.read(path) }) });
  for (const child of [...node.children.keys()].toSorted())
    yield* filesOf(tree, `${path === '/' ? '' : path}/${child}`, name === '' ? child : `${name}/${child}`);
}

/** Whether what is at a path is the container's own, and not mounted there. */
const isOwn = ({ machine }: Container, path: string): boolean =>
  ![...machine.tree.mounts().keys()].some((point) => path === point || path.startsWith(`${point}/`));

/** What a container changed of the files of its image, by path. */
export async function changesOf(container: Container): Promise<FileChange[]> {
  const { disk, host, record, machine } = container;
  const base = await host.images.layers.base(record.layers);
  const pathOf = (id: number): string => {
    const entry = base.entries.get(id);
    return entry ? `${pathOf(entry.parent)}/${entry.name}` : '';
  };
  const before = new Map([...base.entries.keys()].map((id) => [pathOf(id), base.entries.get(id)]));
  const kinds = new Map<string, 0 | 1 | 2>();
  const touchFolders = (path: string): void => {
    for (let folder = path.replace(/\/[^/]*$/, ''); folder !== ''; folder = folder.replace(/\/[^/]*$/, ''))
      if (!kinds.has(folder)) kinds.set(folder, 0);
  };
  const now = new Set<string>();
  for (const path of machine.tree.paths()) {
    if (!isOwn(container, path)) continue;
    now.add(path);
    const entry = machine.tree.find(path, false)?.entry;
    const old = before.get(path);
    const isSame =
      old &&
      entry &&
      old.id === entry.id &&
      old.mode === entry.mode &&
      old.target === entry.target &&
      (old.kind !== 'file' || disk.isUntouched(old.content));
    if (isSame) continue;
    touchFolders(path);
    kinds.set(path, old ? 0 : 1);
  }
  for (const path of before.keys()) {
    const folder = path.replace(/\/[^/]*$/, '');
    if (now.has(path) || !isOwn(container, path) || (folder !== '' && !now.has(folder))) continue;
    touchFolders(path);
    kinds.set(path, 2);
  }
  return [...kinds]
    .map(([Path, Kind]) => ({ Path, Kind }))
    .toSorted((one, other) => (one.Path < other.Path ? -1 : 1));
}

/** What a container changed, as the files of a layer; `undefined` when it changed nothing. */
export async function layerOf(container: Container): Promise<TarFile[] | undefined> {
  const { tree } = container.machine;
  const changes = await changesOf(container);
  const files = changes.map(({ Path, Kind }) => {
    const name = Path.slice(1);
    if (Kind === 2) return tarFile(name.replace(/([^/]*)$/, '.wh.$1'));
    const [first] = filesOf(tree, Path, name);
    return first ?? tarFile(name, { kind: 'folder' });
  });
  return files.length > 0 ? files : undefined;
}

/** All that a container sees but what is mounted, as an archive. */
export async function exportOf(container: Container): Promise<Uint8Array<ArrayBuffer>> {
  return await packTar(
    [...filesOf(container.machine.tree, '/', '')].filter(({ path }) => isOwn(container, `/${path}`)),
  );
}
