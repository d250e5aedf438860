import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileDisks } from '../../sandbox-server/disks.ts';
import type { Disks } from '../../sandbox-server/machines/disk/disk.ts';
import { asRoot, machineRoom } from '../fakes/machine-room.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (written: string): Uint8Array => new TextEncoder().encode(written);
const entry = {
  id: 1,
  parent: 0,
  name: 'a',
  kind: 'file',
  mode: 0o644,
  changed: 5,
  target: '',
  content: 1,
} as const;

let folder: string;
let disks: FileDisks;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disks-'));
  disks = new FileDisks(folder);
});
afterEach(() => {
  disks.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As after a restart of the server. */
const reopen = (): FileDisks => {
  disks.close();
  disks = new FileDisks(folder);
  return disks;
};

describe('the disks of the machines', () => {
  test('are what the machines ask for', () => {
    const asked: Disks = disks;
    expect(asked.ids()).toEqual([]);
  });

  test('keep names, bytes and notes over a restart', () => {
    const disk = disks.open('m1');
    disk.put(entry);
    disk.write(1, bytes('hello'));
    disk.append(1, bytes(' world'));
    disk.setNote('card', '{}');
    const again = reopen().open('m1');
    expect([...again.entries()]).toEqual([entry]);
    expect(text(again.read(1))).toBe('hello world');
    expect([...again.sizes()]).toEqual([{ content: 1, size: 11 }]);
    expect(again.note('card')).toBe('{}');
    expect(again.note('other')).toBeUndefined();
    expect(disks.ids()).toEqual(['m1']);
  });

  test('replace what is written and forget what is freed', () => {
    const disk = disks.open('m1');
    disk.write(1, bytes('long text'));
    disk.write(1, bytes('x'));
    disk.append(1, bytes('y'));
    expect(text(disk.read(1))).toBe('xy');
    disk.free(1);
    expect(disk.read(1)).toHaveLength(0);
    disk.put(entry);
    disk.remove(entry.id);
    expect([...disk.entries()]).toEqual([]);
  });

  test('keep the newest part of what is appended without end', () => {
    const disk = disks.open('m1');
    for (let line = 0; line < 1000; line += 1) disk.append(-1, bytes(`line ${line}\n`), 500);
    const kept = text(disk.read(-1));
    expect(kept.length).toBeLessThanOrEqual(500);
    expect(kept.length).toBeGreaterThan(300);
    expect(kept).toMatch(/\nline 998\nline 999\n$/);
  });

  test('do many changes as one, or none', () => {
    const disk = disks.open('m1');
    const fail = (): void => {
      disk.put(entry);
      throw new Error('in between');
    };
    expect(() => disk.together(fail)).toThrow('in between');
    expect([...disk.entries()]).toEqual([]);
  });

  test('hold databases, which no other machine sees', async () => {
    await disks.sql('m1', '/tmp/sqlite.db').exec('CREATE TABLE t (n)');
    await disks.sql('m1', '/tmp/sqlite.db').run('INSERT INTO t VALUES (?)', [7]);
    await expect(disks.sql('m2', '/tmp/sqlite.db').all('SELECT * FROM t')).rejects.toThrow('no such table');
    expect(await reopen().sql('m1', '/tmp/sqlite.db').all('SELECT n FROM t')).toEqual([{ n: 7 }]);
  });

  test('end a database that grows without end', async () => {
    const sql = disks.sql('m1', '/tmp/sqlite.db');
    expect(await sql.all('PRAGMA max_page_count')).toEqual([{ max_page_count: 65_536 }]);
  });

  test('are gone when they are destroyed, and take no more writes', () => {
    const disk = disks.open('m1');
    disks.sql('m1', '/tmp/sqlite.db');
    disks.destroy('m1');
    expect(readdirSync(folder)).toEqual([]);
    disk.put(entry);
    disk.append(1, bytes('late'));
    disk.setNote('late', '');
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(['../m1', 'a/b', '', '.'])('have no machine %j', (id) => {
    expect(() => disks.open(id)).toThrow();
    expect(() => disks.destroy(id)).toThrow();
  });

  test('carry a whole machine', async () => {
    const room = machineRoom({ disks });
    const machine = await room.boot('app', '10.0.0.5', { userData: '#!/bin/sh\necho once >> /root/runs\n' });
    await asRoot(
      machine,
      'mkdir -p /srv/a; echo text > /srv/a/b; mv /srv/a /srv/c; ln -s c/b /srv/link; apt-get install -y supervisor',
    );
    await room.hypervisor.close();
    const after = machineRoom({ disks: reopen() });
    after.plugIn('app', '10.0.0.5');
    await after.hypervisor.resume();
    const { text: shown } = await asRoot(
      after.machine('app'),
      'cat /srv/link /root/runs; ls /srv; which supervisorctl',
    );
    expect(shown).toBe('text\nonce\nc\nlink\n/usr/bin/supervisorctl\n');
    await after.hypervisor.close();
  });
});
