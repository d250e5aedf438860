import type { Collection } from '../../../cloud/store.ts';
import type { ContainerConfig } from '../config.ts';
import { conflict, type DockerFault, notFound } from '../fault.ts';
import { digestOf } from '../hex.ts';
import { fullName, readReference, repositoryOf } from '../reference.ts';
import { imageConfigFile } from './image-file.ts';
import type { HistoryEntry, ImageRecord, ReferenceRecord } from './image-record.ts';
import type { Layers } from './layers.ts';

/** What is said of an image that is to be made. */
export type NewImage = Omit<ImageRecord, 'id'>;

/** A container that was made of an image. */
export interface ImageUse {
  readonly id: string;
  readonly running: boolean;
}

/** What an image's removal did. */
export interface Removal {
  readonly Untagged?: string;
  readonly Deleted?: string;
}

/** The images of an engine and their names. */
export class Images {
  readonly #images: Collection<ImageRecord>;
  readonly #references: Collection<ReferenceRecord>;
  readonly layers: Layers;
  /** The containers that an image has. */
  readonly #usesOf: (image: string) => readonly ImageUse[];

  constructor(
    images: Collection<ImageRecord>,
    references: Collection<ReferenceRecord>,
    layers: Layers,
    usesOf: (image: string) => readonly ImageUse[],
  ) {
    this.#images = images;
    this.#references = references;
    this.layers = layers;
    this.#usesOf = usesOf;
  }

  all(): ImageRecord[] {
    return this.#images.all();
  }

  /** All names, digests among them. */
  references(): ReferenceRecord[] {
    return this.#references.all();
  }

  tagsOf(image: string): string[] {
    return this.#namesOf(image).filter((name) => !name.includes('@'));
  }

  digestsOf(image: string): string[] {
    return this.#namesOf(image).filter((name) => name.includes('@'));
  }

