import { describe, expect, test } from 'vitest';
import type { Service } from '../../../../sandbox-server/machines/network/service.ts';
import { asRoot, inShell, machineRoom, openGroup } from '../../../fakes/machine-room.ts';
import { group, outward, rule } from '../../../fakes/topology.ts';

const echo: Service = {
  kind: 'http',
  fetch: async (request, from) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/missing') return new Response('nothing\n', { status: 404, statusText: 'Not Found' });
    if (pathname === '/moved') return new Response(null, { status: 302, headers: { location: '/here' } });
    if (pathname === '/circle') return new Response(null, { status: 302, headers: { location: '/circle' } });
    if (pathname === '/never') return new Promise(() => undefined);
    const { method, headers } = request;
    return Response.json({
      method,
      pathname,
      from,
      type: headers.get('content-type'),
      x: headers.get('x-x'),
      body: await request.text(),
    });
  },
};

async function pair() {
  const room = machineRoom();
  const machine = await room.boot('app', '10.0.0.5');
  await room.boot('web', '10.0.0.6');
  room.network.listen('web', 80, echo);
  return { room, machine, curl: (args: string) => inShell(machine, `curl ${args}`) };
}

describe('curl', () => {
  test('asks another machine by address or name', async () => {
    const { curl } = await pair();
    expect(JSON.parse((await curl('-s 10.0.0.6/a')).text)).toEqual({
      method: 'GET',
      pathname: '/a',
      from: '10.0.0.5',
      type: null,
      x: null,
      body: '',
    });
    expect(JSON.parse((await curl('http://web/b')).text).pathname).toBe('/b');
  });

  test('sends what it is told to', async () => {
    const { curl } = await pair();
    const { text } = await curl(`-X PUT -H 'X-X: 1' -H 'Content-Type: application/json' -d '{"a":1}' web/c`);
    expect(JSON.parse(text)).toMatchObject({
      method: 'PUT',
      x: '1',
      type: 'application/json',
      body: '{"a":1}',
    });
    expect(JSON.parse((await curl('-d a=1 -d b=2 web')).text)).toMatchObject({
      method: 'POST',
      body: 'a=1&b=2',
    });
    const piped = await inShell((await pair()).machine, 'echo piped | curl -s -d @- http://10.0.0.6/');
    expect(JSON.parse(piped.text).body).toBe('piped\n');
  });

  test('writes into files, shows headers, and formats', async () => {
    const { machine, curl } = await pair();
    await curl('-s -o /tmp/out web/d && cat /tmp/out > /tmp/copy; cd /tmp; curl -s -O web/e');
    expect(machine.readText('/tmp/copy')).toContain('"/d"');
    expect(machine.readText('/tmp/e')).toContain('"/e"');
    expect((await curl('-s -i web/missing')).text).toMatch(
      /^HTTP\/1\.1 404 Not Found\r\n[\s\S]*\r\n\r\nnothing\n$/,
    );
    expect((await curl('-sI web/d')).text).toMatch(/^HTTP\/1\.1 200\r\n[\s\S]*\r\n\r\n$/);
    expect((await curl("-s -o /dev/null -w '%{http_code} %{size_download}' web/missing")).text).toBe('404 8');
    expect((await curl('-sv web/f')).text).toContain('> GET /f HTTP/1.1');
  });

  test('follows redirects only when it is told to', async () => {
    const { curl } = await pair();
    expect((await curl('-s web/moved')).text).toBe('');
    expect((await curl('-sL web/moved')).text).toContain('"/here"');
    expect((await curl('-L web/circle')).code).toBe(47);
  });

  test.each([
    ['http://nowhere.example/', 6, 'curl: (6) Could not resolve host: nowhere.example\n'],
    [
      'http://127.0.0.1:81/',
      7,
      "curl: (7) Failed to connect to 127.0.0.1 port 81 after 0 ms: Couldn't connect to server\n",
    ],
    ['-f http://10.0.0.6/missing', 22, 'curl: (22) The requested URL returned error: 404\n'],
    [
      '-m 2 http://10.0.0.6/never',
      28,
      'curl: (28) Operation timed out after 2000 milliseconds with 0 bytes received\n',
    ],
    ['http://10.0.0.6:22/', 1, 'curl: (1) Received HTTP/0.9 when not allowed\n'],
    ['ftp://10.0.0.6/', 1, 'curl: (1) Protocol "ftp" not supported\n'],
    ['--dance', 2, 'curl: option --dance: is unknown\n'],
  ])('%s: ends with %i, in its own words', async (args, code, text) => {
    expect(await (await pair()).curl(args)).toEqual({ text, code });
    if (code > 2) expect((await (await pair()).curl(`-s ${args}`)).text).toBe('');
  });

  test('waits in vain where a security group lets nothing in', async () => {
    const { room, curl } = await pair();
    room.rewire({ groups: [group('open', outward, rule({ id: 'ssh', first: 22, last: 22 }))] });
    const { text, code } = await curl('--connect-timeout 5 http://10.0.0.6/');
    expect({ text, code }).toEqual({
      text: 'curl: (28) Failed to connect to 10.0.0.6 port 80 after 5000 ms: Timeout was reached\n',
      code: 28,
    });
    room.rewire({ groups: [openGroup] });
    expect((await curl('-s -o /dev/null http://10.0.0.6/')).code).toBe(0);
  });

  test('reaches the internet only where a way leads out', async () => {
    const { room, curl } = await pair();
    expect(
      (await curl('-sLf http://opendev.org/openstack/faafo/raw/contrib/install.sh | head -n 1')).text,
    ).toBe('#!/usr/bin/env bash\n');
    room.rewire({ routers: [] });
    expect((await curl('-s http://opendev.org/')).code).toBe(6);
  });

  test('ends when it is interrupted', async () => {
    const { machine } = await pair();
    const interrupt = new AbortController();
    const quiet = { stdout: () => undefined, stderr: () => undefined, signal: interrupt.signal };
    const run = machine.shell().run('curl -s web/never', quiet);
    await machine.clock.wait(1000);
    interrupt.abort();
    expect((await run).code).toBe(130);
  });

  test('finds names that /etc/hosts has', async () => {
    const { machine } = await pair();
    const { code } = await asRoot(
      machine,
      'echo "10.0.0.6 shop.test" >> /etc/hosts; curl -s -o /dev/null http://shop.test/',
    );
    expect(code).toBe(0);
  });
});
