import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
import express from 'express';
import { pack } from 'tar-stream';
import { type Limits, usualLimits } from '../../../../sandbox-server/docker/gateway/limits.ts';
import { openGateway } from '../../../../sandbox-server/docker/gateway/open-gateway.ts';
import { serve, serveUpgrade } from '../../../../sandbox-server/docker/gateway/serve.ts';
import { findDeno } from '../../../../sandbox-server/engines/deno.ts';
import { inImage, provideImage } from '../../../../sandbox-server/engines/docker-image.ts';
import { attachDocker, dockerRoutes } from '../../../../sandbox-server/http/docker.ts';
import type { Learner } from '../../../../sandbox-server/learners/learners.ts';
import { engineAddress } from '../../../../sandbox-server/wiring/docker-side.ts';
import { library, packages } from '../../kernel/real-kernel.ts';

const host = process.env.DOCKER_HOST;
const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((file) => existsSync(file));

/** The stock `docker` command: the first of that name that is one. */
export const dockerCommand = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'docker'))
  .find((file) => existsSync(file) && /^\d+\./.test(versionOf(file)));

function versionOf(file: string): string {
  return spawnSync(file, ['version', '--format', '{{.Client.Version}}'], { encoding: 'utf8' }).stdout ?? '';
}

/** Why there can be no classroom on this computer. */
export function obstacle(): string | undefined {
  if (host === undefined) return 'DOCKER_HOST names no engine.';
  if (busybox === undefined) return 'There is no busybox (the package busybox-static) to make an image of.';
  return undefined;
}

/** Makes an image of busybox, from the file that this computer has, under a name. */
async function importBusybox(engine: Docker, name: string): Promise<void> {
  const there = await engine
    .getImage(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );
  if (there || busybox === undefined) return;
  const { stdout } = spawnSync(busybox, ['--list'], { encoding: 'utf8' });
  const archive = pack();
  for (const folder of ['bin', 'etc', 'tmp', 'root'])
    archive.entry({ name: folder, type: 'directory', mode: folder === 'tmp' ? 0o1777 : 0o755 });
  archive.entry(
    { name: 'etc/passwd' },
    'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n',
  );
  archive.entry({ name: 'bin/busybox', mode: 0o755 }, readFileSync(busybox));
  for (const applet of stdout.split('\n').filter((each) => each !== '' && each !== 'busybox'))
    archive.entry({ name: `bin/${applet}`, type: 'symlink', linkname: 'busybox' });
  archive.finalize();
  const [repo = '', tag = 'latest'] = name.split(':');
  const progress = await engine.importImage(Readable.from(archive), { fromSrc: '-', repo, tag });
  await new Promise<void>((resolve, reject) =>
    engine.modem.followProgress(progress, (error: Error | null) => (error ? reject(error) : resolve())),
  );
}

const secrets = new Map<string, Learner>();

function person(username: string): { learner: Learner; secret: string } {
  const secret = randomBytes(32).toString('base64url');
  const id = `${username}-${randomBytes(6).toString('hex')}`;
  const learner = { id, username, password: '', projectId: id, projectName: id, userId: id, createdAt: '' };
  secrets.set(secret, learner);
  return { learner, secret };
}

/** What a program printed, and how it ended. */
export interface Ran {
  status: number | null;
  out: string;
  err: string;
}

/** A gateway with two learners before a real engine. It is closed, and all of theirs removed, by `close`. */
export async function openClassroom(limits: Partial<Limits> = {}) {
  const engine = new Docker();
  await importBusybox(engine, 'busybox:latest');
  await importBusybox(engine, 'workbook-tests/private:1');
  const folder = mkdtempSync(join(tmpdir(), 'gw-'));
  const faults: unknown[] = [];
  const report = (fault: unknown): void => void faults.push(fault);
  const people = { ada: person('ada'), bob: person('bob') };
  const open = () =>
    openGateway({
      address: engineAddress({ host, certificates: undefined, kind: 'engine', images: [] }),
      folder,
      images: ['busybox', 'alpine'],
      hostImage: async () => ({
        image: await provideImage(engine, {
          library,
          readable: [packages],
          deno: findDeno(),
          say: () => undefined,
        }),
        deno: inImage.deno,
      }),
      learners: () => Object.values(people).map(({ learner }) => learner.id),
      limits,
      report,
    });
  let gateway = await open();
  const routes = dockerRoutes(
    {
      limits: { ...usualLimits, ...limits },
      learnerWith: (secret) => secrets.get(secret),
      answer: (learner, address, request, response) =>
        serve({ learner: gateway.learner(learner.id), report }, address, request, response),
      upgrade: (learner, address, request, socket) =>
        serveUpgrade({ learner: gateway.learner(learner.id), report }, address, request, socket),
    },
    report,
  );
  const server = createServer(express().use(routes.handler));
  attachDocker(server, '127.0.0.1', routes);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;

  const clientsOf = ({ learner, secret }: { learner: Learner; secret: string }) => {
    const path = `/docker/${secret}`;
    return {
      learner,
      secret,
      /** dockerode as anybody uses it outside of a cell: a path is part of the version. */
      docker: new Docker({ protocol: 'http', host: '127.0.0.1', port, version: `docker/${secret}/v1.41` }),
      /** A call by `fetch`: its status and its JSON. */
      async call(
        method: string,
        to: string,
        body?: unknown,
      ): Promise<{ status: number; body: unknown; message: string }> {
        const answer = await fetch(`http://127.0.0.1:${port}${path}/v1.41${to}`, {
          method,
          ...(body !== undefined && {
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          }),
        });
        const said = await answer.text();
        let read: unknown = said;
        try {
          read = JSON.parse(said);
        } catch {
          // It is text.
        }
        const message =
          typeof read === 'object' && read !== null && 'message' in read ? String(read.message) : '';
        return { status: answer.status, body: read, message };
      },
      /** Bytes as they are, to the gateway's port; resolves to all that came back. */
      async raw(bytes: string): Promise<string> {
        const line = connect(port, '127.0.0.1');
        line.write(bytes.replaceAll('{path}', path));
        return text(line);
      },
      /** A line to the gateway that a test speaks on itself. */
      line: () => ({ socket: connect({ port, host: '127.0.0.1', allowHalfOpen: true }), path }),
      /** The stock `docker` command. */
      command(args: readonly string[], input = ''): Promise<Ran> {
        const env = {
          PATH: process.env.PATH,
          HOME: folder,
          DOCKER_HOST: `tcp://127.0.0.1:${port}${path}`,
          DOCKER_BUILDKIT: '0',
        };
        const ran = spawn(dockerCommand ?? 'docker', args, { env, stdio: 'pipe' });
        ran.stdin.on('error', () => undefined).end(input);
        return Promise.all([text(ran.stdout), text(ran.stderr), once(ran, 'exit')]).then(
          ([out, err, [status]]) => ({
            status,
            out,
            err,
          }),
        );
      },
      host: `tcp://127.0.0.1:${port}${path}`,
      published: () => gateway.published(learner.id),
      removeAll: () => gateway.remove(learner.id),
    };
  };
  return {
    engine,
    faults,
    ada: clientsOf(people.ada),
    bob: clientsOf(people.bob),
    /** As after the end of the server's process: nothing is removed, and another gateway begins. */
    async restart(forget?: 'ada' | 'bob') {
      await gateway.close();
      if (forget) people[forget] = person(forget);
      gateway = await open();
    },
    async close() {
      await Promise.all(Object.values(people).map(({ learner }) => gateway.remove(learner.id)));
      await gateway.close();
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Classroom = Awaited<ReturnType<typeof openClassroom>>;
