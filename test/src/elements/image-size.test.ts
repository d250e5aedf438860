import { expect, test } from 'vitest';
import { juliaStill } from '../../../src/components/julia-still.ts';
import { imageSize } from '../../../src/elements/image-size.ts';

test('the size of a PNG is read from its first bytes', () => {
  const png = Buffer.from(juliaStill(300, 7)).toString('base64');
  expect(imageSize('image/png', png)).toEqual({ width: 300, height: 7 });
});

test('the size of a GIF is read from its first bytes', () => {
  const gif = Buffer.from('GIF89a\x20\x01\x05\x00rest of the picture', 'latin1').toString('base64');
  expect(imageSize('image/gif', gif)).toEqual({ width: 288, height: 5 });
});

test('a picture that is cut short, or no such picture, has no size', () => {
  expect(imageSize('image/png', 'iVBORw0KGgo=')).toBeUndefined();
  expect(imageSize('image/webp', 'UklGRgAAAABXRUJQ')).toBeUndefined();
});
