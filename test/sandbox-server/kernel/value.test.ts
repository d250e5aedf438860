import { describe, expect, test } from 'vitest';
import type { RemoteObject } from '../../../sandbox-server/kernel/messages.ts';
import { printed, toValue, valueText } from '../../../sandbox-server/kernel/value.ts';

describe('a value in one line', () => {
  const plain: [string, RemoteObject, string][] = [
    ['a string stands in quotes', { type: 'string', value: 'a\n"b"' }, '"a\\n\\"b\\""'],
    ['a number', { type: 'number', value: 5, description: '5' }, '5'],
    ['minus zero', { type: 'number', unserializableValue: '-0' }, '-0'],
    ['a bigint', { type: 'bigint', unserializableValue: '12n' }, '12n'],
    ['undefined', { type: 'undefined' }, 'undefined'],
    ['null', { type: 'object', subtype: 'null', value: null }, 'null'],
    [
      'a function by its head',
      { type: 'function', description: 'async function f(a) {\n  return a;\n}' },
      'async function f(a) {…}',
    ],
    ['a symbol', { type: 'symbol', description: 'Symbol(a)', objectId: '1' }, 'Symbol(a)'],
  ];
  test.each(plain)('%s', (_, remote, text) => {
    expect(valueText(remote)).toBe(text);
  });

  test('an object shows its properties, and says when there are more', () => {
    const remote: RemoteObject = {
      type: 'object',
      className: 'Server',
      description: 'Server',
      objectId: '-1.2.3',
      preview: {
        type: 'object',
        description: 'Server',
        overflow: true,
        properties: [
          { name: 'name', type: 'string', value: 'app' },
          { name: 'ports', type: 'object', subtype: 'array', value: 'Array(2)' },
          { name: 'image', type: 'object', value: 'Object' },
          { name: 'start', type: 'function', value: '' },
          { name: 'fault', type: 'object', subtype: 'error', value: 'Error: x\n    at cell:a' },
        ],
      },
    };
    expect(toValue(remote)).toEqual({
      type: 'object',
      text: 'Server { name: "app", ports: Array(2), image: {…}, start: ƒ, fault: Error: x, … }',
      handle: '-1.2.3',
      more: true,
      properties: [
        { name: 'name', text: '"app"', type: 'string' },
        { name: 'ports', text: 'Array(2)', type: 'array' },
        { name: 'image', text: '{…}', type: 'object' },
        { name: 'start', text: 'ƒ', type: 'function' },
        { name: 'fault', text: 'Error: x', type: 'error' },
      ],
    });
  });

  test('a map shows its entries, an array its items', () => {
    const number = (description: string) => ({
      type: 'number',
      description,
      overflow: false,
      properties: [],
    });
    const map = {
      type: 'object',
      subtype: 'map',
      description: 'Map(1)',
      overflow: false,
      properties: [],
      entries: [{ key: { ...number('a'), type: 'string' }, value: number('2') }],
    };
    expect(valueText({ type: 'object', preview: map })).toBe('Map(1) { "a" → 2 }');
    const array = {
      type: 'object',
      subtype: 'array',
      description: 'Array(2)',
      overflow: false,
      properties: [
        { name: '0', type: 'number', value: '1' },
        { name: '1', type: 'string', value: 'x' },
      ],
    };
    expect(valueText({ type: 'object', preview: array })).toBe('[1, "x"]');
  });

  test('what is very long is shortened', () => {
    expect(toValue({ type: 'string', value: 'x'.repeat(200_000) }).text).toHaveLength(100_001);
  });
});

test('console.log prints strings bare, errors with their stack, and leaves objects to be unfolded', () => {
  expect(printed({ type: 'string', value: 'a "b"' })).toBe('a "b"');
  expect(
    printed({ type: 'object', subtype: 'error', description: 'Error: x\n    at y', objectId: '1' }),
  ).toBe('Error: x\n    at y');
  expect(printed({ type: 'object', description: 'Object', objectId: '1' })).toBeUndefined();
});
