import type { BufferEncoding, FileContent } from 'just-bash';
import type { Device } from '../disk/device.ts';
import { FileError } from '../disk/file-error.ts';
import { type FileUser, MachineFileSystem } from '../disk/file-system.ts';
import { normalize } from '../disk/paths.ts';
import type { Tree } from '../disk/tree.ts';

/** The system call's words as a shell says them. */
export function shellWords({ code, message }: FileError): string {
  const sentence = message.replace(/^\w+: /, '').replace(/, .*$/, '');
  return code === 'EISDIR' ? 'Is a directory' : sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/**
 * The files as a shell uses them. The interpreter ends a whole script when the target of a redirection cannot
 * be opened; here it hears nothing of it, the user is told, and what would have been written is lost.
 */
export class ShellFileSystem extends MachineFileSystem {
  readonly #err: (text: string) => void;
  readonly #unopened = new Set<string>();

  constructor(tree: Tree, devices: ReadonlyMap<string, Device>, user: FileUser, err: (text: string) => void) {
    super(tree, devices, user);
    this.#err = err;
  }

  override async writeFile(path: string, content: FileContent, options?: WriteOptions): Promise<void> {
    await this.#guard(path, content, options, () => super.writeFile(path, content, options));
  }

  override async appendFile(path: string, content: FileContent, options?: WriteOptions): Promise<void> {
    await this.#guard(path, content, options, () => super.appendFile(path, content, options));
  }

  async #guard(
    path: string,
    content: FileContent,
    options: WriteOptions,
    write: () => Promise<void>,
  ): Promise<void> {
    // A redirection opens its target by writing nothing, as bytes; no command does.
    const opens = content === '' && options === 'binary';
    if (!opens && this.#unopened.delete(normalize(path))) return;
    try {
      await write();
      if (opens) this.#unopened.delete(normalize(path));
    } catch (error) {
      if (!opens || !(error instanceof FileError)) throw error;
      this.#unopened.add(normalize(path));
      this.#err(`bash: ${path}: ${shellWords(error)}\n`);
    }
  }
}

type WriteOptions = { encoding?: BufferEncoding } | BufferEncoding | undefined;
