import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './run-program.mjs';
import { fail, saying } from './say.mjs';

const OLDEST_NODE = 20;

/** The project's own folder. */
export const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', '..');

/** The Node that the project brings, whichever Node started us. */
export const projectNode = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

const stamp = join(root, 'node_modules', '.installed-lock');

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  return existsSync(projectNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

function explainFailure(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(output)) {
    fail(
      'The packages could not be fetched: the npm registry does not answer.',
      'Check the connection (or the proxy in your npm settings) and run the same command again; it goes on where it stopped.',
    );
  }
  if (/ENOSPC/.test(output)) {
    fail(
      'The disk is full: the packages need about 1.2 GB.',
      'Free some space and run the same command again.',
    );
  }
  if (/EACCES|EROFS|EPERM/.test(output)) {
    fail(
      `The folder ${root} cannot be written.`,
      'Clone the project into a folder of your own and try there.',
    );
  }
  fail(
    `npm could not install the packages:\n${output.slice(-2000)}`,
    'Run "npm ci" by hand to see the whole of it.',
  );
}

function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js')
    ? runProgram(process.execPath, [cli, ...args], options)
    : runProgram('npm', args, { ...options, shell: process.platform === 'win32' });
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= OLDEST_NODE) return;
  fail(
    `This is Node ${process.versions.node}; the course needs Node ${OLDEST_NODE} or newer to start.`,
    'Install a current Node from https://nodejs.org and run the same command again.',
  );
}

/** Installs the packages of the lock file unless they are there already. */
export async function installMissing() {
  refuseOldNode();
  if (isInstalled()) return;
  // Not `npm ci`: it refuses a lock file that was made where some other platform's binaries were not to be had.
  const install = () =>
    npm(['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'], { cwd: root });
  const { status, output } = await saying(
    'Installing the packages (about 1 GB, the first time only)',
    install,
  ).catch((error) => explainFailure(String(error)));
  if (status !== 0) explainFailure(output);
  if (!existsSync(projectNode)) {
    fail(
      'The packages are installed, but not the Node that the project brings.',
      'Your npm may be set to skip install scripts: run "npm config set ignore-scripts false" and try again.',
    );
  }
  writeFileSync(stamp, lockHash());
}
