import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { bundleOf, catalog } from '../../../sandbox-server/packages/catalog.mjs';
import { library, RealKernel } from '../kernel/real-kernel.ts';

let shared: RealKernel;
beforeAll(async () => {
  shared = await RealKernel.start();
});
afterAll(async () => {
  await shared.kernel.stop();
});

test('the import map leads to the bundle of every package of the catalog', () => {
  const { imports }: { imports: Record<string, string> } = JSON.parse(
    readFileSync(`${library}/import-map.json`, 'utf8'),
  );
  const mapped = Object.entries(imports).filter(([, path]) => path.startsWith('../packages/'));
  expect(mapped).toEqual(catalog.map((name) => [name, `../packages/dist/${bundleOf(name)}.js`]));
});

describe('a package of npm in a cell', () => {
  test('zod reads a value, and says what is wrong with another', async () => {
    const code = `import { z } from 'zod';
      const server = z.object({ name: z.string(), vcpus: z.number().int() });
      [server.parse({ name: 'app', vcpus: 2 }).vcpus, server.safeParse({ name: 1 }).error.issues.length]`;
    expect(await shared.output(code)).toBe('[2, 2]');
  });

  test('Plot draws without being told of a page', async () => {
    const code = `import * as Plot from '@observablehq/plot';
      const chart = Plot.barY([{ day: 'a', runs: 3 }, { day: 'b', runs: 5 }], { x: 'day', y: 'runs' }).plot();
      [chart.localName, chart.querySelectorAll('[aria-label="bar"] rect').length]`;
    expect(await shared.output(code)).toBe('["svg", 2]');
  });

  test('arquero groups a table', async () => {
    const code = `import { op, table } from 'arquero';
      table({ zone: ['a', 'b', 'b'], ram: [1, 2, 3] }).groupby('zone').rollup({ sum: op.sum('ram') }).array('sum')`;
    expect(await shared.output(code)).toBe('[1, 5]');
  });

  test('d3 computes, and linkedom reads a page', async () => {
    const code = `import { mean } from 'd3';
      import { parseHTML } from 'linkedom';
      [mean([1, 2, 6]), parseHTML('<p>hi').document.querySelector('p').textContent]`;
    expect(await shared.output(code)).toBe('[3, "hi"]');
  });

  test('one that is not in the catalog is refused with the list of those that are', async () => {
    for (const code of ["import _ from 'lodash';", "await import('lodash')", "import _ from 'npm:lodash';"]) {
      const { error } = await shared.run(code);
      for (const name of ['openstack', ...catalog, 'node:path'])
        expect(error?.message).toContain(`“${name}”`);
      expect(error?.position?.line).toBe(1);
    }
  });
});

describe('a module of Node in a cell', () => {
  test.each([
    ["import assert from 'node:assert'; assert.equal(1, 1); 1", '1'],
    ["import { Buffer } from 'node:buffer'; Buffer.from('hi').toString('hex')", '"6869"'],
    [
      "import { createHash } from 'node:crypto'; createHash('md5').update('').digest('hex').slice(0, 4)",
      '"d41d"',
    ],
    ["import { EventEmitter, once } from 'node:events'; new EventEmitter().listenerCount('x')", '0'],
    ["import { posix } from 'node:path'; posix.join('a', '..', 'b')", '"b"'],
    ["import { Readable } from 'node:stream'; await Readable.from([1, 2]).toArray()", '[1, 2]'],
    ["import { text } from 'node:stream/consumers'; await text(new Blob(['hi']).stream())", '"hi"'],
    ["import { setTimeout as wait } from 'node:timers/promises'; await wait(1, 'later')", '"later"'],
    ["import { domainToASCII } from 'node:url'; domainToASCII('español.com')", '"xn--espaol-zwa.com"'],
    ["import { inspect } from 'node:util'; inspect({ a: 1 })", '"{ a: 1 }"'],
    ["import { gunzipSync, gzipSync } from 'node:zlib'; gunzipSync(gzipSync('hi')).toString()", '"hi"'],
    ["import { parse } from 'node:querystring'; parse('a=1').a", '"1"'],
    ["import { performance } from 'node:perf_hooks'; typeof performance.now()", '"number"'],
  ])('%s', async (code, output) => {
    expect(await shared.output(code)).toBe(output);
  });

  test.each([
    ["import { readFileSync } from 'node:fs'; readFileSync('/etc/passwd');", 'no access to the files'],
    [
      "import { spawnSync } from 'node:child_process'; spawnSync('/bin/ls', [], { env: {} });",
      'cannot start',
    ],
    ["import { hostname } from 'node:os'; hostname();", 'may not use this of the computer'],
    [
      "import { connect } from 'node:net'; const end = Promise.withResolvers(); connect(22, '127.0.0.1').on('error', end.reject); await end.promise",
      'can reach the course',
    ],
  ])('%s says why it may not', async (code, words) => {
    const { outcome, error } = await shared.run(code);
    expect(outcome).toBe('error');
    expect(error?.message).toContain(words);
  });
});

/** The part of the Engine API that starts a command and takes over its line; it says back what it is told. */
async function echoEngine(): Promise<number> {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    if (request.url === '/_ping') response.end('OK');
    else if (request.url?.endsWith('/containers/c1/exec')) response.writeHead(201).end('{"Id":"e1"}');
    else response.writeHead(404).end('{"message":"No such thing"}');
  });
  server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => socket.end(`said ${chunk}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('dockerode in a cell', () => {
  test('speaks to the engine of DOCKER_HOST, hijacked streams included', async () => {
    const host = `127.0.0.1:${await echoEngine()}`;
    const kernel = await RealKernel.forTest({}, { DOCKER_HOST: `tcp://${host}` }, undefined, [host]);
    const code = `import Docker from 'dockerode';
      const docker = new Docker();
      const ping = await docker.ping();
      const exec = await docker.getContainer('c1').exec({ Cmd: ['cat'], AttachStdin: true, AttachStdout: true });
      const stream = await exec.start({ hijack: true, stdin: true });
      stream.write('hello');
      const chunks = await stream.toArray();
      [String(ping), chunks.join('')]`;
    expect(await kernel.output(code)).toBe('["OK", "said hello"]');
  });

  test('loads without an engine, and its first call says that there is none', async () => {
    const { error } = await shared.run("import Docker from 'dockerode'; await new Docker().ping();");
    expect(error?.message).toBe('There is no Docker engine for cells here: DOCKER_HOST names none.');
  });

  test('an engine behind SSH is refused in words', async () => {
    const { error } = await shared.run("await new Docker({ protocol: 'ssh', host: 'x' }).ping();");
    expect(error?.message).toContain('speaks HTTP only');
  });
});
