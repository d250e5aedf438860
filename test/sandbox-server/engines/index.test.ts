import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { chooseEngine } from '../../../sandbox-server/engines/index.ts';
import { library } from '../kernel/real-kernel.ts';
import { describeDocker } from './docker-for-tests.ts';

const places = { library, data: '/data', say: () => undefined };

afterEach(() => vi.unstubAllEnvs());

test('process is the process engine', async () => {
  expect((await chooseEngine('process', places)).name).toBe('process');
});

test('auto is the process engine where no Docker engine answers', async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///no/such/docker.sock');
  expect((await chooseEngine('auto', places)).name).toBe('process');
});

describeDocker('where a Docker engine answers', () => {
  test('auto is the Docker engine', async () => {
    const data = mkdtempSync(join(tmpdir(), 'engines-'));
    onTestFinished(() => rmSync(data, { recursive: true }));
    expect((await chooseEngine('auto', { ...places, data })).name).toBe('docker');
  });
});

test('docker where nothing answers is refused with what to do', async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///no/such/docker.sock');
  await expect(chooseEngine('docker', places)).rejects.toThrow(
    'No Docker engine answers at /no/such/docker.sock: start Docker, set DOCKER_HOST to an engine that runs, or set WORKBOOK_ENGINE to “process” to run cells without Docker.',
  );
});

test('swarm is refused with what to do', async () => {
  await expect(chooseEngine('swarm', places)).rejects.toThrow(
    'The engine “swarm” is not part of this version: leave WORKBOOK_ENGINE away, or set it to “process” or “docker”.',
  );
});
