import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root } from './install.mjs';
import { runProgram } from './run-program.mjs';
import { fail, saying } from './say.mjs';

const INPUTS = [
  'src',
  'content',
  'astro.config.mjs',
  'package-lock.json',
  'tsconfig.json',
  'sandbox-server/library',
  'sandbox-server/outside',
  'sandbox-server/protocol',
  'sandbox-server/faafo/julia',
  'sandbox-server/packages',
];

const stamp = join(root, 'dist', '.built-from');

function* filesUnder(path) {
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const child = join(path, entry.name);
    if (entry.isDirectory() && entry.name !== 'dist') yield* filesUnder(child);
    else if (entry.isFile()) yield child;
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

async function step(name, args) {
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' };
  const { status, output } = await saying(name, () => runProgram(projectNode, args, { cwd: root, env }));
  if (status !== 0) fail(`${name} failed:\n${output}`, 'Mend what it names and try again.');
}

/** Builds the book, the renderer and the packages unless what is in dist/ was made from these very sources. */
export async function buildStale() {
  const hash = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(stamp, { force: true });
  await step('Building the Julia renderer', ['sandbox-server/faafo/julia/build.mjs']);
  await step('Building the book', ['node_modules/astro/bin/astro.mjs', 'build']);
  await step('Bundling the packages for cells', ['sandbox-server/packages/build.mjs']);
  await step('Bundling cells for other pages', ['src/embed/build.mjs']);
  await step('Bundling the library for programs elsewhere', ['sandbox-server/outside/build.mjs']);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, hash);
}
