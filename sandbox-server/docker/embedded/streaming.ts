const encoder = new TextEncoder();

/** What a streamed answer is written through. */
export interface StreamWriter {
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  write(bytes: Uint8Array | string): void;
  /** One JSON object on a line of its own. */
  json(value: unknown): void;
}

/** An answer that goes on while `write` does. Its headers are there at once. */
export function streamed(
  write: (writer: StreamWriter) => Promise<void>,
  contentType = 'application/json',
): Response {
  const gone = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const put = (bytes: Uint8Array | string): void => {
        if (!gone.signal.aborted)
          controller.enqueue(typeof bytes === 'string' ? encoder.encode(bytes) : bytes);
      };
      const writer = {
        signal: gone.signal,
        write: put,
        json: (value: unknown) => put(`${JSON.stringify(value)}\r\n`),
      };
      write(writer).then(
        () => {
          if (!gone.signal.aborted) controller.close();
        },
        (error: unknown) => {
          if (!gone.signal.aborted) controller.error(error);
        },
      );
    },
    cancel: () => gone.abort(),
  });
  return new Response(body, { headers: { 'content-type': contentType } });
}

/** Settles when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
