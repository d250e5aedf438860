import { expect, test } from 'vitest';
import { huesOf, JuliaPicture, slotFor } from '../../../src/elements/julia-picture.ts';

const rows = (
  y: number,
  pixels: number[],
  worker = 'app-worker-1',
): { y: number; pixels: string; worker: string } => ({
  y,
  worker,
  pixels: Buffer.from(pixels).toString('base64'),
});
const picture = (): JuliaPicture => new JuliaPicture({ uuid: 'u', width: 2, height: 3 });

test('a row is coloured as the application colours it', () => {
  const one = picture();
  one.add(rows(1, [9, 31]));
  expect([...one.colours(1, 1)]).toEqual([32, 144, 72, 255, 224, 240, 248, 255]);
});

test('counts each row once, though two workers may draw it', () => {
  const one = picture();
  one.add(rows(0, [0, 1, 2, 3]));
  one.add(rows(1, [2, 3], 'app-worker-2'));
  expect(one.done).toBe(2);
  expect(one.workers).toEqual(['app-worker-1', 'app-worker-2']);
});

test('rows beyond the picture are not taken', () => {
  const one = picture();
  expect(one.add(rows(2, [1, 2, 3, 4]))).toEqual({ y: 2, rows: 1 });
  expect(one.add(rows(3, [1, 2]))).toEqual({ y: 3, rows: 0 });
  expect(one.done).toBe(1);
});

test('workers are told apart by colour when the viewer asks', () => {
  const one = picture();
  one.add(rows(0, [31, 31], 'a'));
  one.add(rows(1, [31, 31], 'b'));
  const hues = huesOf(['a', 'b']);
  expect([...one.colours(0, 1, hues)]).not.toEqual([...one.colours(1, 1, hues)]);
});

test('a new picture takes a free place, then the place of the oldest finished one, then of the oldest', () => {
  const [one, two, three] = [picture(), picture(), picture()];
  expect(slotFor([one, two], 3)).toBe(2);
  expect(slotFor([three, one, two], 3)).toBe(1);
  two.add(rows(0, [0, 0, 0, 0, 0, 0]));
  expect(slotFor([three, one, two], 3)).toBe(2);
});
