/** What one learner may have and use in the engine. Sizes in bytes. */
export interface Limits {
  containers: number;
  networks: number;
  volumes: number;
  images: number;
  /** Of one container: what it gets when nothing is said, and what it may ask for at most. */
  memory: { usual: number; most: number };
  /** Processors of one container, in billionths. */
  processors: { usual: number; most: number };
  processes: { usual: number; most: number };
  /** Open files of one process. */
  files: number;
  /** Memory that plays a file system: of one mount, and of `/dev/shm`. */
  tmpfs: number;
  /** What a container may write beside its volumes, where the engine's storage can hold it to that. */
  disk: number;
  /** The log of a container: so many files of so many bytes. */
  log: { files: number; size: number };
  /** An archive that is sent: a build's context, an image, files to copy. */
  archive: number;
  /** A JSON body. */
  body: number;
  /** Calls under way at once; streams that are followed are calls too. */
  calls: number;
  /** Calls in a second, over ten seconds. */
  rate: number;
}

const mebibyte = 2 ** 20;

export const usualLimits: Limits = {
  containers: 24,
  networks: 12,
  volumes: 24,
  images: 48,
  memory: { usual: 256 * mebibyte, most: 1024 * mebibyte },
  processors: { usual: 1e9, most: 2e9 },
  processes: { usual: 128, most: 512 },
  files: 16_384,
  tmpfs: 128 * mebibyte,
  disk: 2048 * mebibyte,
  log: { files: 2, size: 4 * mebibyte },
  archive: 1024 * mebibyte,
  body: mebibyte / 4,
  calls: 64,
  rate: 200,
};
