import type { Collection } from '../../../cloud/store.ts';
import type { Disk, DiskEntry } from '../../../machines/disk/disk.ts';
import { type DiskBase, LayeredDisk } from '../../../machines/disk/layered-disk.ts';
import { MemoryDisk } from '../../../machines/disk/memory-disk.ts';
import { folderOf, nameOf } from '../../../machines/disk/paths.ts';
import { Tree } from '../../../machines/disk/tree.ts';
import { DockerFault } from '../fault.ts';
import { digestOf } from '../hex.ts';
import { packTar, type TarFile, unpackTar } from '../tar.ts';
import type { LayerRecord } from './image-record.ts';

const MEBIBYTE = 1024 * 1024;
/** Bytes of all layers that one engine keeps. */
const MOST_BYTES = 256 * MEBIBYTE;
const LIMITS = { bytes: MOST_BYTES, entries: 100_000 };
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** The layers of an engine's images: archives on its disk, each known by its digest. */
export class Layers {
  readonly #disk: Disk;
  readonly #records: Collection<LayerRecord>;
  readonly #bases = new Map<string, Promise<DiskBase>>();
  #nextContent: number;

  constructor(disk: Disk, records: Collection<LayerRecord>) {
    this.#disk = disk;
    this.#records = records;
    this.#nextContent = Math.max(0, ...records.all().map(({ content }) => content)) + 1;
  }

  get(id: string): LayerRecord | undefined {
    return this.#records.get(id);
  }

  all(): LayerRecord[] {
    return this.#records.all();
  }

  /** Bytes of the files of these layers. */
  sizeOf(ids: readonly string[]): number {
    return ids.reduce((sum, id) => sum + (this.#records.get(id)?.size ?? 0), 0);
  }

  /** Keeps a layer; `size` when it stands for one of another size. @throws DockerFault when there is no room */
  async add(files: readonly TarFile[], size?: number): Promise<LayerRecord> {
    const own = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return await this.addArchive(await packTar(files), size ?? own);
  }

  /** Keeps a layer that is an archive already. @throws DockerFault when there is no room */
  async addArchive(archive: Uint8Array<ArrayBuffer>, size: number): Promise<LayerRecord> {
    const id = await digestOf(archive);
    const known = this.#records.get(id);
    if (known) return known;
    const stored = this.all().reduce((sum, layer) => sum + layer.stored, archive.length);
    if (stored > MOST_BYTES)
      throw new DockerFault(
        500,
        'no space left on device: the layers of this simulated engine may take 256 MiB',
      );
    const record = { id, content: this.#nextContent, size, stored: archive.length };
    this.#nextContent += 1;
    this.#disk.write(record.content, archive);
    return this.#records.put(record);
  }

  archive(id: string): Uint8Array<ArrayBuffer> {
    const record = this.#records.get(id);
    return record ? this.#disk.read(record.content) : new Uint8Array();
  }

  remove(id: string): void {
    const record = this.#records.get(id);
    if (!record) return;
    this.#records.remove(id);
    this.#disk.free(record.content);
    for (const chain of this.#bases.keys()) if (chain.split(' ').includes(id)) this.#bases.delete(chain);
  }

  /** The files of an image, for its containers to begin with. */
  base(ids: readonly string[]): Promise<DiskBase> {
    const chain = ids.join(' ');
    const known = this.#bases.get(chain);
    if (known) return known;
    const made = this.#lay(ids);
    this.#bases.set(chain, made);
    made.catch(() => this.#bases.delete(chain));
    return made;
  }

  /** A container's disk over the files of its image. */
  async disk(ids: readonly string[], upper: Disk): Promise<LayeredDisk> {
    return new LayeredDisk(await this.base(ids), upper);
  }

  async #lay(ids: readonly string[]): Promise<DiskBase> {
    const disk = new MemoryDisk();
    let now = 0;
    const tree = new Tree(disk, LIMITS, () => now);
    for (const id of ids)
      for (const file of await unpackTar(this.archive(id), MOST_BYTES)) {
        now = file.changed;
        layFile(tree, file);
      }
    const entries = new Map<number, DiskEntry>(disk.entries().map((entry) => [entry.id, entry]));
    const contents = new Map(disk.sizes().map(({ content }) => [content, disk.read(content)]));
    return { entries, contents };
  }
}

/** Puts one name of a layer's archive where it belongs; a whiteout takes one away. */
function layFile(tree: Tree, file: TarFile): void {
  const path = `/${file.path}`;
  const name = nameOf(path);
  if (name === OPAQUE) {
    for (const child of [...(tree.find(folderOf(path))?.children.keys() ?? [])])
      tree.remove(`${folderOf(path)}/${child}`, true);
    return;
  }
  if (name.startsWith(WHITEOUT)) {
    const gone = `${folderOf(path)}/${name.slice(WHITEOUT.length)}`;
    if (tree.find(gone, false)) tree.remove(gone, true);
    return;
  }
  putFile(tree, path, file);
}

/** Writes one name of an archive into a tree, in place of what is there. @throws FileError */
export function putFile(tree: Tree, path: string, file: TarFile): void {
  if (path === '/') return;
  const there = tree.find(path, false)?.entry;
  const staysFolder = file.kind === 'folder' && tree.find(path)?.entry.kind === 'folder';
  if (there && !staysFolder && !(file.kind === 'file' && there.kind === 'file')) tree.remove(path, true);
  tree.makeFolder(folderOf(path), true);
  if (file.kind === 'folder') tree.makeFolder(path, true);
  else if (file.kind === 'link') tree.makeLink(file.target, path);
  else if (file.kind === 'hard-link') tree.makeHardLink(`/${file.target.replace(/^(\.?\/)+/, '')}`, path);
  else tree.write(path, file.bytes);
  if (file.kind === 'link') return;
  const mode = file.kind === 'hard-link' ? undefined : file.mode;
  tree.change(path, { ...(mode !== undefined && { mode }), changed: file.changed }, 'chmod');
}
