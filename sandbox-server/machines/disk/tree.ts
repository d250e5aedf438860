import type { Disk, DiskEntry } from './disk.ts';
import { FileError } from './file-error.ts';
import { folderOf, nameOf, normalize } from './paths.ts';

/** A name in memory: what the disk keeps of it, and a folder's children. */
export interface Node {
  entry: DiskEntry;
  readonly children: Map<string, Node>;
}

const ROOT: DiskEntry = {
  id: 0,
  parent: 0,
  name: '',
  kind: 'folder',
  mode: 0o755,
  changed: 0,
  target: '',
  content: 0,
};
const MOST_LINKS = 40;
/** A name takes room too, so that empty files cannot fill a host. */
const NAME_BYTES = 128;

/** How much a disk may hold: bytes, names included, and names. */
export interface TreeLimits {
  readonly bytes: number;
  readonly entries: number;
}

/** The names on a disk: folders, files and links, each change written through to the disk. */
export class Tree {
  readonly #disk: Disk;
  readonly #limits: TreeLimits;
  readonly #now: () => number;
  readonly #root: Node = { entry: ROOT, children: new Map() };
  readonly #sizes = new Map<number, number>();
  readonly #holders = new Map<number, number>();
  #names = 0;
  #bytes = 0;
  #nextId = 1;

  constructor(disk: Disk, limits: TreeLimits, now: () => number) {
    this.#disk = disk;
    this.#limits = limits;
    this.#now = now;
    this.#load();
  }

  /** Bytes taken, names included, and bytes there are. */
  usage(): { used: number; size: number } {
    return { used: this.#bytes + this.#names * NAME_BYTES, size: this.#limits.bytes };
  }

  /** Does many changes as one. */
  together(changes: () => void): void {
    this.#disk.together(changes);
  }

  isEmpty(): boolean {
    return this.#root.children.size === 0;
  }

  /** The node at `path`, links followed; undefined when there is none. */
  find(path: string, follow = true): Node | undefined {
    return this.#walk(normalize(path), follow, { left: MOST_LINKS })?.node;
  }

  get(path: string, operation: string, follow = true): Node {
    const node = this.find(path, follow);
    if (!node) throw new FileError('ENOENT', operation, path);
    return node;
  }

  /** The path without links. */
  realPath(path: string): string {
    const found = this.#walk(normalize(path), true, { left: MOST_LINKS });
    if (!found) throw new FileError('ENOENT', 'realpath', path);
    return found.path;
  }

  size(node: Node): number {
    return node.entry.kind === 'link' ? node.entry.target.length : (this.#sizes.get(node.entry.content) ?? 0);
  }

  read(path: string): Uint8Array<ArrayBuffer> {
    const { entry } = this.get(path, 'open');
    if (entry.kind === 'folder') throw new FileError('EISDIR', 'read', path);
    return this.#disk.read(entry.content);
  }

  /** Replaces a file's bytes, or adds to them, making the file when there is none. */
  write(path: string, bytes: Uint8Array, how: 'replace' | 'append' = 'replace'): void {
    const node = this.#fileToWrite(path);
    if (how === 'append' && bytes.length === 0) return;
    const before = this.#sizes.get(node.entry.content) ?? 0;
    const after = how === 'append' ? before + bytes.length : bytes.length;
    this.#reserve(after - before, 0, path);
    if (how === 'append') this.#disk.append(node.entry.content, bytes);
    else this.#disk.write(node.entry.content, bytes);
    this.#sizes.set(node.entry.content, after);
    this.#bytes += after - before;
    // To the second, as many file systems do: a log that grows is not worth a second write for each line.
    const changed = this.#now();
    if (changed - node.entry.changed >= 1000 || changed < node.entry.changed) this.#update(node, { changed });
  }

  makeFolder(path: string, recursive = false): void {
    const full = normalize(path);
    const there = this.find(full);
    if (there) {
      if (recursive && there.entry.kind === 'folder') return;
      throw new FileError('EEXIST', 'mkdir', path);
    }
    if (recursive && !this.find(folderOf(full))) this.makeFolder(folderOf(full), true);
    this.#add(full, 'mkdir', { kind: 'folder', mode: 0o755, target: '', content: 0 });
  }

  makeLink(target: string, path: string): void {
    if (this.find(path, false)) throw new FileError('EEXIST', 'symlink', path);
    this.#add(normalize(path), 'symlink', { kind: 'link', mode: 0o777, target, content: 0 });
  }

  /** A second name for a file. */
  makeHardLink(existing: string, path: string): void {
    const { entry } = this.get(existing, 'link');
    if (entry.kind !== 'file') throw new FileError('EPERM', 'link', existing);
    if (this.find(path, false)) throw new FileError('EEXIST', 'link', path);
    this.#add(normalize(path), 'link', {
      kind: 'file',
      mode: entry.mode,
      target: '',
      content: entry.content,
    });
  }

  remove(path: string, recursive = false): void {
    const node = this.get(path, 'rm', false);
    if (node.entry.id === 0) throw new FileError('EPERM', 'rm', path);
    if (node.entry.kind === 'folder' && node.children.size > 0 && !recursive)
      throw new FileError('ENOTEMPTY', 'rm', path);
    for (const name of [...node.children.keys()]) this.remove(`${normalize(path)}/${name}`, true);
    this.#drop(this.#folderFor(normalize(path), 'rm'), node);
  }

