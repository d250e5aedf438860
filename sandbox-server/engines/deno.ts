import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { EngineError, type Order } from './engine.ts';

/**
 * The Deno program itself. The command that npm installs is a wrapper around it: a second process for
 * every kernel, and one that would keep the kernel alive when it is ended.
 * @throws EngineError when there is none for this machine
 */
export function findDeno(): string {
  const require = createRequire(import.meta.url);
  const file = platform() === 'win32' ? 'deno.exe' : 'deno';
  const name = `@deno/${platform()}-${arch()}${platform() === 'linux' ? '-glibc' : ''}`;
  try {
    const program = join(dirname(require.resolve(`${name}/package.json`)), file);
    accessSync(program, constants.X_OK);
    return program;
  } catch (cause) {
    throw new EngineError(`Deno, which runs the cells, is not installed (${name}): run npm install again.`, {
      cause,
    });
  }
}

/** What dockerode reads of the environment to find its engine. */
const dockerNames = [
  'DOCKER_HOST',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
  'DOCKER_PATH_PREFIX',
  'DOCKER_CLIENT_TIMEOUT',
];

/** The folders that a kernel reads, by the paths that it sees. */
export interface KernelFolders {
  /** What cells import; `kernel.ts` and `import-map.json` are in it. */
  library: string;
  /** Further folders that the library imports from. */
  readable?: readonly string[];
}

/**
 * The arguments with which Deno grants a kernel what `order` says, and nothing more.
 * @param inspector `host:port` to offer the inspector at; the port 0 is any that is free
 */
export function denoArguments(
  order: Order,
  { library, readable = [] }: KernelFolders,
  inspector: string,
): string[] {
  // Of the memory, V8 may fill three fifths with objects; the rest is for the program, code and buffers.
  const heap = Math.floor(order.memory * 0.6);
  return [
    'run',
    ...['--no-prompt', '--no-config', '--no-lock', '--no-remote', '--no-npm'],
    `--import-map=${join(library, 'import-map.json')}`,
    ...(order.reach.length > 0 ? [`--allow-net=${order.reach.join(',')}`] : []),
    `--allow-env=OS_*,WORKBOOK_*,${dockerNames.join(',')}`,
    `--allow-read=${[library, ...readable].join(',')}`,
    `--inspect=${inspector}`,
    `--v8-flags=--max-old-space-size=${heap}`,
    join(library, 'kernel.ts'),
  ];
}
