/** The two streams that a process prints on. */
export type StreamName = 'stdout' | 'stderr';
/** Hears what is printed. */
export type OutputListener = (stream: StreamName, text: string) => void;

/** What a process prints, for whoever is attached at that moment. */
export class Output {
  readonly #listeners = new Set<OutputListener>();
  #ended = Promise.withResolvers<void>();

  print(stream: StreamName, text: string): void {
    if (text !== '') for (const listener of this.#listeners) listener(stream, text);
  }

  /** Hears what is printed from now on, until the function that is returned is called. */
  listen(listener: OutputListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Settles when the process that prints now, or the next one, has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  end(): void {
    this.#ended.resolve();
    this.#ended = Promise.withResolvers();
  }
}

const HEADER = 8;
const NUMBERS = { stdout: 1, stderr: 2 } as const;

/** Text as one frame of a stream that carries both outputs. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach */
export function frame(stream: StreamName, text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  const framed = new Uint8Array(HEADER + bytes.length);
  framed[0] = NUMBERS[stream];
  new DataView(framed.buffer).setUint32(4, bytes.length);
  framed.set(bytes, HEADER);
  return framed;
}
