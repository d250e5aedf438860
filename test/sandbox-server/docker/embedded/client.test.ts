import { PassThrough } from 'node:stream';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dockerEngine } from '../../../fakes/docker-engine.ts';
import { type DockerDoor, openDockerDoor } from '../../../support/docker-door.ts';

const { engine, faults } = dockerEngine();
let door: DockerDoor;
let client: Docker;

/** Settles when the text has come. */
function heard(stream: NodeJS.ReadableStream, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = '';
    const hear = (piece: Buffer): void => {
      all += piece.toString();
      if (!all.includes(text)) return;
      stream.off('data', hear);
      resolve(all);
    };
    stream.on('data', hear);
    stream.once('end', () => reject(new Error(`ended without "${text}": ${all}`)));
  });
}

const ended = (stream: NodeJS.ReadableStream): Promise<void> =>
  new Promise((resolve) => stream.once('end', () => resolve()));

describe('dockerode, unmodified, on the embedded engine', () => {
  beforeAll(async () => {
    door = await openDockerDoor(engine);
    client = new Docker({ host: '127.0.0.1', port: door.port, protocol: 'http' });
    const pulling = await client.pull('busybox:latest');
    await new Promise<void>((resolve, reject) => {
      client.modem.followProgress(pulling, (error: Error | null) => (error ? reject(error) : resolve()));
    });
  });
  afterAll(async () => {
    await door.close();
    await engine.close();
    expect(faults).toEqual([]);
  });

  test('runs a command, and gives what it printed and its code', async () => {
    const out = new PassThrough();
    const printed = heard(out, 'hi');
    const [end]: [{ StatusCode: number }] = await client.run('busybox', ['sh', '-c', 'echo hi; exit 2'], out);
    expect(await printed).toContain('hi\r\n');
    expect(end.StatusCode).toBe(2);
  });

  test('talks with a shell over a hijacked connection, command by command', async () => {
    const container = await client.createContainer({ Image: 'busybox', Cmd: ['sleep', '1000'] });
    await container.start();
    const exec = await container.exec({
      Cmd: ['sh'],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = await exec.start({ hijack: true, stdin: true });
    const out = new PassThrough();
    client.modem.demuxStream(stream, out, out);
    const first = heard(out, 'one');
    stream.write('cd /tmp; echo one\n');
    await first;
    const second = heard(out, '/tmp');
    stream.write('pwd\n');
    await second;
    const over = ended(stream);
    stream.write('exit 5\n');
    await over;
    expect((await exec.inspect()).ExitCode).toBe(5);
    await container.remove({ force: true });
  });

  test('sits at the terminal of a container, leaves it by its keys, comes back, and exits', async () => {
    const container = await client.createContainer({
      Image: 'busybox',
      Cmd: ['sh'],
      Tty: true,
      OpenStdin: true,
    });
    const attach = (): Promise<NodeJS.ReadWriteStream> =>
      container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
    const first = await attach();
    const prompt = heard(first, '/ # ');
    await container.start();
    await prompt;
    const answer = heard(first, 'six 6');
    first.write('echo six $((2 * 3))\r');
    await answer;
    const left = ended(first);
    first.write('\u0010\u0011');
    await left;
    expect((await container.inspect()).State.Running).toBe(true);
    const second = await attach();
    const over = ended(second);
    second.resume();
    second.write('exit 7\r');
    await over;
    expect((await container.wait()).StatusCode).toBe(7);
    await container.remove();
  });

  test('hears events as they happen', async () => {
    const events = await client.getEvents({
      filters: { type: ['container'], event: ['create', 'die', 'destroy'] },
    });
    const told = heard(events, '"destroy"');
    const container = await client.createContainer({
      Image: 'busybox',
      Cmd: ['true'],
      name: 'short',
      HostConfig: { AutoRemove: true },
    });
    await container.start();
    const lines = (await told)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ Action, Actor }) => [Action, Actor.Attributes.name])).toEqual([
      ['create', 'short'],
      ['die', 'short'],
      ['destroy', 'short'],
    ]);
  });
});
