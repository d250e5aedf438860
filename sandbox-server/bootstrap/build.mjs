import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root } from './install.mjs';
import { fail, say } from './say.mjs';

const INPUTS = [
  'src',
  'content',
  'astro.config.mjs',
  'package-lock.json',
  'tsconfig.json',
  'sandbox-server/library',
  'sandbox-server/protocol',
  'sandbox-server/faafo/julia',
];

const stamp = join(root, 'dist', '.built-from');

function* filesUnder(path) {
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesUnder(child);
    else if (!entry.name.endsWith('.wasm')) yield child;
  }
}

function sourceHash() {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    const path = join(root, input);
    const files = /\.\w+$/.test(input) ? [path] : [...filesUnder(path)];
    for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function step(name, args) {
  const started = performance.now();
  say(`${name} …`);
  const done = spawnSync(projectNode, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (done.status !== 0) {
    fail(
      `${name} failed:\n${done.stdout ?? ''}${done.stderr ?? done.error ?? ''}`,
      'Mend what it names and try again.',
    );
  }
  say(`${name}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Builds the book and the renderer unless what is in dist/ was made from these very sources. */
export function buildStale() {
  const hash = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(stamp, { force: true });
  step('Building the book', ['node_modules/astro/bin/astro.mjs', 'build']);
  step('Building the Julia renderer', ['sandbox-server/faafo/julia/build.mjs']);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, hash);
}
