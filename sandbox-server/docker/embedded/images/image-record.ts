import { z } from 'zod';
import { imageConfigSchema } from '../config.ts';

/** One step in the making of an image. */
export const historySchema = z.object({
  created: z.string(),
  created_by: z.string(),
  comment: z.string().default(''),
  author: z.string().optional(),
  /** The step left the files as they were. */
  empty_layer: z.boolean().default(false),
});

/** An image as it is kept. */
export const imageSchema = z.object({
  /** `sha256:` and the digest of its configuration. */
  id: z.string(),
  created: z.string(),
  author: z.string(),
  comment: z.string(),
  /** The image that it was built on, in a build or by a commit. */
  parent: z.string(),
  /** The container that was committed. */
  container: z.string(),
  architecture: z.string(),
  os: z.string(),
  config: imageConfigSchema,
  /** What the container had that the image was made of: the build's cache goes by its `Cmd`. */
  containerConfig: imageConfigSchema,
  /** Digests of the archives of its layers, the lowest first. */
  layers: z.array(z.string()),
  history: z.array(historySchema),
});

export type ImageRecord = z.infer<typeof imageSchema>;
export type HistoryEntry = z.infer<typeof historySchema>;

/** A name of an image: `id` is `repository:tag`, or `repository@sha256:…` where a digest is known. */
export const referenceSchema = z.object({ id: z.string(), image: z.string() });
export type ReferenceRecord = z.infer<typeof referenceSchema>;

/** A layer; its archive lies on the engine's own disk. */
export const layerSchema = z.object({
  /** `sha256:` and the digest of its archive. */
  id: z.string(),
  /** The number under which the archive lies there. */
  content: z.number(),
  /** Bytes of its files; of a simulated image, what the real one's layer has. */
  size: z.number(),
  /** Bytes of the archive. */
  stored: z.number(),
});
export type LayerRecord = z.infer<typeof layerSchema>;
