/** What was to be unpacked is too large, or was never packed here. */
export class PackedTextError extends Error {
  override readonly name = 'PackedTextError';
  readonly reason: 'too-long' | 'broken';

  constructor(reason: 'too-long' | 'broken', options?: ErrorOptions) {
    super(`The packed text is ${reason === 'too-long' ? 'too long' : 'broken'}.`, options);
    this.reason = reason;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

const stream = (bytes: Bytes): ReadableStream<Bytes> => new Blob([bytes]).stream();

/** Gathers a stream; beyond `limit` bytes it is given up, however much more would come. */
const gather = async (source: ReadableStream<Bytes>, limit: number): Promise<Bytes> => {
  const parts: Bytes[] = [];
  let size = 0;
  for (const reader = source.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > limit) {
      // Already refused: how the rest ends is nobody's matter.
      reader.cancel().catch(() => undefined);
      throw new PackedTextError('too-long');
    }
    parts.push(value);
  }
};

/** Makes a text as short as it gets, out of characters that an address may hold (raw DEFLATE, base64url). */
export const packText = async (text: string): Promise<string> => {
  const deflate = new CompressionStream('deflate-raw');
  const packed = await gather(
    stream(new TextEncoder().encode(text)).pipeThrough(deflate),
    Number.POSITIVE_INFINITY,
  );
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

const bytesOf = (packed: string): Bytes => {
  if (!/^[\w-]+$/.test(packed)) throw new PackedTextError('broken');
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch (cause) {
    throw new PackedTextError('broken', { cause });
  }
};

/**
 * The text that `packText` packed.
 * @param limit bytes that the text may have
 * @throws PackedTextError
 */
export const unpackText = async (packed: string, limit: number): Promise<string> => {
  const bytes = bytesOf(packed);
  try {
    const inflated = stream(bytes).pipeThrough(new DecompressionStream('deflate-raw'));
    return new TextDecoder('utf-8', { fatal: true }).decode(await gather(inflated, limit));
  } catch (cause) {
    throw cause instanceof PackedTextError ? cause : new PackedTextError('broken', { cause });
  }
};
