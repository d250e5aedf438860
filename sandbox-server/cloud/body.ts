import { Fault } from './fault.ts';

function tooLarge(limit: number): Fault {
  return new Fault(413, `Request is too large. The limit is ${limit} bytes.`);
}

/**
 * Reads a body of at most `limit` octets.
 * @throws Fault 413 as soon as it is known to be longer; what is left is not read.
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length')) > limit) {
    throw tooLarge(limit);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > limit) {
      throw tooLarge(limit);
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