  move(from: string, to: string): void {
    const node = this.get(from, 'rename', false);
    const [source, target] = [normalize(from), normalize(to)];
    if (source === target) return;
    if (target.startsWith(`${source}/`) || node.entry.id === 0) throw new FileError('EINVAL', 'rename', from);
    const folder = this.#folderFor(target, 'rename');
    const there = this.find(target, false);
    if (there) this.remove(target);
    this.#folderFor(source, 'rename').children.delete(node.entry.name);
    this.#update(node, { parent: folder.entry.id, name: nameOf(target) });
    folder.children.set(node.entry.name, node);
  }

  change(path: string, change: { mode?: number; changed?: number }, operation: string): void {
    this.#update(this.get(path, operation), change);
  }

  /** Every path, folders before what they hold. */
  *paths(node: Node = this.#root, path = ''): Generator<string> {
    for (const child of node.children.values()) {
      const own = `${path}/${child.entry.name}`;
      yield own;
      yield* this.paths(child, own);
    }
  }

  #load(): void {
    const nodes = new Map<number, Node>([[0, this.#root]]);
    for (const { content, size } of this.#disk.sizes()) this.#sizes.set(content, size);
    for (const entry of this.#disk.entries()) {
      nodes.set(entry.id, { entry, children: new Map() });
      this.#nextId = Math.max(this.#nextId, entry.id + 1, entry.content + 1);
    }
    for (const node of nodes.values()) {
      if (node.entry.id === 0) continue;
      nodes.get(node.entry.parent)?.children.set(node.entry.name, node);
      this.#names += 1;
      this.#hold(node.entry.content);
    }
    this.#bytes = [...this.#holders.keys()].reduce(
      (sum, content) => sum + (this.#sizes.get(content) ?? 0),
      0,
    );
  }

  #walk(path: string, follow: boolean, links: { left: number }): { node: Node; path: string } | undefined {
    const parts = path.split('/').filter(Boolean);
    let node = this.#root;
    let at = '';
    for (const [index, part] of parts.entries()) {
      const child = node.children.get(part);
      if (!child) return undefined;
      const last = index === parts.length - 1;
      if (child.entry.kind === 'link' && (follow || !last)) {
        links.left -= 1;
        if (links.left < 0) throw new FileError('ELOOP', 'stat', path);
        const target = normalize(
          child.entry.target.startsWith('/') ? child.entry.target : `${at}/${child.entry.target}`,
        );
        const rest = parts.slice(index + 1);
        return this.#walk(normalize([target, ...rest].join('/')), follow, links);
      }
      node = child;
      at = `${at}/${part}`;
    }
    return { node, path: at || '/' };
  }

  #folderFor(path: string, operation: string): Node {
    const folder = this.find(folderOf(path));
    if (!folder) throw new FileError('ENOENT', operation, path);
    if (folder.entry.kind !== 'folder') throw new FileError('ENOTDIR', operation, path);
    return folder;
  }

  #fileToWrite(path: string): Node {
    const there = this.find(path);
    if (there?.entry.kind === 'folder') throw new FileError('EISDIR', 'open', path);
    if (there) return there;
    const dangling = this.find(path, false);
    const full = dangling ? normalize(this.#linkTarget(dangling, path)) : normalize(path);
    return this.#add(full, 'open', { kind: 'file', mode: 0o644, target: '', content: this.#nextId });
  }

  #linkTarget(link: Node, path: string): string {
    return link.entry.target.startsWith('/') ? link.entry.target : `${folderOf(path)}/${link.entry.target}`;
  }

  #add(path: string, operation: string, what: Pick<DiskEntry, 'kind' | 'mode' | 'target' | 'content'>): Node {
    const folder = this.#folderFor(path, operation);
    this.#reserve(NAME_BYTES, 1, path);
    const entry = {
      ...what,
      id: this.#nextId,
      parent: folder.entry.id,
      name: nameOf(path),
      changed: this.#now(),
    };
    this.#nextId += 1;
    const node: Node = { entry, children: new Map() };
    this.#disk.put(entry);
    folder.children.set(entry.name, node);
    this.#names += 1;
    this.#hold(entry.content);
    return node;
  }

  #drop(folder: Node, node: Node): void {
    const { id, name, content } = node.entry;
    folder.children.delete(name);
    this.#disk.remove(id);
    this.#names -= 1;
    const left = (this.#holders.get(content) ?? 0) - 1;
    this.#holders.set(content, left);
    if (content === 0 || left > 0) return;
    this.#disk.free(content);
    this.#bytes -= this.#sizes.get(content) ?? 0;
    this.#sizes.delete(content);
    this.#holders.delete(content);
  }

  #hold(content: number): void {
    if (content > 0) this.#holders.set(content, (this.#holders.get(content) ?? 0) + 1);
  }

  #update(node: Node, change: Partial<DiskEntry>): void {
    node.entry = { ...node.entry, ...change };
    if (node.entry.id !== 0) this.#disk.put(node.entry);
  }

  #reserve(bytes: number, names: number, path: string): void {
    if (bytes <= 0) return;
    const { used, size } = this.usage();
    const room = used + bytes <= size && this.#names + names <= this.#limits.entries;
    if (!room) throw new FileError('ENOSPC', 'write', path);
  }
}
