import { z } from 'zod';
import { applyChange } from '../build/configure.ts';
import { type ContainerConfig, imageConfigSchema } from '../config.ts';
import type { DockerHost } from '../host.ts';
import type { ImageRecord } from '../images/image-record.ts';
import { flagOn, isoNano } from '../query.ts';
import { fullName, readReference } from '../reference.ts';
import { type Route, route } from '../route.ts';
import type { Container } from './container.ts';
import { layerOf } from './files.ts';

/** What an image says that is made of a container. */
export interface CommitWords {
  readonly author: string;
  readonly comment: string;
  readonly config: ContainerConfig;
  /** The step of its making, as `docker history` shows it. */
  readonly step: string;
}

/** Makes an image of a container's files. */
export async function commitContainer(
  host: DockerHost,
  container: Container,
  { author, comment, config, step }: CommitWords,
): Promise<ImageRecord> {
  const files = await layerOf(container);
  const layer = files && (await host.images.layers.add(files));
  const created = isoNano(host.clock.now());
  return await host.images.derive(host.images.find(container.image), {
    config,
    containerConfig: container.record.config,
    ...(layer && { layer: layer.id }),
    history: {
      created,
      created_by: step,
      comment,
      ...(author && { author }),
      empty_layer: layer === undefined,
    },
    created,
    author,
    comment,
    container: container.id,
  });
}

/** `docker commit`. */
export const containerCommit: readonly Route[] = [
  route({
    method: 'POST',
    path: '/commit',
    query: z.object({
      container: z.string(),
      repo: z.string().default(''),
      tag: z.string().default(''),
      comment: z.string().default(''),
      author: z.string().default(''),
      pause: flagOn,
      changes: z.string().default(''),
    }),
    body: imageConfigSchema.partial(),
    docs: 'Image/operation/ImageCommit',
    run: async ({ host, query, request }) => {
      const container = host.demand(query.container);
      const changes = new URL(request.url).searchParams.getAll('changes').flatMap((text) => text.split('\n'));
      // The host name is the container's own, and no image's.
      const plain = { ...container.record.config, Hostname: '', Image: container.record.config.Image };
      const config = changes.filter((line) => line.trim() !== '').reduce(applyChange, plain);
      const step = [container.record.path, ...container.record.args].join(' ');
      const image = await commitContainer(host, container, {
        author: query.author,
        comment: query.comment,
        config,
        step,
      });
      const name =
        query.repo === ''
          ? undefined
          : fullName(readReference(query.tag ? `${query.repo}:${query.tag}` : query.repo));
      if (name) host.images.tag(image.id, name);
      container.event('commit', { comment: query.comment, imageID: image.id, imageRef: name ?? '' });
      return { status: 201, json: { Id: image.id } };
    },
  }),
];
