/** A package of the simulated archive. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** kB to download. */
  readonly size: number;
  readonly description: string;
  readonly depends?: readonly string[];
  /** The programs that it brings, by their path. */
  readonly programs?: readonly string[];
  readonly folders?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** Units that are enabled and started when it is installed. */
  readonly units?: readonly string[];
  /** System users that it makes. */
  readonly users?: readonly string[];
}
