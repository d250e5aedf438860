import {
  type BufferEncoding,
  type ByteString,
  type CpOptions,
  type FileContent,
  type FsStat,
  type IFileSystem,
  type MkdirOptions,
  type RmOptions,
  unsafeBytesFromLatin1,
} from 'just-bash';
import type { Device } from './device.ts';
import { FileError } from './file-error.ts';
import { normalize, resolvePath } from './paths.ts';
import type { Node, Tree } from './tree.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

type Encoding = { encoding?: BufferEncoding | null } | BufferEncoding | undefined;

function encodingOf(options: Encoding): string {
  return (typeof options === 'string' ? options : options?.encoding) ?? 'utf8';
}

/** The bytes of a latin1-shaped text: one character, one byte. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The inverse of `bytesOf`, in pieces that fit on the stack. */
function textOf(bytes: Uint8Array): string {
  const piece = 8192;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece)
    text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return text;
}

function encode(content: FileContent, options: Encoding): Uint8Array {
  if (typeof content !== 'string') return content;
  const encoding = encodingOf(options);
  return encoding === 'binary' || encoding === 'latin1' ? bytesOf(content) : encoder.encode(content);
}

/** A file is read whole, which nobody else can interrupt. */
const MOST_READ = 4 * 1024 * 1024;

const OPEN_FOLDERS = ['/tmp', '/var/tmp', '/dev'];
const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Who uses the files, and where only that user may write. */
export interface FileUser {
  readonly name: string;
  readonly home: string;
}

/**
 * A machine's files as the shell of one user sees them: the tree on the disk, and devices over it. A user
 * other than root writes at home and in the open folders.
 */
export class MachineFileSystem implements IFileSystem {
  readonly #tree: Tree;
  readonly #devices: ReadonlyMap<string, Device>;
  readonly #user: FileUser;

  constructor(tree: Tree, devices: ReadonlyMap<string, Device>, user: FileUser) {
    this.#tree = tree;
    this.#devices = devices;
    this.#user = user;
  }

  async readFile(path: string, options?: Encoding): Promise<string> {
    const bytes = await this.readFileBuffer(path);
    return ['binary', 'latin1'].includes(encodingOf(options)) ? textOf(bytes) : decoder.decode(bytes);
  }

  async readFileBytes(path: string): Promise<ByteString> {
    return unsafeBytesFromLatin1(textOf(await this.readFileBuffer(path)));
  }

