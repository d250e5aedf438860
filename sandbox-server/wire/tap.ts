/** What passed a tap: its beginning, and how long it was. */
export interface Passed {
  /** The first bytes, at most as many as were asked for. */
  start: Uint8Array;
  size: number;
}

/** Joins what was collected; the stream's own chunks are not touched. */
function joined(chunks: readonly Uint8Array[], most: number): Uint8Array {
  const bytes = new Uint8Array(
    Math.min(
      most,
      chunks.reduce((sum, { length }) => sum + length, 0),
    ),
  );
  let offset = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, most - offset);
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/**
 * A stream that brings what `body` brings, as it is asked for, and afterwards (at its end, when nobody reads
 * on, or when it breaks) tells `done` what passed.
 */
export function tap(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  most: number,
  done: (passed: Passed) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const end = (): void => done({ start: joined(chunks, most), size });
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done: ended, value } = await reader.read();
          if (ended) {
            controller.close();
            end();
            return;
          }
          // A copy: whoever reads on may hand the bytes to somebody else.
          if (size < most) chunks.push(value.slice(0, most - size));
          size += value.length;
          controller.enqueue(value);
        } catch (error) {
          controller.error(error);
          end();
        }
      },
      async cancel(reason) {
        await reader.cancel(reason);
        end();
      },
    },
    // A body of one piece passes to its end even when nobody reads it: a service that looks at the status only.
    { highWaterMark: 2 },
  );
}
