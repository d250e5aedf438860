import { bindingsOf } from './bindings.ts';
import type { BindingsAnswer } from './bindings-reader.ts';

/** The worker of bindings-reader.ts: reads one text after the other. */
addEventListener('message', ({ data }: MessageEvent<string>) => {
  postMessage({ bindings: bindingsOf(data) } satisfies BindingsAnswer);
});
