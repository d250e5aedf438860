import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Classroom, openClassroom } from './classroom.ts';
import { describeCommand } from './describe-engine.ts';

/** A context of these files, as an archive. */
function context(files: Record<string, string>, more: { name: string; linkname: string }[] = []): Readable {
  const archive = pack();
  for (const [name, text] of Object.entries(files)) archive.entry({ name }, text);
  for (const { name, linkname } of more) archive.entry({ name, type: 'symlink', linkname });
  archive.finalize();
  return Readable.from(archive);
}

describeCommand('images', () => {
  let room: Classroom;
  let folder: string;
  beforeAll(async () => {
    room = await openClassroom();
    folder = mkdtempSync(join(tmpdir(), 'images-'));
    await room.ada.command(['volume', 'create', 'x1']);
  });
  afterAll(async () => {
    expect(room.faults).toEqual([]);
    rmSync(folder, { recursive: true });
    await room.close();
  });
  const ada = (line: string, input?: string) => room.ada.command(line.split(' '), input);
  const bob = (line: string, input?: string) => room.bob.command(line.split(' '), input);
  const names = async (of: typeof ada) =>
    (await of('images --format {{.Repository}}:{{.Tag}}')).out.trim().split('\n').sort();

  /** Builds of an archive by the API, so that no client tidies it first; resolves to all that was said. */
  const build = async (
    files: Record<string, string>,
    query = '',
    more: { name: string; linkname: string }[] = [],
  ) => {
    const { socket, path } = room.ada.line();
    const chunks: Buffer[] = [];
    for await (const chunk of context(files, more)) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    socket.write(
      `POST ${path}/v1.41/build?${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-tar\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body);
    let said = '';
    for await (const chunk of socket) said += String(chunk);
    return said;
  };

  test('that are offered are seen by all, and others of the engine by nobody', async () => {
    expect(await names(ada)).toEqual(['busybox:latest']);
    expect((await ada('run --rm workbook-tests/private:1 true')).err).toMatch(/not offered|No such image/);
    expect((await ada('pull workbook-tests/private:1')).err).toContain('not offered');
    expect((await ada('pull registry.example:5000/busybox')).err).toContain('not offered');
    expect((await ada('rmi busybox')).err).toContain('is not yours');
    expect((await ada('search nginx')).err).toContain('not searched here');
    const { Id } = await room.engine.getImage('workbook-tests/private:1').inspect();
    for (const reference of [Id, Id.slice(7, 19)])
      expect((await room.ada.call('GET', `/images/${reference}/json`)).status).toBe(404);
  });

  test('are built from a Dockerfile, by stages, with arguments, and each learner sees their own', async () => {
    writeFileSync(
      join(folder, 'Dockerfile'),
      [
        'ARG BASE=busybox',
        'FROM $BASE AS first',
        'ARG WORD=none',
        '# a comment',
        'RUN echo $WORD \\',
        '   # in between',
        '   > /word',
        'FROM busybox',
        'COPY --from=first /word /word',
        'COPY file .dockerignore* /files/',
        'LABEL part=one',
        'CMD ["cat", "/word", "/files/file"]',
      ].join('\n'),
    );
    writeFileSync(join(folder, 'file'), 'content\n');
    const built = await room.ada.command([
      'build',
      '-t',
      'app:1',
      '-t',
      'registry.example:5000/app',
      '--build-arg',
      'WORD=given',
      folder,
    ]);
    expect(built, built.err + built.out).toMatchObject({ status: 0 });
    expect(built.out).toContain('FROM busybox');
    expect(built.out).not.toMatch(/l[0-9a-f]{12}/);
    expect((await ada('run --rm app:1')).out).toBe('given\ncontent\n');
    expect(await names(ada)).toEqual(['app:1', 'busybox:latest', 'registry.example:5000/app:latest']);
    expect(await names(bob)).toEqual(['busybox:latest']);
    expect((await bob('run --rm app:1')).err).toMatch(/not offered|No such image/);
    const found = await room.ada.docker.getImage('app:1').inspect();
    expect(found.Config.Labels).toEqual({ part: 'one' });
    expect((await room.bob.call('GET', `/images/${found.Id}/json`)).status).toBe(404);
    expect((await ada('run --rm app:1 ls -a /files')).out).not.toContain('.dockerfile.');
    expect((await ada('history app:1')).out).toContain('CMD');
  }, 90_000);

  test('take layers from the learner’s own builds again, and from nobody else’s', async () => {
    const file = { Dockerfile: 'FROM busybox\nRUN echo same > /same\n' };
    const first = await build(file, 't=cache');
    expect(first).toContain('Successfully built');
    expect(first).not.toContain('Using cache');
    expect(await build(file, 't=cache')).toContain('Using cache');
    const input = 'FROM busybox\nRUN echo same > /same\n';
    const other = await bob('build -t cache -', input);
    expect(other.out).toContain('Successfully');
    expect(other.out).not.toContain('Using cache');
  }, 90_000);

  test('are not built from, or with, what is another’s or the computer’s', async () => {
    await bob('tag busybox secret:1');
    const { Id } = await room.bob.docker.getImage('secret:1').inspect();
    const theirs =
      (await room.engine.getImage(Id).inspect()).RepoTags.find((name: string) => name.includes('secret')) ??
      '';
    expect(theirs).not.toBe('');
    const tries: [file: string, told: RegExp][] = [
      ['FROM secret:1', /No such image: secret:1/],
      [`FROM ${theirs}`, /No such image/],
      ['FROM workbook-tests/private:1', /No such image/],
      ['ARG A=workbook-tests/private:1\nFROM $A', /No such image/],
      ['FROM busybox\nCOPY --from=workbook-tests/private:1 /bin /x', /No such image/],
      ['FROM busybox\nCOPY --fr\\om=workbook-tests/private:1 /bin /x', /not offered/],
      ['FROM busybox\nCOPY --fr"om"=workbook-tests/private:1 /bin /x', /not offered/],
      [`FROM busybox\ncopy --chown=1 \\\n --from=${theirs} /bin /x`, /No such image/],
      ['FROM busybox\nADD http://169.254.169.254/ /x', /not offered/],
      ['FROM busybox\nADD h"ttp"://169.254.169.254/ /x', /not offered/],
      ['FROM busybox\nADD ["http://169.254.169.254/", "/x"]', /not offered/],
      ['FROM busybox\nARG U=http://169.254.169.254/\nADD $U /x', /not offered/],
      ['FROM busybox\nADD file \\ \\ \nRUN http://169.254.169.254/ /x', /parse error|not offered/],
      ['FROM busybox\nONBUILD ADD http://169.254.169.254/ /x', /not offered/],
      ['FROM busybox\nONBUILD COPY --from=workbook-tests/private:1 /bin /x', /not offered/],
      ['# escape=`\nFROM busybox\nADD file `\nhttp://169.254.169.254/ /x', /not offered/],
      ['FROM busybox\nRUN --mount=type=bind,from=x true\nWHAT x', /unknown instruction/],
      ['FROM busybox\u2028ADD http://x /x', /control characters|cannot be read|three arguments/],
      ['', /cannot be empty/],
    ];
    for (const [file, told] of tries)
      expect(await build({ Dockerfile: file, file: 'x' }, 't=bad'), file).toMatch(told);
    expect(
      await build({ evil: 'FROM workbook-tests/private:1' }, 't=bad', [
        { name: 'Dockerfile', linkname: 'evil' },
      ]),
    ).toContain('must be a file');
    expect(
      await build({ Dockerfile: 'FROM busybox', './Dockerfile': 'FROM workbook-tests/private:1' }, 't=bad'),
    ).toContain('No such image');
    for (const query of [
      'remote=http://169.254.169.254/x',
      'version=2',
      'networkmode=host',
      'networkmode=container:x',
      'cgroupparent=/',
      'extrahosts=["a:1.1.1.1"]',
      'outputs=[{}]',
      'memory=99999999999999',
    ])
      expect(await build({ Dockerfile: 'FROM busybox' }, query), query).toMatch(/^HTTP\/1\.1 40[03]/);
    expect(await names(ada)).not.toContain('bad:latest');
  }, 90_000);

  test('in a build reach no network beyond the learner’s, and no more than a share', async () => {
    const said = await build(
      {
        Dockerfile:
          'FROM busybox\nRUN ip -4 addr | grep -o "inet 10[.0-9]*"; timeout 2 ping -c1 1.1.1.1 && echo REA""CHED; cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; true',
      },
      't=net',
    );
    expect(said).toContain('inet 10.');
    expect(said).not.toContain('REACHED');
    expect(said).toContain(String(256 << 20));
  }, 60_000);

  test('are saved, loaded under the own name only, tagged, pruned and removed', async () => {
    await ada('tag busybox mine:1');
    const saved = join(folder, 'saved.tar');
    expect(await room.ada.command(['save', '-o', saved, 'mine:1'])).toMatchObject({ status: 0 });
    const loaded = await room.bob.command(['load', '-i', saved]);
    expect(loaded.out).toContain('Loaded image: mine:1');
    expect(await names(bob)).toContain('mine:1');
    expect((await ada('rmi mine:1')).out).toContain('Untagged: mine:1');
    expect(await names(ada)).not.toContain('mine:1');
    expect(await names(bob)).toContain('mine:1');
    expect((await bob('run --rm mine:1 echo still')).out).toBe('still\n');
    expect((await room.ada.command(['import', '-', 'bad'], 'this is no archive')).status).not.toBe(0);
    await ada('run --name box busybox touch /made');
    expect(
      await room.ada.command(['commit', '-c', 'CMD ["ls", "/made"]', 'box', 'committed:2']),
    ).toMatchObject({ status: 0 });
    expect((await ada('run --rm committed:2')).out).toBe('/made\n');
    await room.ada.command(['commit', 'box']);
    expect((await ada('images -f dangling=true -q')).out.trim().split('\n')).toHaveLength(1);
    expect((await ada('image prune -f')).out).toContain('deleted: sha256:');
    expect((await ada('images -f dangling=true -q')).out).toBe('');
    expect(
      (await room.ada.command(['commit', '-c', 'ONBUILD ADD http://x /x', 'box', 'evil'])).err,
    ).toContain('only CMD');
    await ada('rm box');
    expect((await ada('system df')).out).toContain('Images');
  }, 90_000);

  test('that somebody loads may not name themselves another’s, nor what is offered', async () => {
    const before = await room.engine.getImage('busybox:latest').inspect();
    const layer = pack();
    layer.entry({ name: 'evil' }, 'x');
    layer.finalize();
    const bytes: Buffer[] = [];
    for await (const chunk of Readable.from(layer)) bytes.push(Buffer.from(chunk));
    const hash = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
    const config = JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { Labels: { 'get-out-of-my-cloud.learner': 'x' } },
      rootfs: { type: 'layers', diff_ids: [`sha256:${hash(Buffer.concat(bytes))}`] },
    });
    const id = hash(config);
    const load = async (manifest: unknown): Promise<string> => {
      const archive = pack();
      archive.entry({ name: `${id}.json` }, config);
      archive.entry({ name: `${id}/layer.tar` }, Buffer.concat(bytes));
      archive.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
      archive.entry({ name: 'repositories' }, JSON.stringify({ busybox: { latest: id } }));
      archive.entry({ name: 'index.json' }, '{}');
      archive.finalize();
      return await room.ada.docker.loadImage(Readable.from(archive)).then(async (stream) => {
        let said = '';
        for await (const chunk of stream) said += String(chunk);
        return said;
      }, String);
    };
    const theirs = `l${'0'.repeat(12)}/r/app:1`;
    const said = await load([
      { Config: `${id}.json`, RepoTags: ['busybox:latest', theirs], Layers: [`${id}/layer.tar`] },
    ]);
    expect(said).toContain('Loaded image: busybox:latest');
    expect((await room.engine.getImage('busybox:latest').inspect()).Id).toBe(before.Id);
    await expect(room.engine.getImage(theirs).inspect()).rejects.toThrow('no such image');
    expect((await room.ada.docker.getImage('busybox').inspect()).Id).toBe(`sha256:${id}`);
    expect((await room.bob.docker.getImage('busybox').inspect()).Id).toBe(before.Id);
    await ada('rmi busybox');
    for (const bad of [
      [{ Config: '../../etc/passwd', Layers: [] }],
      [{ Config: `${id}.json`, Layers: ['../x'] }],
      { no: 'list' },
    ])
      expect(await load(bad)).toContain('cannot be read');
  });

  test('of whoever is removed go, whatever their names', async () => {
    const mine = async () =>
      (await room.engine.listImages())
        .flatMap(({ RepoTags }) => RepoTags ?? [])
        .filter((name) => name.includes('secret'));
    await bob('tag busybox secret:2');
    expect(await mine()).not.toEqual([]);
    await room.bob.removeAll();
    expect(await mine()).toEqual([]);
    expect(await names(ada)).toContain('app:1');
  });
});
