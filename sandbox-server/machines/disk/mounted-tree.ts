import { FileError } from './file-error.ts';
import { folderOf, nameOf, normalize } from './paths.ts';
import { type Node, Tree } from './tree.ts';

/** Another tree, or a part of one, that is seen in a folder of this one. */
export interface Mount {
  readonly tree: Tree;
  /** The folder, or the file, of that tree that is seen. */
  readonly root: string;
  readonly readOnly: boolean;
}

/** Where a path really lies. */
interface Place {
  readonly mount: Mount | undefined;
  /** The path in the tree of the mount, or in the own one. */
  readonly path: string;
}

const MOST_LINKS = 40;

/** A tree in which other trees are mounted: a path below a mount point is a path of the other tree. */
export class MountedTree extends Tree {
  /** Nothing of the tree itself may be changed; what is mounted may. */
  readOnly = false;
  readonly #mounts = new Map<string, Mount>();
  readonly #holders = new WeakMap<Node, Tree>();

  /** Shows a tree at `point`, which must be there. */
  mount(point: string, mount: Mount): void {
    this.#mounts.set(normalize(point), mount);
  }

  unmountAll(): void {
    this.#mounts.clear();
  }

  mounts(): ReadonlyMap<string, Mount> {
    return this.#mounts;
  }

  override find(path: string, follow = true): Node | undefined {
    if (this.#mounts.size === 0) return super.find(path, follow);
    const place = this.#place(path, follow);
    if (place === undefined) return undefined;
    if (!place.mount) return super.find(place.path, follow);
    const node = place.mount.tree.find(place.path, follow);
    if (node) this.#holders.set(node, place.mount.tree);
    return node;
  }

  override realPath(path: string): string {
    if (this.#mounts.size === 0) return super.realPath(path);
    if (!this.find(path)) throw new FileError('ENOENT', 'realpath', path);
    const place = this.#place(path, true);
    return place?.mount ? this.#outer(place) : super.realPath(place?.path ?? path);
  }

  override size(node: Node): number {
    const holder = this.#holders.get(node);
    return holder ? holder.size(node) : super.size(node);
  }

  override read(path: string): Uint8Array<ArrayBuffer> {
    const { mount, path: own } = this.#demand(path);
    return mount ? mount.tree.read(own) : super.read(own);
  }

  override write(path: string, bytes: Uint8Array, how?: 'replace' | 'append'): void {
    this.#change(path, 'open', true, (tree, own) =>
      tree ? tree.write(own, bytes, how) : super.write(own, bytes, how),
    );
  }

  override makeFolder(path: string, recursive?: boolean): void {
    if (recursive && this.find(path)?.entry.kind === 'folder') return;
    this.#change(path, 'mkdir', true, (tree, own) =>
      tree ? tree.makeFolder(own, recursive) : super.makeFolder(own, recursive),
    );
  }

  override makeLink(target: string, path: string): void {
    this.#change(path, 'symlink', false, (tree, own) =>
      tree ? tree.makeLink(target, own) : super.makeLink(target, own),
    );
  }

  override makeHardLink(existing: string, path: string): void {
    const from = this.#demand(existing);
    this.#change(path, 'link', false, (tree, own) => {
      if (tree !== from.mount?.tree) throw new FileError('EPERM', 'link', existing);
      if (tree) tree.makeHardLink(from.path, own);
      else super.makeHardLink(from.path, own);
    });
  }

  override remove(path: string, recursive?: boolean): void {
    const full = normalize(path);
    if ([...this.#mounts.keys()].some((point) => point === full || point.startsWith(`${full}/`)))
      throw new FileError('EBUSY', 'rm', path);
    this.#change(path, 'rm', false, (tree, own) =>
      tree ? tree.remove(own, recursive) : super.remove(own, recursive),
    );
  }

  override move(from: string, to: string): void {
    const source = this.#demand(from, false);
    this.#change(from, 'rename', false, () => undefined);
    this.#change(to, 'rename', false, (tree, own) => {
      if (tree !== source.mount?.tree) this.#carry(from, to);
      else if (tree) tree.move(source.path, own);
      else super.move(source.path, own);
    });
  }

  override change(path: string, change: { mode?: number; changed?: number }, operation: string): void {
    this.#change(path, operation, true, (tree, own) =>
      tree ? tree.change(own, change, operation) : super.change(own, change, operation),
    );
  }

  override *paths(node?: Node, path?: string): Generator<string> {
    if (node) {
      yield* super.paths(node, path);
      return;
    }
    yield* super.paths();
    for (const [point, { tree, root }] of this.#mounts)
      for (const inner of tree.paths())
        if (root === '/') yield point + inner;
        else if (inner.startsWith(`${root}/`)) yield point + inner.slice(root.length);
  }

  /** From one tree to another: copied there, and removed here. */
  #carry(from: string, to: string): void {
    const node = this.get(from, 'rename', false);
    if (node.entry.kind === 'link') this.makeLink(node.entry.target, to);
    else if (node.entry.kind === 'file') this.write(to, this.read(from));
    else {
      this.makeFolder(to, true);
      for (const name of [...node.children.keys()])
        this.#carry(`${normalize(from)}/${name}`, `${normalize(to)}/${name}`);
    }
    if (node.entry.kind !== 'link') this.change(to, { mode: node.entry.mode }, 'chmod');
    this.remove(from, true);
  }

  #change(
    path: string,
    operation: string,
    follow: boolean,
    act: (tree: Tree | undefined, path: string) => void,
  ): void {
    const place = this.#place(path, follow) ?? { mount: undefined, path: normalize(path) };
    if (place.mount ? place.mount.readOnly : this.readOnly) throw new FileError('EROFS', operation, path);
    act(place.mount?.tree, place.path);
  }

  #demand(path: string, follow = true): Place {
    const place = this.#place(path, follow);
    if (!place) throw new FileError('ENOENT', 'open', path);
    return place;
  }

  /** A place as this tree names it. */
  #outer({ mount, path }: Place): string {
    for (const [point, each] of this.#mounts)
      if (each === mount) return normalize(point + path.slice(mount.root === '/' ? 0 : mount.root.length));
    return path;
  }

  /** Walks the path part by part, for a link may lead into a mount; undefined for a circle of links. */
  #place(path: string, follow: boolean, links = MOST_LINKS): Place | undefined {
    if (links === 0) return undefined;
    let at = '';
    const parts = normalize(path)
      .split('/')
      .slice(1)
      .filter((part) => part !== '');
    for (const [index, part] of parts.entries()) {
      at = `${at}/${part}`;
      const mount = this.#mounts.get(at);
      const rest = parts.slice(index + 1);
      if (mount) return { mount, path: normalize([mount.root, ...rest].join('/')) };
      const link = index < parts.length - 1 || follow ? super.find(at, false)?.entry : undefined;
      if (link?.kind !== 'link') continue;
      const target = link.target.startsWith('/') ? link.target : `${folderOf(at)}/${link.target}`;
      return this.#place([target, ...rest].join('/'), follow, links - 1);
    }
    return { mount: undefined, path: at === '' ? '/' : `${folderOf(at)}/${nameOf(at)}` };
  }
}
