/**
 * MD5 (RFC 1321). The platform's WebCrypto has none, but Glance's checksums and OpenSSH's older fingerprints
 * are MD5. It protects nothing here.
 */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const CONSTANTS = Uint32Array.from({ length: 64 }, (_, index) =>
  Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32),
);

/** The 16 octets of the digest. */
export function md5(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  const words = new Uint32Array(16);
  const whole = data.length - (data.length % 64);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let offset = 0; offset < whole; offset += 64) {
    load(words, view, offset);
    mix(state, words);
  }
  const tail = padded(data.subarray(whole), data.length);
  const tailView = new DataView(tail.buffer);
  for (let offset = 0; offset < tail.length; offset += 64) {
    load(words, tailView, offset);
    mix(state, words);
  }
  const digest = new Uint8Array(16);
  const digestView = new DataView(digest.buffer);
  for (const [index, word] of state.entries()) {
    digestView.setUint32(index * 4, word, true);
  }
  return digest;
}

function load(words: Uint32Array, view: DataView, offset: number): void {
  for (let index = 0; index < 16; index += 1) {
    words[index] = view.getUint32(offset + index * 4, true);
  }
}

function padded(rest: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const tail = new Uint8Array(rest.length < 56 ? 64 : 128);
  tail.set(rest);
  tail[rest.length] = 0x80;
  const view = new DataView(tail.buffer);
  view.setUint32(tail.length - 8, (length * 8) >>> 0, true);
  view.setUint32(tail.length - 4, Math.floor(length / 2 ** 29), true);
  return tail;
}

function mix(state: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4;
    const shift = SHIFTS[round * 4 + (step & 3)] ?? 0;
    const sum =
      (a + choose(round, b, c, d) + (CONSTANTS[step] ?? 0) + (words[position(round, step)] ?? 0)) | 0;
    const next = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    a = d;
    d = c;
    c = b;
    b = next;
  }
  state.set([(state[0] ?? 0) + a, (state[1] ?? 0) + b, (state[2] ?? 0) + c, (state[3] ?? 0) + d]);
}

function choose(round: number, b: number, c: number, d: number): number {
  switch (round) {
    case 0:
      return (b & c) | (~b & d);
    case 1:
      return (d & b) | (~d & c);
    case 2:
      return b ^ c ^ d;
    default:
      return c ^ (b | ~d);
  }
}

function position(round: number, step: number): number {
  switch (round) {
    case 0:
      return step;
    case 1:
      return (5 * step + 1) & 15;
    case 2:
      return (3 * step + 5) & 15;
    default:
      return (7 * step) & 15;
  }
}
