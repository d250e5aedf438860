import { z } from 'zod';
import { configView, imageConfigSchema } from '../config.ts';
import { historySchema } from './image-record.ts';
import type { NewImage } from './images.ts';

/** The configuration file of an image, whose digest is its id. https://github.com/moby/docker-image-spec/blob/main/spec.md */
export const imageFileSchema = z.object({
  architecture: z.string().default('amd64'),
  os: z.string().default('linux'),
  author: z.string().default(''),
  comment: z.string().default(''),
  container: z.string().default(''),
  created: z.string().default('0001-01-01T00:00:00Z'),
  config: imageConfigSchema.nullish().transform((value) => value ?? imageConfigSchema.parse({})),
  container_config: imageConfigSchema.nullish().transform((value) => value ?? imageConfigSchema.parse({})),
  history: z
    .array(historySchema)
    .nullish()
    .transform((value) => value ?? []),
  rootfs: z.object({
    diff_ids: z
      .array(z.string())
      .nullish()
      .transform((value) => value ?? []),
  }),
});

/** The configuration file of an image. */
export function imageConfigFile(image: NewImage): object {
  return {
    architecture: image.architecture,
    ...(image.author && { author: image.author }),
    ...(image.comment && { comment: image.comment }),
    config: configView(image.config),
    ...(image.container && { container: image.container }),
    container_config: configView(image.containerConfig),
    created: image.created,
    docker_version: '20.10.24',
    history: image.history.map(({ created, created_by, comment, author, empty_layer }) => ({
      created,
      ...(author && { author }),
      created_by,
      ...(comment && { comment }),
      ...(empty_layer && { empty_layer }),
    })),
    os: image.os,
    rootfs: { type: 'layers', diff_ids: image.layers },
  };
}
