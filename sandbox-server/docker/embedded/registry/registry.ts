import { notFound } from '../fault.ts';
import { digestOf } from '../hex.ts';
import type { ImageRecord } from '../images/image-record.ts';
import type { Images } from '../images/images.ts';
import { isoNano } from '../query.ts';
import { packTar } from '../tar.ts';
import { MADE_AT } from './base-files.ts';
import { catalog } from './catalog.ts';
import { configOf } from './simulated-config.ts';
import type { SimulatedImage } from './simulated-image.ts';

/** A layer on its way from the registry. */
export interface RemoteLayer {
  readonly id: string;
  readonly size: number;
  readonly archive: Uint8Array<ArrayBuffer>;
}

/** An image of the registry as it is pulled. */
export interface RemoteImage {
  readonly image: SimulatedImage;
  readonly layers: readonly RemoteLayer[];
  /** Of its manifest. */
  readonly digest: string;
}

/** Archives of layers, made once for all engines of this server. */
const archives = new Map<string, Promise<RemoteLayer>>();

/** An image of the embedded registry. @throws DockerFault 404 when it has none of that name */
export async function findRemote(repository: string, tag: string): Promise<RemoteImage> {
  const image = catalog.find(({ name }) => name === repository);
  if (!image)
    throw notFound(
      `pull access denied for ${repository}, repository does not exist or may require 'docker login': denied: the embedded registry of this simulated engine has: ${catalog.map(({ name }) => name).join(', ')}`,
    );
  if (!image.tags.includes(tag))
    throw notFound(
      `manifest for ${repository}:${tag} not found: manifest unknown: the embedded registry has the tags ${image.tags.join(', ')}`,
    );
  const layers = await Promise.all(
    image.layers().map((layer) => {
      const key = layer.step;
      const made =
        archives.get(key) ??
        packTar(layer.files).then(async (archive) => ({
          id: await digestOf(archive),
          size: layer.size,
          archive,
        }));
      archives.set(key, made);
      return made;
    }),
  );
  const manifest = JSON.stringify({
    name: image.name,
    layers: layers.map(({ id }) => id),
    config: configOf(image),
  });
  return { image, layers, digest: await digestOf(new TextEncoder().encode(manifest)) };
}

/** Keeps an image of which all layers have come. */
export async function keepRemote(images: Images, { image, layers }: RemoteImage): Promise<ImageRecord> {
  for (const { archive, size } of layers) await images.layers.addArchive(archive, size);
  const created = isoNano(MADE_AT);
  const steps = image.layers().map(({ step }) => ({
    created,
    created_by: `/bin/sh -c #(nop) ${step}`,
    comment: 'simulated',
    empty_layer: false,
  }));
  const last = {
    created,
    created_by: `/bin/sh -c #(nop)  CMD ${JSON.stringify(image.cmd ?? [])}`,
    comment: 'simulated',
    empty_layer: true,
  };
  return await images.add({
    created,
    author: '',
    comment: 'simulated by Get Out of My Cloud',
    parent: '',
    container: '',
    architecture: 'amd64',
    os: 'linux',
    config: configOf(image),
    containerConfig: configOf(image),
    layers: layers.map(({ id }) => id),
    history: [...steps, last],
  });
}
