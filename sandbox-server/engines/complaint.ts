import { inEnglish } from '../protocol/reason-in-english.ts';
import { type Ending, EngineError } from './engine.ts';

/** How long a kernel may take to offer its inspector, in milliseconds. */
const startLimit = 20_000;
/** So much of what it prints is kept, in characters. */
const kept = 4096;

/** What a kernel prints to its standard error: first where its inspector is, and later why it dies, if it does. */
export class Complaint {
  text = '';
  readonly #address = Promise.withResolvers<string>();

  add(text: string): void {
    this.text = (this.text + text).slice(-kept);
    const address = /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(this.text)?.[0];
    if (address !== undefined) this.#address.resolve(address);
  }

  /**
   * The address of the inspector, as the kernel sees it.
   * @param kill ends a kernel that is late
   * @throws EngineError when the kernel ends before it says it
   */
  async address(exited: Promise<Ending>, kill: () => void): Promise<string> {
    const late = setTimeout(() => {
      this.text += `\nit was not ready after ${startLimit / 1000} s`;
      kill();
    }, startLimit);
    const ended = exited.then(({ reason }) => {
      throw new EngineError(`${inEnglish(reason)} It had not begun yet: ${this.text.trim()}`);
    });
    return Promise.race([this.#address.promise, ended]).finally(() => clearTimeout(late));
  }
}
