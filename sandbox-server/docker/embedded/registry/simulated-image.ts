import type { TarFile } from '../tar.ts';

/** A layer of a simulated image. */
export interface SimulatedLayer {
  /** The step that made it, as `docker history` shows it. */
  readonly step: string;
  /** Bytes that the real image's layer has, unpacked. */
  readonly size: number;
  readonly files: readonly TarFile[];
}

/** An image of the embedded registry. It stands for a real one and holds programs that this engine simulates. */
export interface SimulatedImage {
  readonly name: string;
  readonly tags: readonly string[];
  readonly description: string;
  readonly stars: number;
  readonly layers: () => readonly SimulatedLayer[];
  readonly env?: readonly string[];
  readonly cmd?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly workingDir?: string;
  readonly user?: string;
  readonly stopSignal?: string;
  readonly labels?: Readonly<Record<string, string>>;
}
