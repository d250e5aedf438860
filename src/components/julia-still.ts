import { crc32, deflateSync } from 'node:zlib';

const iterations = 376;
/** The constant of the seminar's slides. */
const constant = { re: -0.8, im: 0.156 };

/** How many times z ← z² + c is done before |z| passes 2. */
const countOf = (re: number, im: number): number => {
  let [x, y] = [re, im];
  for (let count = 0; count < iterations; count += 1) {
    const [xx, yy] = [x * x, y * y];
    if (xx + yy > 4) return count;
    y = 2 * x * y + constant.im;
    x = xx - yy + constant.re;
  }
  return iterations;
};

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

/** The original's palette has 32 colours: three residues of the count. */
const palette = Uint8Array.from({ length: 32 * 3 }, (_, at) => {
  const index = Math.floor(at / 3);
  return [(index % 8) * 32, (index % 16) * 16, (index % 32) * 8][at % 3] ?? 0;
});

const header = (width: number, height: number): Buffer => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  // Eight bits a pixel, colours from the palette.
  data.set([8, 3, 0, 0, 0], 8);
  return data;
};

/** A Julia set as a PNG, in the palette of the course's application; the plane is 3.2 wide. */
export const juliaStill = (width: number, height: number): Uint8Array<ArrayBuffer> => {
  const scale = 3.2 / width;
  const pixels = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const count = countOf((column - width / 2) * scale, (row - height / 2) * scale);
      pixels[row * (width + 1) + 1 + column] = count % 32;
    }
  }
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Uint8Array.from(
    Buffer.concat([
      signature,
      chunk('IHDR', header(width, height)),
      chunk('PLTE', palette),
      chunk('IDAT', deflateSync(pixels, { level: 9 })),
      chunk('IEND', new Uint8Array()),
    ]),
  );
};
