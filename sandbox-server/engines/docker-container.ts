import type { ContainerCreateOptions } from 'dockerode';
import { denoArguments, type KernelFolders } from './deno.ts';
import { inImage } from './docker-image.ts';
import { inspectorAddress, type Lines, linesInContainer } from './docker-lines.ts';
import type { Order } from './engine.ts';

/** What the relay needs beside the kernel, in MiB. */
const relayMemory = 48;
/** Processes and threads of one container: Deno has some thirty, the rest is for a cell's workers. */
const mostProcesses = 128;
/** Nobody, and nobody's group, on every Linux. */
const nobody = '65534:65534';
const mebibyte = 1024 * 1024;

/** What a container is made from. */
export interface ContainerParts {
  image: string;
  labels: Record<string, string>;
  folders: KernelFolders;
  lines: Pick<Lines, 'folder' | 'order'>;
}

/** A container in which nothing can be done but what `order` grants; Docker's own seccomp profile is the default. */
export function containerOptions(order: Order, parts: ContainerParts): ContainerCreateOptions {
  const { image, labels, folders, lines } = parts;
  const inspector = `${inspectorAddress.hostname}:${inspectorAddress.port}`;
  const memory = (order.memory + relayMemory) * mebibyte;
  const relay = [
    'run',
    ...['--no-prompt', '--no-config', '--no-lock', '--no-remote', '--no-npm', '--allow-all'],
    '--v8-flags=--max-old-space-size=32',
    inImage.relay,
    JSON.stringify(lines.order),
  ];
  return {
    Image: image,
    Labels: labels,
    Hostname: 'kernel',
    User: nobody,
    WorkingDir: '/',
    Env: Object.entries({
      HOME: '/tmp',
      DENO_DIR: inImage.cache,
      DENO_NO_UPDATE_CHECK: '1',
      NO_COLOR: '1',
      ...order.environment,
    }).map(([name, value]) => `${name}=${value}`),
    Entrypoint: [inImage.deno, ...relay],
    Cmd: [inImage.deno, ...denoArguments(order, folders, inspector)],
    AttachStdin: true,
    AttachStderr: true,
    OpenStdin: true,
    // When the server is gone, its line to the input is: then the relay ends, and the kernel with it.
    StdinOnce: true,
    HostConfig: {
      // Not even a network card: what is granted comes by the sockets in the folder of the lines.
      NetworkMode: 'none',
      Binds: [`${lines.folder}:${linesInContainer}:ro`],
      Memory: memory,
      MemorySwap: memory,
      // One processor for the kernel, half of one for the relay; and after the server when both want one.
      CpuPeriod: 100_000,
      CpuQuota: 150_000,
      CpuShares: 256,
      PidsLimit: mostProcesses,
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': 'rw,noexec,nosuid,nodev,size=16m,mode=1777' },
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      IpcMode: 'private',
      Ulimits: [{ Name: 'nofile', Soft: 512, Hard: 512 }],
      // What it prints is read as it comes; nothing of it is kept.
      LogConfig: { Type: 'none', Config: {} },
      RestartPolicy: { Name: 'no' },
    },
  };
}