  #namesOf(image: string): string[] {
    return this.#references.where((reference) => reference.image === image).map(({ id }) => id);
  }

  /** An image by its name, its id or the beginning of that; undefined when there is none. */
  find(name: string): ImageRecord | undefined {
    const plain = name.replace(/^sha256:/, '');
    const byId = /^[0-9a-f]+$/.test(plain) ? this.#byId(plain, name.startsWith('sha256:')) : undefined;
    if (byId && (plain.length === 64 || name.startsWith('sha256:'))) return byId;
    const reference = readable(name) ? this.#references.get(fullName(readReference(name))) : undefined;
    return reference ? this.#images.get(reference.image) : byId;
  }

  #byId(start: string, whole: boolean): ImageRecord | undefined {
    const found = this.#images.where(({ id }) => id.startsWith(`sha256:${start}`));
    return found.length === 1 || (whole && found.length > 0) ? found[0] : undefined;
  }

  /** @throws DockerFault 404 */
  demand(name: string): ImageRecord {
    const found = this.find(name);
    if (!found) throw this.absence(name);
    return found;
  }

  /** That there is no such image. */
  absence(name: string): DockerFault {
    return notFound(`No such image: ${readable(name) ? fullName(readReference(name)) : name}`);
  }

  /** Keeps an image; the same image is kept once. */
  async add(image: NewImage): Promise<ImageRecord> {
    const id = await digestOf(new TextEncoder().encode(JSON.stringify(imageConfigFile(image))));
    return this.#images.get(id) ?? this.#images.put({ id, ...image });
  }

  /** Gives an image a name, which another may lose. */
  tag(image: string, name: string): void {
    this.#references.put({ id: name, image });
  }

  childrenOf(image: string): ImageRecord[] {
    return this.#images.where(({ parent }) => parent === image);
  }

  /**
   * Takes a name away, and with the last one the image and the parents that nobody has a use for.
   * @throws DockerFault 404, 409
   */
  remove(name: string, { force, prune }: { force: boolean; prune: boolean }): Removal[] {
    const image = this.demand(name);
    const short = image.id.slice(7, 19);
    const names = this.#namesOf(image.id);
    const isName = readable(name) && names.includes(fullName(readReference(name)));
    if (isName && names.filter((each) => !each.includes('@')).length > 1)
      return [this.#untag(fullName(readReference(name)))];
    if (!isName && !force && new Set(names.map(repositoryOf)).size > 1)
      throw conflict(
        `conflict: unable to delete ${short} (must be forced) - image is referenced in multiple repositories`,
      );
    const uses = this.#usesOf(image.id);
    const running = uses.find((use) => use.running);
    if (isName && uses[0] && !force)
      throw conflict(
        `conflict: unable to remove repository reference "${name}" (must force) - container ${uses[0].id.slice(0, 12)} is using its referenced image ${short}`,
      );
    if (isName && uses[0]) return names.map((each) => this.#untag(each));
    this.#demandFree(image, running, uses[0], force);
    const untagged = names.map((each) => this.#untag(each));
    return [...untagged, ...this.#delete(image, prune)];
  }

  #demandFree(
    { id }: ImageRecord,
    running: ImageUse | undefined,
    use: ImageUse | undefined,
    force: boolean,
  ): void {
    const short = id.slice(7, 19);
    const cannot = `conflict: unable to delete ${short}`;
    if (running)
      throw conflict(
        `${cannot} (cannot be forced) - image is being used by running container ${running.id.slice(0, 12)}`,
      );
    if (this.childrenOf(id).length > 0)
      throw conflict(`${cannot} (cannot be forced) - image has dependent child images`);
    if (use && !force)
      throw conflict(
        `${cannot} (must be forced) - image is being used by stopped container ${use.id.slice(0, 12)}`,
      );
  }

  #untag(name: string): Removal {
    this.#references.remove(name);
    return { Untagged: name };
  }

  #delete(image: ImageRecord, prune: boolean): Removal[] {
    this.#images.remove(image.id);
    const used = new Set(this.all().flatMap(({ layers }) => layers));
    const gone = image.layers.filter((layer) => !used.has(layer)).toReversed();
    for (const layer of gone) this.layers.remove(layer);
    const parent = this.#images.get(image.parent);
    const orphan =
      prune &&
      parent &&
      this.#namesOf(parent.id).length === 0 &&
      this.childrenOf(parent.id).length === 0 &&
      this.#usesOf(parent.id).length === 0;
    return [
      { Deleted: image.id },
      ...gone.map((layer) => ({ Deleted: layer })),
      ...(orphan ? this.#delete(parent, true) : []),
    ];
  }

  /** Removes images without a name that nothing uses; with `all`, those with a name that nothing uses too. */
  prune(all: boolean, accepts: (image: ImageRecord) => boolean): Removal[] {
    const removed: Removal[] = [];
    for (const image of this.all()) {
      const isFree = this.childrenOf(image.id).length === 0 && this.#usesOf(image.id).length === 0;
      const isNamed = this.tagsOf(image.id).length > 0;
      if (!this.#images.get(image.id) || !isFree || (isNamed && !all) || !accepts(image)) continue;
      for (const name of this.#namesOf(image.id)) removed.push(this.#untag(name));
      removed.push(...this.#delete(image, true));
    }
    return removed;
  }

  /** A new image on top of another one, or of none. */
  async derive(
    parent: ImageRecord | undefined,
    {
      config,
      containerConfig,
      layer,
      history,
      created,
      author = '',
      comment = '',
      container = '',
    }: Derivation,
  ): Promise<ImageRecord> {
    return await this.add({
      created,
      author,
      comment,
      parent: parent?.id ?? '',
      container,
      architecture: 'amd64',
      os: 'linux',
      config,
      containerConfig: containerConfig ?? config,
      layers: [...(parent?.layers ?? []), ...(layer === undefined ? [] : [layer])],
      history: [...(parent?.history ?? []), history],
    });
  }
}

/** What a new image has of its own. */
export interface Derivation {
  readonly config: ContainerConfig;
  readonly containerConfig?: ContainerConfig;
  /** The digest of its topmost layer; undefined when it changes no file. */
  readonly layer?: string;
  readonly history: HistoryEntry;
  readonly created: string;
  readonly author?: string;
  readonly comment?: string;
  readonly container?: string;
}

function readable(name: string): boolean {
  try {
    readReference(name);
    return true;
  } catch {
    return false;
  }
}
