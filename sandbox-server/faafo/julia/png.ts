import { Deflate } from 'pako';

/** Writes a PNG row by row: 8-bit RGB, no alpha, no interlace. */
export interface PngEncoder {
  /** Takes the next row, three bytes a pixel. */
  write(row: Uint8Array): void;
  /** The whole file, once every row is written. */
  finish(): Uint8Array<ArrayBuffer>;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1;
  }
  return remainder;
});

function crc(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (CRC_TABLE[(remainder ^ byte) & 0xff] ?? 0) ^ (remainder >>> 8);
  return (remainder ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc(bytes.subarray(4, data.length + 8)));
  return bytes;
}

function header(width: number, height: number): Uint8Array {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  data.set([8, 2, 0, 0, 0], 8);
  return chunk('IHDR', data);
}

const BYTES_PER_PIXEL = 3;

/** The filters in the order in which they are tried: none, up, sub, Paeth; the average never is. */
const FILTERS = [0, 2, 1, 4] as const;
type Filter = (typeof FILTERS)[number];

function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function predict(filter: Filter, row: Uint8Array, above: Uint8Array, k: number): number {
  if (filter === 0) return 0;
  const up = above[k] ?? 0;
  if (filter === 2) return up;
  const left = k < BYTES_PER_PIXEL ? 0 : (row[k - BYTES_PER_PIXEL] ?? 0);
  if (filter === 1) return left;
  return paeth(left, up, k < BYTES_PER_PIXEL ? 0 : (above[k - BYTES_PER_PIXEL] ?? 0));
}

/** Filters a row into `into` (its first byte the filter's number); returns its cost, or `limit` once it reaches that. */
function filterRow(
  filter: Filter,
  row: Uint8Array,
  above: Uint8Array,
  into: Uint8Array,
  limit: number,
): number {
  into[0] = filter;
  let cost = 0;
  for (let k = 0; k < row.length; k += 1) {
    const value = ((row[k] ?? 0) - predict(filter, row, above, k)) & 0xff;
    into[k + 1] = value;
    cost += value < 128 ? value : 256 - value;
    if (cost >= limit) return limit;
  }
  return cost;
}

/**
 * Encodes as Pillow 2.4 with zlib 1.2 does, byte for byte, because a fractal's checksum and size are those of its file:
 * the cheapest filter of each row, level 6, memory level 9, strategy "filtered", IDAT chunks of max(65536, 4 · width).
 * https://www.w3.org/TR/png-3/#9Filters
 */
export function createPngEncoder(width: number, height: number): PngEncoder {
  const parts: Uint8Array[] = [SIGNATURE, header(width, height)];
  const deflate = new Deflate({
    level: 6,
    memLevel: 9,
    strategy: 1,
    legacyHash: true,
    chunkSize: Math.max(65_536, 4 * width),
  });
  deflate.onData = (data) => {
    parts.push(chunk('IDAT', typeof data === 'string' ? new TextEncoder().encode(data) : data));
  };
  const above = new Uint8Array(width * BYTES_PER_PIXEL);
  let best = new Uint8Array(above.length + 1);
  let trial = new Uint8Array(above.length + 1);
  let written = 0;

  return {
    write(row) {
      let cheapest = Number.POSITIVE_INFINITY;
      for (const filter of FILTERS) {
        const cost = filterRow(filter, row, above, trial, cheapest);
        if (cost >= cheapest) continue;
        cheapest = cost;
        [best, trial] = [trial, best];
        if (cost === 0) break;
      }
      above.set(row);
      written += 1;
      deflate.push(best, written === height);
    },
    finish() {
      if (written !== height) throw new Error(`The PNG has ${written} of ${height} rows.`);
      parts.push(chunk('IEND', new Uint8Array()));
      const file = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
      let at = 0;
      for (const part of parts) {
        file.set(part, at);
        at += part.length;
      }
      return file;
    },
  };
}
