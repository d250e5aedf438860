import { Fault } from './fault.ts';

function tooLarge(limit: number): Fault {
  return new Fault(413, `Request is too large. The limit is ${limit} bytes.`);
}

/**
 * Reads a body of at most `limit` octets.
 * @throws Fault 413 as soon as it is known to be longer, and what is left is not read; 400 when it breaks off.
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length')) > limit) {
    throw tooLarge(limit);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      if (length > limit) {
        break;
      }
      chunks.push(chunk);
    }
  } catch (cause) {
    // The client went away in the middle: its own doing, and nobody is there to read this.
    throw new Fault(400, 'The request ended before its body did.', { cause });
  }
  if (length > limit) {
    throw tooLarge(limit);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
