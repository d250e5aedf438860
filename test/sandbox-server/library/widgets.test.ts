import { beforeAll, beforeEach, expect, test } from 'vitest';
import { channelMessage } from '../../../sandbox-server/kernel/messages.ts';
import { connect, enter } from '../../../sandbox-server/library/channel.ts';
import {
  button,
  checkbox,
  number,
  select,
  slider,
  textInput,
} from '../../../sandbox-server/library/fields.ts';
import { choose } from '../../../sandbox-server/library/widgets.ts';

let shown: { id: string; value: unknown }[] = [];
beforeAll(() => {
  connect((text) => {
    const { display } = channelMessage.parse(JSON.parse(text));
    if (display?.kind === 'widget') shown.push(display);
  });
});
beforeEach(() => {
  shown = [];
});
let runs = 0;
const inRun = <Result>(cell: string, act: () => Result): Promise<Result> =>
  Promise.resolve().then(() => {
    runs += 1;
    enter(`r${runs}`, cell);
    return act();
  });

test('each kind begins with the value that it is given, and takes what the reader sets', async () => {
  const widgets = await inRun('kinds', () => [
    slider('Real', { min: -2, max: 2, value: -1 }),
    number('Count'),
    textInput('Title', { value: 'x' }),
    select('Palette', ['a', 'b']),
    checkbox('Live'),
    button('Draw'),
  ]);
  expect(widgets.map(({ value }) => value)).toEqual([-1, 0, 'x', 'a', false, 0]);
  const set = [1.5, 7, 'y', 'b', true, 1];
  choose(widgets.map(({ name }, at) => ({ cell: 'kinds', widget: name, value: set[at] ?? 0 })));
  expect(widgets.map(({ value }) => value)).toEqual(set);
});

test('a cell that runs again takes the reader’s last value, as far as it still fits', async () => {
  choose([
    { cell: 'again', widget: 'Real', value: 9 },
    { cell: 'again', widget: 'Palette', value: 'gone' },
    { cell: 'other', widget: 'Real', value: 1 },
  ]);
  const [real, palette] = await inRun('again', () => [
    slider('Real', { max: 5 }),
    select('Palette', ['a', 'b']),
  ]);
  expect([real?.value, palette?.value]).toEqual([5, 'a']);
  expect(shown.map(({ value }) => value)).toEqual([5, 'a']);
});

test('a value of another kind than the widget’s is none', async () => {
  const real = await inRun('forged', () => slider('Real'));
  choose([{ cell: 'forged', widget: 'Real', value: 'x' }]);
  expect(real.value).toBe(0);
});

test('who waits for the next value gets it', async () => {
  const real = await inRun('next', () => slider('Real'));
  const next = real.next();
  choose([{ cell: 'next', widget: 'Real', value: 3 }]);
  expect(await next).toBe(3);
});

test('two of one label in a run are told apart; in the next run they have the same names', async () => {
  const names = () => inRun('twins', () => [slider('x').name, slider('x').name]);
  expect([await names(), await names()]).toEqual([
    ['x', 'x 2'],
    ['x', 'x 2'],
  ]);
});

test('what cannot be a widget is refused with the reason', () => {
  expect(() => slider('x', { min: 2, max: 1 })).toThrow('from 2 to 1');
  expect(() => select('x', [])).toThrow('at least one option');
});