  async readFileBuffer(path: string): Promise<Uint8Array> {
    const device = this.#devices.get(normalize(path));
    if (device) return encoder.encode(await device.read());
    const node = this.#tree.get(path, 'open');
    if (this.#tree.size(node) > MOST_READ) throw new FileError('EFBIG', 'read', path);
    if (this.#user.name !== 'root' && (node.entry.mode & 0o004) === 0 && !this.#owns(path))
      throw new FileError('EACCES', 'open', path);
    return this.#tree.read(path);
  }

  async writeFile(path: string, content: FileContent, options?: Encoding): Promise<void> {
    this.#put(path, encode(content, options), 'replace');
  }

  async appendFile(path: string, content: FileContent, options?: Encoding): Promise<void> {
    this.#put(path, encode(content, options), 'append');
  }

  #put(path: string, bytes: Uint8Array, how: 'replace' | 'append'): void {
    const device = this.#devices.get(normalize(path));
    if (!device) {
      this.#demand(path, 'open');
      this.#tree.write(path, bytes, how);
    } else if (device.write) {
      if (bytes.length > 0) device.write(decoder.decode(bytes));
    } else {
      throw new FileError('EACCES', 'open', path);
    }
  }

  async exists(path: string): Promise<boolean> {
    return this.#devices.has(normalize(path)) || this.#tree.find(path) !== undefined;
  }

  async stat(path: string): Promise<FsStat> {
    return this.#deviceStat(path) ?? this.#statOf(this.#tree.get(path, 'stat'));
  }

  async lstat(path: string): Promise<FsStat> {
    return this.#deviceStat(path) ?? this.#statOf(this.#tree.get(path, 'lstat', false));
  }

  async mkdir(path: string, options?: MkdirOptions): Promise<void> {
    if (!options?.recursive || !this.#tree.find(path)) this.#demand(path, 'mkdir');
    this.#tree.makeFolder(path, options?.recursive);
  }

  async readdir(path: string): Promise<string[]> {
    return (await this.readdirWithFileTypes(path)).map(({ name }) => name);
  }

  async readdirWithFileTypes(path: string) {
    const node = this.#tree.get(path, 'scandir');
    if (node.entry.kind !== 'folder') throw new FileError('ENOTDIR', 'scandir', path);
    const entries = [...node.children.values()].map(({ entry: { name, kind } }) => ({
      name,
      isFile: kind === 'file',
      isDirectory: kind === 'folder',
      isSymbolicLink: kind === 'link',
    }));
    const folder = this.#tree.realPath(path);
    for (const [device, { hidden }] of this.#devices) {
      const name = device.slice(device.lastIndexOf('/') + 1);
      if (!hidden && normalize(`${device}/..`) === folder)
        entries.push({ name, isFile: true, isDirectory: false, isSymbolicLink: false });
    }
    return entries.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  async rm(path: string, options?: RmOptions): Promise<void> {
    if (options?.force && !this.#tree.find(path, false)) return;
    this.#demand(path, 'rm');
    this.#tree.remove(path, options?.recursive);
  }

  async cp(source: string, target: string, options?: CpOptions): Promise<void> {
    const node = this.#tree.get(source, 'cp');
    if (node.entry.kind === 'folder') {
      if (!options?.recursive) throw new FileError('EISDIR', 'cp', source);
      if (isWithin(normalize(target), normalize(source))) throw new FileError('EINVAL', 'cp', target);
      await this.mkdir(target, { recursive: true });
      for (const name of node.children.keys())
        await this.cp(`${source}/${name}`, `${target}/${name}`, options);
      return;
    }
    await this.writeFile(target, await this.readFileBuffer(source));
    await this.chmod(target, node.entry.mode);
  }

  async mv(source: string, target: string): Promise<void> {
    this.#demand(source, 'rename');
    this.#demand(target, 'rename');
    this.#tree.move(source, target);
  }

  resolvePath(base: string, path: string): string {
    return resolvePath(base, path);
  }

  getAllPaths(): string[] {
    return [
      ...this.#tree.paths(),
      ...[...this.#devices].filter(([, { hidden }]) => !hidden).map(([path]) => path),
    ];
  }

  async chmod(path: string, mode: number): Promise<void> {
    if (this.#devices.has(normalize(path))) return;
    this.#demand(path, 'chmod');
    this.#tree.change(path, { mode: mode & 0o7777 }, 'chmod');
  }

  async symlink(target: string, path: string): Promise<void> {
    this.#demand(path, 'symlink');
    this.#tree.makeLink(target, path);
  }

  async link(existing: string, path: string): Promise<void> {
    this.#demand(path, 'link');
    this.#tree.makeHardLink(existing, path);
  }

  async readlink(path: string): Promise<string> {
    const { entry } = this.#tree.get(path, 'readlink', false);
    if (entry.kind !== 'link') throw new FileError('EINVAL', 'readlink', path);
    return entry.target;
  }

  async realpath(path: string): Promise<string> {
    return this.#devices.has(normalize(path)) ? normalize(path) : this.#tree.realPath(path);
  }

  async utimes(path: string, _accessed: Date, changed: Date): Promise<void> {
    if (this.#devices.has(normalize(path))) return;
    this.#demand(path, 'utimes');
    this.#tree.change(path, { changed: changed.getTime() }, 'utimes');
  }

  #owns(path: string): boolean {
    return isWithin(normalize(path), this.#user.home);
  }

  #demand(path: string, operation: string): void {
    const full = normalize(path);
    const allowed =
      this.#user.name === 'root' || this.#owns(full) || OPEN_FOLDERS.some((folder) => isWithin(full, folder));
    if (!allowed) throw new FileError('EACCES', operation, path);
  }

  #deviceStat(path: string): FsStat | undefined {
    if (!this.#devices.has(normalize(path))) return undefined;
    const kinds = { isFile: true, isDirectory: false, isSymbolicLink: false };
    return { ...kinds, mode: 0o666, size: 0, mtime: new Date(0) };
  }

  #statOf(node: Node): FsStat {
    const { kind, mode, changed, content, id } = node.entry;
    return {
      isFile: kind === 'file',
      isDirectory: kind === 'folder',
      isSymbolicLink: kind === 'link',
      mode,
      size: kind === 'folder' ? 4096 : this.#tree.size(node),
      mtime: new Date(changed),
      ino: content || id,
    };
  }
}
