import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { PassThrough } from 'node:stream';
import Docker from 'dockerode';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { findDeno } from '../../../sandbox-server/engines/deno.ts';
import { dockerEngine } from '../../../sandbox-server/engines/docker.ts';
import { containerOptions } from '../../../sandbox-server/engines/docker-container.ts';
import { foldersInImage, inImage, provideImage } from '../../../sandbox-server/engines/docker-image.ts';
import { openLines } from '../../../sandbox-server/engines/docker-lines.ts';
import { library, packages } from '../kernel/real-kernel.ts';
import { describeDocker, dockerForTests } from './docker-for-tests.ts';
import { engineContract } from './engine-contract.ts';

const folders = { library, readable: [packages] };

/** Serves `secret` on every address of this computer. */
async function openPort(): Promise<number> {
  const server = createServer((_, response) => response.end('secret')).listen(0, '0.0.0.0');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/**
 * Runs a program in a container as a kernel's is, with none of Deno's permissions missing: what a cell could
 * do that had broken out of them. Resolves to what it printed.
 */
async function breakOut(code: string, reach: string[]): Promise<string> {
  const docker = new Docker();
  const image = await provideImage(docker, { ...folders, deno: findDeno(), say: () => undefined });
  const lines = await openLines(reach);
  const order = { memory: 256, environment: {}, reach };
  const options = containerOptions(order, { image, labels: {}, folders: foldersInImage(folders), lines });
  const container = await docker.createContainer({ ...options, Cmd: [inImage.deno, 'eval', code] });
  onTestFinished(async () => {
    await Promise.all([container.remove({ force: true }), lines.close()]);
  });
  const output = await container.attach({ stream: true, hijack: true, stdin: true, stderr: true });
  let printed = '';
  const heard = new PassThrough().setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  docker.modem.demuxStream(output, heard, heard);
  await container.start();
  await container.wait();
  return printed;
}

/** Tries each of some addresses, and prints how that went, one a line. */
const trying = (addresses: string[]): string => `
  for (const address of ${JSON.stringify(addresses)}) {
    const [hostname, port] = address.split(/:(?=\\d+$)/);
    const line = Deno.connect({ hostname, port: Number(port) });
    const late = new Promise((resolve) => setTimeout(resolve, 3000, 'late'));
    const how = await Promise.race([line.then(() => 'OPEN', (fault) => fault.name), late]);
    console.error(address, how);
  }`;

describeDocker('with a Docker engine,', () => {
  engineContract('docker', () => dockerForTests);

  test('a program that breaks out of Deno reaches the doors that are granted, and nothing else', async () => {
    const [door, other] = await Promise.all([openPort(), openPort()]);
    const granted = `127.0.0.1:${door}`;
    const victim = await dockerForTests.launch({ memory: 256, environment: {}, reach: [granted] });
    onTestFinished(async () => void (await victim.stop()));
    const own = Object.values(networkInterfaces())
      .flatMap((cards) => cards ?? [])
      .filter(({ family }) => family === 'IPv4')
      .map(({ address }) => `${address}:${other}`);
    const foreign = [
      ...own,
      // The inspector of another kernel has this address, in its own container.
      '127.0.0.1:9229',
      // Where Docker's own gateway would be, clouds keep the metadata of their servers, and the Internet.
      `172.17.0.1:${other}`,
      '169.254.169.254:80',
      '1.1.1.1:443',
    ];
    const printed = await breakOut(trying([granted, ...foreign]), [granted]);
    const lines = printed.trim().split('\n');
    expect(lines[0]).toBe(`${granted} OPEN`);
    expect(lines).toHaveLength(foreign.length + 1);
    expect(lines.filter((line) => line.endsWith('OPEN'))).toHaveLength(1);
  });

  test('it finds no network card but the loopback, no names, no Docker, and none of our files', async () => {
    const printed = await breakOut(
      `const absent = (path) => { try { Deno.statSync(path); return false } catch { return true } };
      console.error(JSON.stringify({
        cards: [...new Set(Deno.networkInterfaces().map(({ name }) => name))],
        resolved: await Deno.resolveDns('example.com', 'A').then(() => true, () => false),
        docker: ['/var/run/docker.sock', '/run/docker.sock'].every(absent),
        root: [...Deno.readDirSync('/')].map(({ name }) => name).sort(),
      }))`,
      [],
    );
    expect(JSON.parse(printed)).toEqual({
      cards: ['lo'],
      resolved: false,
      docker: true,
      root: expect.not.arrayContaining(['root', 'home', 'work', 'bin', 'var']),
    });
  });

  test('it is nobody, without capabilities, under seccomp, and gets no new privileges', async () => {
    const printed = await breakOut(`console.error(Deno.readTextFileSync('/proc/self/status'))`, []);
    expect(printed).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
    expect(printed).toMatch(/^CapBnd:\t0+$/m);
    expect(printed).toMatch(/^CapEff:\t0+$/m);
    expect(printed).toMatch(/^NoNewPrivs:\t1$/m);
    expect(printed).toMatch(/^Seccomp:\t2$/m);
  });

  test('it writes nowhere but into a small folder that goes with it', async () => {
    const printed = await breakOut(
      `const attempt = (path, size) => {
        try { Deno.writeFileSync(path, new Uint8Array(size)); return 'written' } catch (fault) { return fault.message }
      };
      for (const [path, size] of [['/x', 1], ['/workbook/library/x', 1], ['/lines/x', 1], ['/tmp/x', 1e6], ['/tmp/y', 64e6]])
        console.error(path, attempt(path, size));`,
      [],
    );
    const lines = printed.trim().split('\n');

    expect(lines.filter((line) => line.endsWith('written'))).toEqual(['/tmp/x written']);
    expect(lines.at(-1)).toContain('No space left');
  });

  test('it begins so many processes and no more, and what it began ends with it', async () => {
    const printed = await breakOut(
      `let begun = 0;
      try {
        for (; begun < 200; begun++) {
          new Deno.Command('${inImage.deno}', { args: ['eval', 'setTimeout(() => 0, 60_000)'], stdin: 'null', stdout: 'null', stderr: 'null' }).spawn();
        }
      } catch (fault) { console.error(begun < 200, fault.message) }
      Deno.exit(0)`,
      [],
    );
    expect(printed).toMatch(/^true .*Resource temporarily unavailable/m);
  });

  test('containers that an earlier server left behind are removed, and those of others are not', async () => {
    const docker = new Docker();
    const image = await provideImage(docker, { ...folders, deno: findDeno(), say: () => undefined });
    const [mine, theirs] = [`mine ${randomUUID()}`, `theirs ${randomUUID()}`];
    const engineOf = (data: string) => dockerEngine({ ...folders, data, say: () => undefined });
    const lives = async (id: string): Promise<boolean> =>
      docker
        .getContainer(id)
        .inspect()
        .then(
          () => true,
          () => false,
        );
    const leave = async (data: string): Promise<string> => {
      const host = await engineOf(data).launch({ memory: 256, environment: {}, reach: [] });
      onTestFinished(async () => void (await host.stop()));
      const found = await docker.listContainers();
      const [newest] = found.toSorted((one, other) => other.Created - one.Created);
      expect(newest?.Image).toBe(image);
      return z.string().parse(newest?.Id);
    };
    const left = await leave(mine);
    const foreign = await leave(theirs);
    await engineOf(mine).probe();
    expect(await lives(left)).toBe(false);
    expect(await lives(foreign)).toBe(true);
  });
});

test.each([
  ['unix:///no/such/docker.sock', 'No Docker engine answers at /no/such/docker.sock: start Docker,'],
  ['tcp://127.0.0.1:1', 'No Docker engine answers at 127.0.0.1: start Docker,'],
])('an engine that is not there (%s) is told of, with what to do', async (host, words) => {
  vi.stubEnv('DOCKER_HOST', host);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { available, sentence } = await dockerEngine({
    ...folders,
    data: '/data',
    say: () => undefined,
  }).probe();
  expect(available).toBe(false);
  expect(sentence).toContain(words);
  expect(sentence).toContain('set WORKBOOK_ENGINE to “process”');
});
