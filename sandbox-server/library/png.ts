import { crc32, deflateSync } from 'node:zlib';

/** A picture as raw pixels: four bytes each (red, green, blue, opacity), row by row from the top. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array | Uint8ClampedArray;
}

const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
/** Eight bits a channel, red, green, blue and opacity. */
const format = Uint8Array.of(8, 6, 0, 0, 0);

/**
 * The pixels as a PNG file (https://www.w3.org/TR/png-3/).
 * @throws TypeError when there are not four bytes for each pixel
 */
export function encodePng({ width, height, data }: Pixels): Uint8Array {
  if (data.length !== width * height * 4) {
    throw new TypeError(
      `A picture of ${width} × ${height} has ${width * height * 4} bytes of pixels, not ${data.length}.`,
    );
  }
  const rowLength = width * 4;
  // Each row begins with its filter: 0, the bytes as they are.
  const rows = new Uint8Array((rowLength + 1) * height);
  for (let y = 0; y < height; y += 1) {
    rows.set(data.subarray(y * rowLength, (y + 1) * rowLength), y * (rowLength + 1) + 1);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set(format, 8);
  const parts = [
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 3 })),
    chunk('IEND', new Uint8Array()),
  ];
  return join(parts);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const body = join([new TextEncoder().encode(type), content]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, content.length);
  const check = new Uint8Array(4);
  new DataView(check.buffer).setUint32(0, crc32(body));
  return join([length, body, check]);
}

function join(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Bytes in base64. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(binary);
}
