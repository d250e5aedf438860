/** One call of the Engine API, and what every engine must answer. */
export interface Step {
  readonly name: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Below the version. */
  readonly path: string;
  readonly body?: object;
  readonly status: number;
  /** The message of a refusal, ids and addresses blanked. */
  readonly message?: string;
  /** Members of the answer by their path, and their values. */
  readonly has?: Readonly<Record<string, unknown>>;
  /** What the streams of the answer print, one after the other. */
  readonly prints?: string;
  /** Keeps the answer's `Id` under this name, for `{name}` in the paths of later steps. */
  readonly keep?: string;
  /** The files that are sent as an archive, by their paths. */
  readonly context?: Readonly<Record<string, string>>;
  /** What a build says, ids blanked. */
  readonly says?: readonly string[];
}

/** The name of the image that both engines have: a BusyBox. */
export const IMAGE = 'contract:busybox';
/** No engine needs a bridge for it. */
export const HostConfig = { NetworkMode: 'none' };
/** A container of the image. */
export const run = (Cmd: readonly string[], more: object = {}): object => ({
  Image: IMAGE,
  Cmd,
  HostConfig,
  ...more,
});
/** Creates a container. */
export const create = (name: string, body: object): Step => ({
  name: `create ${name}`,
  method: 'POST',
  path: `/containers/create?name=${name}`,
  body,
  status: 201,
  has: { Warnings: [] },
});
/** Starts it. */
export const start = (name: string): Step => ({
  name: `start ${name}`,
  method: 'POST',
  path: `/containers/${name}/start`,
  status: 204,
});
/** Waits for its end. */
export const wait = (name: string, StatusCode: number): Step => ({
  name: `wait for ${name}`,
  method: 'POST',
  path: `/containers/${name}/wait`,
  status: 200,
  has: { StatusCode },
});
/** Reads what it printed. */
export const logs = (name: string, prints: string, more = ''): Step => ({
  name: `logs of ${name} ${more}`,
  method: 'GET',
  path: `/containers/${name}/logs?stdout=1&stderr=1${more}`,
  status: 200,
  prints,
});
/** Looks into it. */
export const state = (name: string, has: Readonly<Record<string, unknown>>): Step => ({
  name: `state of ${name}`,
  method: 'GET',
  path: `/containers/${name}/json`,
  status: 200,
  has,
});
/** Removes it. */
export const remove = (name: string, force = false): Step => ({
  name: `remove ${name}`,
  method: 'DELETE',
  path: `/containers/${name}${force ? '?force=1' : ''}`,
  status: 204,
});
/** A container from its beginning to its end. */
export const runs = (
  name: string,
  Cmd: readonly string[],
  code: number,
  prints: string,
  more: object = {},
): Step[] => [create(name, run(Cmd, more)), start(name), wait(name, code), logs(name, prints), remove(name)];

/** Makes a command ready to run in it. */
export const exec = (name: string, body: object, keep: string): Step => ({
  name: `exec in ${name}: ${keep}`,
  method: 'POST',
  path: `/containers/${name}/exec`,
  body,
  status: 201,
  keep,
});
