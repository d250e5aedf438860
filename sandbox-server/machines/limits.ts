/** What one machine may take of its host, whatever its flavor promises. Guests are strangers. */
export interface MachineLimits {
  /** Bytes really kept on a machine's disk; a smaller flavor's disk wins. */
  readonly diskBytes: number;
  /** Names on a disk: files, folders and links. */
  readonly diskEntries: number;
  /** Processes at once. */
  readonly processes: number;
  /** Processes that one script may start in all, its own and those of what it starts. */
  readonly starts: number;
  /** Commands that one shell process may run. */
  readonly commands: number;
  /** Milliseconds of computing for one script and all that it starts. */
  readonly computing: number;
  /** Bytes that one script may print, and of a file that a command may read. */
  readonly output: number;
  /** Bytes of the console log that are kept: the newest. */
  readonly console: number;
  /** Milliseconds of the machine's clock that user data may take. */
  readonly userData: number;
}

const MEBIBYTE = 1024 * 1024;

/** What a machine may take when nobody says otherwise: enough for the lessons, little for one host. */
export const defaultLimits: MachineLimits = {
  diskBytes: 64 * MEBIBYTE,
  diskEntries: 20_000,
  processes: 128,
  starts: 4000,
  commands: 30_000,
  computing: 10_000,
  output: 4 * MEBIBYTE,
  console: 256 * 1024,
  userData: 60 * 60 * 1000,
};
