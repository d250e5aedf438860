/**
 * What the gateway to a Docker engine costs: calls, streams and containers by it, beside the engine itself.
 * `DOCKER_HOST=… node test/bench/docker.ts [--json]`
 */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type Docker from 'dockerode';
import { obstacle, openClassroom } from '../sandbox-server/docker/gateway/classroom.ts';
import { type Metric, metric, printMetrics } from '../support/metrics.ts';

const missing = obstacle();
if (missing !== undefined) {
  console.error(`This bench needs an engine. ${missing}`);
  process.exit(1);
}

const CALLS = 300;
const MEGABYTES = 256;
const CONTAINERS = 8;

const room = await openClassroom();
const { host, docker } = room.ada;
const place = new URL(host.replace('tcp:', 'http:'));
const socketPath = process.env.DOCKER_HOST?.replace('unix://', '') ?? '';
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

type Way = { options: object; prefix: string };
const direct: Way = {
  options: { socketPath, agent: new Agent({ keepAlive: true, maxSockets: 1 }) },
  prefix: '',
};
const gateway: Way = { options: { host: place.hostname, port: place.port, agent }, prefix: place.pathname };

/** How long one call takes until all of its answer is there, in milliseconds. */
async function call({ options, prefix }: Way, path: string): Promise<number> {
  const start = performance.now();
  const sent = request({ ...options, path: `${prefix}/v1.41${path}` });
  sent.end();
  const [answer] = await once(sent, 'response');
  for await (const _ of answer);
  return performance.now() - start;
}

const at = (times: readonly number[], share: number): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length * share)] ?? 0;

/** Calls in turns, so that both meet the same machine. */
async function calls(path: string): Promise<Metric[]> {
  const own: number[] = [];
  const engine: number[] = [];
  for (let k = 0; k < CALLS + 50; k += 1) {
    const [one, other] = [await call(direct, path), await call(gateway, path)];
    if (k < 50) continue;
    engine.push(one);
    own.push(other);
  }
  return [0.5, 0.95].map((share) =>
    metric(`gateway-call-p${share * 100}-ms`, 'ms added', at(own, share) - at(engine, share)),
  );
}

/** Megabytes in a second that a container's output comes with, over a line that is taken over. */
async function stream({ options, prefix }: Way, container: string): Promise<number> {
  const socket = 'socketPath' in options ? connect(socketPath) : connect(Number(place.port), place.hostname);
  const path = `${prefix}/v1.41/containers/${container}/attach?stream=1&stdout=1&stdin=1`;
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n`,
  );
  await once(socket, 'data');
  let size = 0;
  const start = performance.now();
  socket.write('go\n');
  socket.on('data', (chunk: Buffer) => {
    size += chunk.length;
  });
  await once(socket, 'end');
  socket.destroy();
  return size / 2 ** 20 / ((performance.now() - start) / 1000);
}

const writing = {
  Image: 'busybox',
  OpenStdin: true,
  StdinOnce: true,
  Cmd: ['sh', '-c', `read x; dd if=/dev/zero bs=1M count=${MEGABYTES} 2>/dev/null`],
  HostConfig: { NetworkMode: 'none', LogConfig: { Type: 'none', Config: {} } },
};

async function throughput(way: Way): Promise<number> {
  const container = await docker.createContainer(writing);
  await container.start();
  const speed = await stream(way, container.id);
  await container.remove({ force: true });
  return speed;
}

async function streams(): Promise<Metric> {
  let [own, engine] = [0, 0];
  for (let k = 0; k < 3; k += 1) {
    engine = Math.max(engine, await throughput(direct));
    own = Math.max(own, await throughput(gateway));
  }
  return { name: 'gateway-stream-share', value: Number((own / engine).toFixed(2)), unit: 'of direct' };
}

/** Containers in a second that are made, started and removed one after another. */
async function rate(engine: Docker): Promise<number> {
  const start = performance.now();
  for (let k = 0; k < CONTAINERS; k += 1) {
    const container = await engine.createContainer({
      Image: 'busybox',
      Cmd: ['sleep', '60'],
      HostConfig: { NetworkMode: 'none' },
    });
    await container.start();
    await container.remove({ force: true });
  }
  return CONTAINERS / ((performance.now() - start) / 1000);
}

async function containers(): Promise<Metric> {
  const own = [await rate(docker)];
  const engine = [await rate(room.engine)];
  own.push(await rate(docker));
  engine.push(await rate(room.engine));
  const [value, peerValue] = [Math.max(...own), Math.max(...engine)];
  return {
    name: 'containers-per-second',
    value: Number(value.toFixed(2)),
    unit: '/s',
    peer: 'the engine itself',
    peerValue: Number(peerValue.toFixed(2)),
    ratio: Number((value / peerValue).toFixed(2)),
  };
}

try {
  const container = await docker.createContainer({
    Image: 'busybox',
    Cmd: ['sleep', '600'],
    HostConfig: { NetworkMode: 'none' },
  });
  await container.start();
  const metrics = [...(await calls(`/containers/${container.id}/json`)), await streams(), await containers()];
  printMetrics('docker', 'The gateway to a Docker engine', metrics);
} finally {
  await room.close();
}
process.exit(0);
