import { runSignal } from './channel.ts';

/** Workers end with the run that began them, when that is interrupted: nothing else would end one that loops. */
export function stoppableWorkers(): void {
  const Unbounded = globalThis.Worker;
  globalThis.Worker = class Worker extends Unbounded {
    constructor(...given: ConstructorParameters<typeof Unbounded>) {
      super(...given);
      runSignal()?.addEventListener('abort', () => this.terminate(), { once: true });
    }
  };
}
