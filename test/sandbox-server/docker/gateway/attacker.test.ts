import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Classroom, openClassroom } from './classroom.ts';
import { describeEngine } from './describe-engine.ts';

/** A request as bytes: nothing of it is put right by a client. */
const request = (method: string, path: string, headers: readonly string[] = [], body = ''): string =>
  [`${method} {path}${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...headers, '', body].join(
    '\r\n',
  );

const json = 'Content-Type: application/json';

describeEngine('whoever speaks HTTP by hand', () => {
  let room: Classroom;
  beforeAll(async () => {
    room = await openClassroom();
  });
  afterAll(async () => {
    expect(room.faults).toEqual([]);
    await room.close();
  });
  const raw = (bytes: string) => room.ada.raw(bytes);

  test.each([
    ['an encoded slash', '/v1.41/containers/x%2Fjson', 400],
    ['an encoded dot', '/v1.41/containers/%2e%2e/json', 400],
    ['a path upwards', '/v1.41/containers/../images/json', 400],
    ['two slashes', '//v1.41/info', 400],
    ['a slash at the end', '/v1.41/info/', 400],
    ['encoded twice', '/v1.41/containers/%252e%252e/json', 400],
    ['a null', '/v1.41/containers/a%00b/json', 400],
    ['a broken code', '/v1.41/containers/%zz/json', 400],
    ['a semicolon', '/v1.41/containers/a;b/json', 400],
    ['a back slash', '/v1.41/containers/..%5c..%5cinfo', 400],
    ['a line in the path', '/v1.41/containers/a%0d%0aHost:%20x/json', 400],
    ['a version that is too new', '/v1.99/info', 400],
    ['a version that is too old', '/v1.12/info', 400],
    ['two versions', '/v1.41/v1.41/info', 404],
    ['capitals', '/v1.41/INFO', 404],
    ['what the engine has and is not offered', '/v1.41/swarm', 403],
    ['plug-ins', '/v1.41/plugins', 403],
    ['secrets', '/v1.41/secrets', 403],
    ['BuildKit', '/v1.41/session', 403],
    ['nothing', '', 404],
  ])('%s is no way around', async (_what, path, status) => {
    const answer = await raw(request('GET', path));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain('{"message":');
  });

  test('says of versions what Docker says', async () => {
    expect(await raw(request('GET', '/v1.99/info'))).toContain(
      'client version 1.99 is too new. Maximum supported API version is 1.41',
    );
    expect(await raw(request('GET', '/v1.23/info'))).toContain(
      'client version 1.23 is too old. Minimum supported API version is 1.24',
    );
    const ping = await raw(request('GET', '/_ping'));
    expect(ping).toMatch(/Api-Version: 1\.41\r\n/);
    expect(ping).toMatch(/Builder-Version: 1\r\n/);
    expect(ping.endsWith('OK') || ping.includes('\r\nOK')).toBe(true);
    for (const version of ['/v1.24', '/v1.30', '/v1.41', ''])
      expect(await raw(request('GET', `${version}/containers/json`))).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each([
    ['by its length', (body: string) => [json, `Content-Length: ${body.length}`]],
    ['by a length that is only said', () => [json, 'Content-Length: 99999999999']],
  ])('a body beyond the limit is refused %s, and not passed on', async (_how, headers) => {
    const body = JSON.stringify({
      Image: 'busybox',
      Cmd: ['true'],
      Env: ['x'.repeat(1 << 20)],
      HostConfig: { Privileged: true },
    });
    const answer = await raw(request('POST', '/v1.41/containers/create?name=long', headers(body), body));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(await room.ada.docker.listContainers({ all: true })).toEqual([]);
  });

  test('a body in pieces is bounded too, and read as a whole', async () => {
    const pieces = (text: string, size: number): string => {
      const found = [...text.matchAll(new RegExp(`[^]{1,${size}}`, 'g'))].map(
        ([piece]) => `${piece.length.toString(16)}\r\n${piece}\r\n`,
      );
      return `${found.join('')}0\r\n\r\n`;
    };
    const long = JSON.stringify({ Image: 'busybox', Env: ['x'.repeat(1 << 20)] });
    const chunked = [json, 'Transfer-Encoding: chunked'];
    expect(await raw(request('POST', '/v1.41/containers/create', chunked, pieces(long, 65_536)))).toMatch(
      /^HTTP\/1\.1 413 /,
    );
    const bad = JSON.stringify({ Image: 'busybox', HostConfig: { Privileged: true } });
    expect(await raw(request('POST', '/v1.41/containers/create', chunked, pieces(bad, 3)))).toMatch(
      /^HTTP\/1\.1 403 /,
    );
  });

  test.each([
    ['two lengths', [json, 'Content-Length: 2', 'Content-Length: 40']],
    ['a length and pieces', [json, 'Content-Length: 2', 'Transfer-Encoding: chunked']],
    ['a length that is none', [json, 'Content-Length: -1']],
    ['a coding nobody knows', [json, 'Transfer-Encoding: chunked, identity']],
    ['a folded header', [json, 'X-A: b\r\n c: d', 'Content-Length : 2']],
  ])('%s leave no second request for the engine', async (_what, headers) => {
    const hidden = `{}POST ${'{path}'}/v1.41/containers/create?name=hidden HTTP/1.1\r\nHost: x\r\n\r\n`;
    const answer = await raw(request('POST', '/v1.41/containers/prune', headers, hidden));
    expect(answer.match(/HTTP\/1\.1/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(await room.ada.docker.listContainers({ all: true })).toEqual([]);
  });

  test.each([
    ['no JSON', 'x'],
    ['a list', '[]'],
    ['a number', '1'],
    ['what is not UTF-8', '{"Image":"\u00ff"}'],
    ['deep nesting', `${'['.repeat(50_000)}`],
    ['a prototype', '{"__proto__":{"Privileged":true},"Image":"busybox","constructor":{"x":1}}'],
  ])('a body that is %s is refused', async (_what, body) => {
    const bytes = request(
      'POST',
      '/v1.41/containers/create',
      [json, `Content-Length: ${Buffer.byteLength(body)}`],
      body,
    );
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 40[03] /);
  });

  test('an upgrade opens nothing that is not hijacked, and no container of another one', async () => {
    const upgrade = ['Connection: Upgrade', 'Upgrade: tcp', 'Content-Length: 0'];
    const ask = (method: string, path: string) =>
      raw([`${method} {path}${path} HTTP/1.1`, 'Host: 127.0.0.1', ...upgrade, '', ''].join('\r\n'));
    const foreign = await room.bob.docker.createContainer({
      Image: 'busybox',
      Cmd: ['cat'],
      OpenStdin: true,
    });
    await foreign.start();
    expect(await ask('POST', `/v1.41/containers/${foreign.id}/attach?stream=1&stdin=1`)).toMatch(
      /^HTTP\/1\.1 404 .*No such container/s,
    );
    expect(await ask('GET', '/v1.41/info')).toMatch(/^HTTP\/1\.1 200 .*docker-host/s);
    expect(await ask('POST', '/v1.41/session')).toMatch(/^HTTP\/1\.1 403 /);
    expect(await ask('GET', `/v1.41/containers/${foreign.id}/attach/ws`)).toMatch(/^HTTP\/1\.1 403 /);
    await foreign.remove({ force: true });
  });

  test('the older way of taking a line over works as the upgrade does, half-closed at either end', async () => {
    const made = await room.ada.docker.createContainer({
      Image: 'busybox',
      Cmd: ['sh', '-c', 'cat; echo bye'],
      OpenStdin: true,
      StdinOnce: true,
      Tty: false,
    });
    await made.start();
    const { socket, path } = room.ada.line();
    socket.write(
      `POST ${path}/v1.41/containers/${made.id}/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n`,
    );
    const [head]: Buffer[] = await once(socket, 'data');
    expect(String(head)).toBe('HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n');
    let said = '';
    socket.on('data', (chunk: Buffer) => {
      said += String(chunk);
    });
    socket.write('POST /x HTTP/1.1\r\n\r\n');
    socket.end('last\n');
    await once(socket, 'end');
    expect(said).toContain('POST /x HTTP/1.1\r\n\r\n');
    expect(said).toContain('last\n');
    expect(said).toContain('bye\n');
    await made.remove({ force: true });
  });

  test('whoever hangs up ends what the engine did for them', async () => {
    const made = await room.ada.docker.createContainer({
      Image: 'busybox',
      Cmd: ['cat'],
      OpenStdin: true,
      StdinOnce: true,
    });
    await made.start();
    const { socket, path } = room.ada.line();
    socket.write(
      `POST ${path}/v1.41/containers/${made.id}/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n`,
    );
    await once(socket, 'data');
    socket.destroy();
    // Its input has ended with the line, and so does it.
    expect(await made.wait()).toMatchObject({ StatusCode: 0 });
    await made.remove();
  });
});
