import { type Readable, Transform } from 'node:stream';
import { Refusal } from './refusal.ts';

/** What of a stream is within the bound; beyond it the stream fails, and nothing more is passed on. */
export function bounded(from: Readable, most: number, what: string): Readable {
  let size = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > most) done(new Refusal(413, `${what} holds at most ${most >> 20} MiB here.`));
      else done(null, chunk);
    },
  });
  from.on('error', (error) => counter.destroy(error));
  return from.pipe(counter);
}

/** Reads a whole body of at most so many bytes. @throws Refusal 413 when there is more */
export async function readBounded(from: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of from) {
    const piece = Buffer.from(chunk);
    size += piece.length;
    if (size > most) throw new Refusal(413, `A request holds at most ${most >> 10} KiB here.`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}
