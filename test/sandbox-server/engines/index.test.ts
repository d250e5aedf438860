import { expect, test } from 'vitest';
import { engineByName } from '../../../sandbox-server/engines/index.ts';

const places = { library: '/library', data: '/data' };

test('process and auto are the process engine', () => {
  expect(engineByName('process', places).name).toBe('process');
  expect(engineByName('auto', places).name).toBe('process');
});

test.each(['docker', 'swarm'] as const)('%s is refused with what to do', (name) => {
  expect(() => engineByName(name, places)).toThrow(
    `The engine “${name}” is not part of this version: leave WORKBOOK_ENGINE away, or set it to “process”.`,
  );
});
