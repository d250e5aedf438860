import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'clone-'));
  mkdirSync(join(clone, 'sandbox-server'));
  for (const path of ['package.json', 'package-lock.json', 'sandbox-server/bootstrap']) {
    cpSync(join(root, path), join(clone, path), { recursive: true });
  }
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function start(nodeFlags: string[], env: Record<string, string> = {}) {
  const args = [...nodeFlags, join(clone, 'sandbox-server/bootstrap/start.mjs')];
  const settings = { npm_config_cache: join(clone, 'npm-cache'), npm_config_fetch_retries: '0', ...env };
  return spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...settings } });
}

describe('npm start on a clean clone', () => {
  test('on a Node that is too old says which it needs', () => {
    const older =
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } })";
    const { status, stderr } = start(['--import', `data:text/javascript,${encodeURIComponent(older)}`]);
    expect(status).toBe(1);
    expect(stderr).toContain('This is Node 18.20.0; the course needs Node 20 or newer to start.');
    expect(stderr).toContain('https://nodejs.org');
  });

  test('without a network says so, and that it can simply be run again', () => {
    const { status, stdout, stderr } = start([], { npm_config_registry: 'http://127.0.0.1:9/' });
    expect(stdout).toContain('Installing the packages');
    expect(status).toBe(1);
    expect(stderr).toContain('the npm registry does not answer');
    expect(stderr).toContain('run the same command again');
  });
});
