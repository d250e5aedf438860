import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether the stock command is on this machine. */
export const hasDocker = spawnSync('docker', ['--version']).status === 0;

/** What a command printed, and its exit code. */
export interface CommandEnd {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

const configuration = mkdtempSync(join(tmpdir(), 'docker-config-'));
/** Longer than any call takes; a command that hangs is killed by it, and its test fails. */
const LONGEST = 40_000;

/** Runs the stock `docker` command against an engine. */
export function docker(host: string, args: readonly string[], input = ''): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', args, {
      env: { PATH: process.env.PATH, DOCKER_HOST: host, DOCKER_CONFIG: configuration, DOCKER_BUILDKIT: '0' },
      timeout: LONGEST,
      killSignal: 'SIGKILL',
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ out, err, code: code ?? -1 }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
