import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { packTar, tarFile } from '../../../sandbox-server/docker/embedded/tar.ts';
import { dockerEngine } from '../../fakes/docker-engine.ts';
import { IMAGE } from './step.ts';

/** What an engine answered. */
export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

/** An engine under the contract. */
export interface ContractEngine {
  readonly title: string;
  call(method: string, path: string, body?: object | Uint8Array): Promise<Answer>;
  close(): Promise<void>;
}

/** The engine of this repository, with the image of its registry. */
export async function embeddedEngine(): Promise<ContractEngine> {
  const { engine } = dockerEngine();
  const call: ContractEngine['call'] = async (method, path, body) => {
    const given = body instanceof Uint8Array ? new Uint8Array(body) : body && JSON.stringify(body);
    const init = {
      method,
      ...(given !== undefined && { body: given, headers: { 'content-type': 'application/json' } }),
    };
    const answer = await engine.fetch(new Request(`http://docker/v1.41${path}`, init));
    return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()) };
  };
  await call('POST', '/images/create?fromImage=busybox&tag=latest');
  await call('POST', '/images/busybox/tag?repo=contract&tag=busybox');
  return { title: 'the embedded engine', call, close: () => engine.close() };
}

const BUSYBOX = '/bin/busybox';

/** Whether a real engine is named, and there is a BusyBox to make an image of. */
export const realHost = existsSync(BUSYBOX) ? process.env.DOCKER_HOST : undefined;

/** The engine at DOCKER_HOST, with an image made of this machine's BusyBox. */
export async function realEngine(host: string): Promise<ContractEngine> {
  const place = host.startsWith('unix://')
    ? { socketPath: host.slice('unix://'.length) }
    : { host: new URL(host).hostname, port: new URL(host).port };
  const call: ContractEngine['call'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const given = body instanceof Uint8Array ? body : body && JSON.stringify(body);
      const headers =
        given === undefined
          ? {}
          : { 'content-type': body instanceof Uint8Array ? 'application/x-tar' : 'application/json' };
      const sent = request({ ...place, method, path: `/v1.41${path}`, headers }, (answer) => {
        const pieces: Uint8Array[] = [];
        answer.on('data', (piece: Uint8Array) => pieces.push(piece));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces) }));
        answer.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(given);
    });
  const imported = await call(
    'POST',
    '/images/create?fromSrc=-&repo=contract&tag=busybox',
    await busyboxImage(),
  );
  if (imported.status !== 200) throw new Error(new TextDecoder().decode(imported.body));
  return {
    title: `the engine at ${host}`,
    call,
    close: async () => void (await call('DELETE', `/images/${IMAGE}?force=1`)),
  };
}

async function busyboxImage(): Promise<Uint8Array> {
  const applets = spawnSync(BUSYBOX, ['--list'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
  const folders = ['bin', 'dev', 'etc', 'proc', 'root', 'sys', 'tmp'].map((path) =>
    tarFile(path, { kind: 'folder' }),
  );
  return await packTar([
    ...folders,
    tarFile('bin/busybox', { mode: 0o755, bytes: new Uint8Array(readFileSync(BUSYBOX)) }),
    ...applets
      .filter((name) => name !== 'busybox')
      .map((name) => tarFile(`bin/${name}`, { kind: 'link', target: 'busybox' })),
    tarFile('etc/passwd', { bytes: 'root:x:0:0:root:/root:/bin/sh\n' }),
    tarFile('etc/group', { bytes: 'root:x:0:\n' }),
  ]);
}
