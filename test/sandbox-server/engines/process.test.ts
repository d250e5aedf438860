import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { denoArguments } from '../../../sandbox-server/engines/deno.ts';
import { processEngine } from '../../../sandbox-server/engines/process.ts';
import { library, temporaryFolder } from '../kernel/real-kernel.ts';
import { engineContract } from './engine-contract.ts';

const folder = temporaryFolder();
afterAll(folder.end);

engineContract('process', () => processEngine({ library, data: folder.path }));

test('it grants what was ordered and nothing else', () => {
  const order = { memory: 200, environment: {}, reach: ['127.0.0.1:4321', '127.0.0.1:1'] };
  const granted = denoArguments(order, { library: '/library', readable: ['/faafo'] }, '127.0.0.1:0').filter(
    (each) => each.startsWith('--allow'),
  );
  expect(granted).toEqual([
    '--allow-net=127.0.0.1:4321,127.0.0.1:1',
    expect.stringMatching(/^--allow-env=OS_\*,WORKBOOK_\*(,DOCKER_[A-Z_]+)+$/),
    '--allow-read=/library,/faafo',
  ]);
});

test('a program that is no kernel is told of, with what it said', async () => {
  const engine = processEngine({ library, data: folder.path, deno: '/bin/false' });
  const order = { memory: 200, environment: {}, reach: ['127.0.0.1:1'] };
  await expect(engine.launch(order)).rejects.toThrow('The kernel ended itself with exit code 1.');
  const absent = processEngine({ library, data: folder.path, deno: '/no/such/program' });
  await expect(absent.launch(order)).rejects.toThrow('/no/such/program');
});

test('the import map names what cells may import', () => {
  const map: { imports: object } = JSON.parse(readFileSync(`${library}/import-map.json`, 'utf8'));
  expect(Object.keys(map.imports)).toEqual(expect.arrayContaining(['workbook', 'openstack', 'faafo']));
});
