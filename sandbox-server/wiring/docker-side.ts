import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import type { Config } from '../config.ts';
import type { DataFolder } from '../data-folder.ts';
import type { EngineAddress } from '../docker/gateway/engine.ts';
import { usualLimits } from '../docker/gateway/limits.ts';
import { type Gateway, openGateway } from '../docker/gateway/open-gateway.ts';
import { serve, serveUpgrade } from '../docker/gateway/serve.ts';
import { findDeno } from '../engines/deno.ts';
import { inImage, provideImage } from '../engines/docker-image.ts';
import { type DockerRoutes, dockerRoutes } from '../http/docker.ts';
import type { DockerAccess } from '../http/sessions.ts';
import { createDockerSecrets, type DockerSecrets } from '../learners/docker-secrets.ts';
import type { Learner, Learners } from '../learners/learners.ts';
import { library, packages } from './lessons.ts';

/** The engine that the settings ask for cannot be used; the message says what to do. */
export class DockerSideError extends Error {
  override name = 'DockerSideError';
}

/** What learners have of Docker: a part of a real engine, or nothing. */
export interface DockerSide {
  name: 'engine' | 'none';
  routes: DockerRoutes;
  access(learner: Learner, origin: string): DockerAccess | undefined;
  /** The variables by which clients find it. */
  variables(learner: Learner, origin: string): Record<string, string>;
  /** Removes what a learner has there, and gives them another address. */
  reset(learner: Learner): Promise<void>;
  /** Removes what a learner has there, and their address. */
  remove(learner: Learner): Promise<void>;
  close(): Promise<void>;
}

/** What it is made of. */
export interface DockerSideParts {
  config: Config;
  folder: DataFolder;
  learners: Learners;
  report(error: unknown): void;
}

const usualSocket = '/var/run/docker.sock';

/** Where the engine is that the settings name. */
export function engineAddress({ host, certificates }: Config['docker']): EngineAddress {
  if (host === undefined) return { socketPath: usualSocket };
  const socketPath = /^(?:unix|npipe):\/\/(.+)$/.exec(host)?.[1];
  if (socketPath !== undefined) return { socketPath };
  if (!/^tcp:\/\/[^/]+:\d+\/?$/.test(host)) throw new Error('its form is unix:///path or tcp://host:port');
  const { hostname, port } = new URL(host.replace('tcp://', 'http://'));
  const place = { host: hostname, port: Number(port) };
  if (certificates === undefined) return place;
  const file = (name: string): Buffer => readFileSync(join(certificates, name));
  return { ...place, tls: { ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem') } };
}

/** The image that a learner's own host runs in: the one that kernels have, which has Deno. */
async function hostImage(): Promise<{ image: string; deno: string }> {
  const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const image = await provideImage(new Docker(), { library, readable: [packages], deno: findDeno(), say });
  return { image, deno: inImage.deno };
}

/** A real engine only where somebody asked for it: by WORKBOOK_DOCKER, or by naming one with DOCKER_HOST. */
async function findGateway({
  config,
  folder,
  learners,
  report,
}: DockerSideParts): Promise<Gateway | undefined> {
  const { kind, host, images } = config.docker;
  if (kind === 'none' || (kind === 'auto' && host === undefined)) return undefined;
  try {
    return await openGateway({
      address: engineAddress(config.docker),
      folder: join(folder.path, 'docker'),
      images,
      hostImage,
      learners: () => learners.ids(),
      report,
    });
  } catch (cause) {
    const words = `No Docker engine answers at ${host ?? usualSocket} (${cause instanceof Error ? cause.message : cause}).`;
    if (kind === 'engine')
      throw new DockerSideError(
        `${words} Start Docker, set DOCKER_HOST to an engine that runs, or WORKBOOK_DOCKER to “none”.`,
        { cause },
      );
    process.stderr.write(`${words} Learners go without Docker.\n`);
    return undefined;
  }
}

/** @throws DockerSideError when the engine that the settings ask for does not answer */
export async function openDockerSide(parts: DockerSideParts): Promise<DockerSide> {
  const gateway = await findGateway(parts);
  return gateway ? engineSide(parts, gateway) : noSide(parts);
}

function engineSide({ folder, learners, report }: DockerSideParts, gateway: Gateway): DockerSide {
  const secrets: DockerSecrets = createDockerSecrets(folder.database);
  const serving = ({ id }: Learner) => ({ learner: gateway.learner(id), report });
  const hostOf = (learner: Learner, origin: string): string =>
    `${origin.replace(/^https?:/, 'tcp:')}/docker/${secrets.of(learner)}`;
  const reset = async (learner: Learner): Promise<void> => {
    secrets.forget(learner);
    await gateway.remove(learner.id);
  };
  const routes = dockerRoutes(
    {
      limits: usualLimits,
      learnerWith: (secret) => learners.find(secrets.learnerWith(secret) ?? ''),
      answer: (learner, address, request, response) => serve(serving(learner), address, request, response),
      upgrade: (learner, address, request, socket) =>
        serveUpgrade(serving(learner), address, request, socket),
    },
    report,
  );
  return {
    name: 'engine',
    routes,
    access: (learner, origin) => ({
      host: hostOf(learner, origin),
      published: gateway.published(learner.id).map(({ name, port, wished, bound }) => ({
        container: name,
        port,
        wished,
        address: `127.0.0.1:${bound}`,
      })),
    }),
    variables: (learner, origin) => ({ DOCKER_HOST: hostOf(learner, origin) }),
    reset,
    remove: reset,
    close: () => gateway.close(),
  };
}

const noSide = ({ report }: DockerSideParts): DockerSide => ({
  name: 'none',
  routes: dockerRoutes(
    {
      limits: usualLimits,
      learnerWith: () => undefined,
      answer: async () => undefined,
      upgrade: async () => undefined,
    },
    report,
  ),
  access: () => undefined,
  variables: () => ({}),
  reset: async () => undefined,
  remove: async () => undefined,
  close: async () => undefined,
});
