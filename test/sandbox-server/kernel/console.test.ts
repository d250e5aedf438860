import { expect, test } from 'vitest';
import { readConsoleCall } from '../../../sandbox-server/kernel/console.ts';
import type { RemoteObject } from '../../../sandbox-server/kernel/messages.ts';

const string = (value: string): RemoteObject => ({ type: 'string', value });
const number = (value: number): RemoteObject => ({ type: 'number', value, description: String(value) });
const object: RemoteObject = { type: 'object', description: 'Object', objectId: '1' };

test('primitives are text on the stream that the method writes to', () => {
  expect(readConsoleCall({ type: 'log', args: [string('a'), number(1)] })).toEqual({
    kind: 'text',
    stream: 'stdout',
    text: 'a 1\n',
  });
  expect(readConsoleCall({ type: 'warning', args: [string('a')] })).toMatchObject({ stream: 'stderr' });
  expect(readConsoleCall({ type: 'assert', args: [string('a')] })).toMatchObject({
    text: 'Assertion failed: a\n',
  });
});

test('an object among the arguments makes it values', () => {
  expect(readConsoleCall({ type: 'log', args: [string('a'), object] })).toEqual({
    kind: 'display',
    display: {
      kind: 'values',
      stream: 'stdout',
      values: [
        { type: 'string', text: 'a' },
        { type: 'object', text: 'Object', handle: '1' },
      ],
    },
  });
});

test('placeholders take the arguments that follow', () => {
  const args = [string('%s has %d of %f%% %c%s'), string('it'), number(2.7), number(1.5), string('css')];
  expect(readConsoleCall({ type: 'log', args })).toMatchObject({ text: 'it has 2 of 1.5% %s\n' });
});

test('marks of the inspector print nothing', () => {
  expect(readConsoleCall({ type: 'endGroup', args: [string('console.groupEnd')] })).toBeUndefined();
});
